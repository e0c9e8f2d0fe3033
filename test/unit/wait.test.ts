import { SnapshotNotFoundFault } from "@aws-sdk/client-memorydb";
import { describe, expect, it } from "vitest";
import { type Look, type Outcome, pollInterval, waitFor } from "../../src/waiting/wait.js";
import { awsFailure, lostConnection } from "./aws-failures.js";
import { ManualClock } from "./manual-clock.js";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The course of a wait: its end, the times of its checks, and its reports. */
interface Course {
  readonly outcome: Outcome<string>;
  /** The times of the checks, in milliseconds from the start. */
  readonly looks: readonly number[];
  readonly intervals: readonly number[];
  readonly reports: readonly (string | undefined)[];
}

/** Waits for "available"; `at` returns or throws AWS's answer at a time. */
async function course(at: (time: number) => string | undefined, timeout = 7200): Promise<Course> {
  const clock = new ManualClock();
  const looks: number[] = [];
  const reports: (string | undefined)[] = [];
  const look: Look<string> = async (within) => {
    await clock.sleep(within);
    looks.push(clock.now());
    return at(clock.now());
  };
  const outcome = await waitFor({
    clock,
    timeout,
    look,
    reached: (status) => status === "available",
    report: (status) => reports.push(status),
  });
  return { outcome, looks, intervals: clock.sleeps, reports };
}

/** AWS throws at the checks with these numbers, and otherwise answers "creating". */
function throwingAt(failures: ReadonlySet<number>, thrown: () => Error): () => string {
  let looks = 0;
  return () => {
    if (failures.has(looks++)) {
      throw thrown();
    }
    return "creating";
  };
}

const throttled = () => awsFailure("ThrottlingException", { status: 400 });

describe("the time between two checks", () => {
  it("is 3 s at first, then a tenth of the age, at most 12 s in the first half hour and 30 s after it, and at random up to a tenth less", () => {
    for (let age = 0; age < 3 * hour; age += 7 * second) {
      const most = age < 30 * minute ? 12 * second : 30 * second;
      const wanted = Math.min(most, Math.max(3 * second, age / 10));
      const interval = pollInterval(age);
      expect(interval).toBeGreaterThanOrEqual(wanted * 0.9);
      expect(interval).toBeLessThanOrEqual(wanted);
    }
  });

  it.each([
    [4, 3 * second],
    [40, 10 * second],
    [4000, 12 * second],
  ])("is a quarter of the %d s that are left, if that is known", (left, wanted) => {
    const interval = pollInterval(minute, left);
    expect(interval).toBeGreaterThanOrEqual(wanted * 0.9);
    expect(interval).toBeLessThanOrEqual(wanted);
  });

  it("differs between waits that began together", () => {
    const intervals = Array.from({ length: 50 }, () => pollInterval(minute));
    expect(new Set(intervals).size).toBeGreaterThan(40);
  });

  it("is at least 2.7 s and at most 30 s in a long wait, except before the last check at the time limit", async () => {
    const { intervals, looks } = await course(() => "creating");
    for (const interval of intervals.slice(0, -1)) {
      expect(interval).toBeGreaterThanOrEqual(2.7 * second);
      expect(interval).toBeLessThanOrEqual(30 * second);
    }
    expect(looks.length).toBeLessThan(400);
  });
});

describe("a wait", () => {
  it.each([2 * second, 20 * second, 4 * minute, 50 * minute, 110 * minute])(
    "for something that ends in AWS after %d ms ends at most one interval later",
    async (ready) => {
      const { outcome, looks } = await course((time) => (time < ready ? "creating" : "available"));
      const late = (looks.at(-1) ?? 0) - ready;
      expect(outcome).toEqual({ end: "reached", remote: "available" });
      expect(late).toBeGreaterThanOrEqual(0);
      // A tenth of the age at the previous check, at least 3 s and at most 30 s.
      expect(late).toBeLessThanOrEqual(Math.min(30 * second, Math.max(3 * second, ready / 10)));
    },
  );

  it("checks once and reports nothing if the end is there already", async () => {
    const { looks, reports } = await course(() => "available");
    expect(looks).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  it("reports the status after each check", async () => {
    const statuses = [undefined, "creating", "copying", "available"];
    const { reports } = await course(() => statuses.shift());
    expect(reports).toEqual([undefined, "creating", "copying"]);
  });

  it("ends when its time is up, after a last check, and reports the last status", async () => {
    const { outcome, looks } = await course(() => "creating", 600);
    expect(looks.at(-1)).toBeCloseTo(600 * second, 3);
    expect(outcome).toEqual({ end: "timeout", remote: "creating", polls: looks.length });
  });

  it("that finds the end in its last check has not timed out", async () => {
    const { outcome } = await course(
      (time) => (time < 600 * second ? "creating" : "available"),
      600,
    );
    expect(outcome.end).toBe("reached");
  });

  it("without any time does not check at all", async () => {
    const { outcome, looks } = await course(() => "available", 0);
    expect(looks).toEqual([]);
    expect(outcome).toEqual({ end: "timeout", remote: undefined, polls: 0 });
  });
});

describe("a snapshot that AWS does not list", () => {
  it("is waited for if AWS has never listed it", async () => {
    const { outcome } = await course((time) => (time < 55 * second ? undefined : "available"));
    expect(outcome.end).toBe("reached");
  });

  it("counts as gone if AWS has not listed it for five minutes", async () => {
    const { outcome, looks } = await course(() => undefined);
    expect(outcome).toEqual({ end: "gone" });
    expect(looks.at(-1)).toBeGreaterThan(5 * minute);
    expect(looks.at(-1)).toBeLessThan(5 * minute + 12 * second);
  });

  it("after it was listed counts as gone at the second check, not at the first", async () => {
    const answers = ["creating", undefined, undefined, "available"];
    const { outcome, looks } = await course(() => answers.shift());
    expect(outcome).toEqual({ end: "gone" });
    expect(looks).toHaveLength(3);
  });

  it("in single checks only does not count as gone, however often", async () => {
    const answers = [
      "creating",
      undefined,
      "creating",
      undefined,
      "creating",
      undefined,
      "available",
    ];
    const { outcome } = await course(() => answers.shift());
    expect(outcome.end).toBe("reached");
  });
});

describe("an error while waiting", () => {
  it.each([
    ["of throttling", throttled],
    ["of AWS itself", () => awsFailure("InternalFailure", { status: 500 })],
    ["of the network", () => lostConnection("ECONNRESET")],
  ])("%s makes it slower and does not end it", async (_what, thrown) => {
    const { outcome, intervals } = await course(
      throwingAt(new Set([0, 1, 2, 3, 4, 5]), thrown),
      300,
    );
    expect(outcome).toMatchObject({ end: "timeout", remote: "creating" });
    // Twice as long after each error, at most eight times and a minute, and as usual after an answer.
    const factors = [1, 2, 4, 8, 8, 8, 8, 1];
    let age = 0;
    for (const [index, interval] of intervals.slice(0, factors.length).entries()) {
      const usual = Math.min(12 * second, Math.max(3 * second, age / 10)) * (factors[index] ?? 0);
      expect(interval).toBeGreaterThanOrEqual(Math.min(usual * 0.9, minute, 300 * second - age));
      expect(interval).toBeLessThanOrEqual(minute);
      expect(interval).toBeLessThanOrEqual(usual);
      age += interval;
    }
  });

  it("that passes does not count as a missing snapshot", async () => {
    const gone = new Set([1, 2, 3]);
    const { outcome } = await course(throwingAt(gone, throttled), 120);
    expect(outcome.end).toBe("timeout");
  });

  it("that does not pass is thrown unchanged", async () => {
    const denied = awsFailure("AccessDeniedException", { status: 403 });
    const missing = new SnapshotNotFoundFault({
      message: "no",
      $metadata: { httpStatusCode: 404 },
    });
    for (const error of [denied, missing, new TypeError("x is not a function")]) {
      await expect(course(throwingAt(new Set([2]), () => error))).rejects.toBe(error);
    }
  });

  it("of an hour is survived until the time is up", async () => {
    const { outcome } = await course((time) => {
      if (time < hour) {
        throw throttled();
      }
      return "available";
    });
    expect(outcome.end).toBe("reached");
  });
});
