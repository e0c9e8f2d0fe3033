import { describe, expect, it, vi } from "vitest";
import { progressText, rowText, secondsLeft } from "../../src/waiting/aws-progress.js";
import { MessageQueue, messageInterval } from "../../src/waiting/progress.js";
import { kindOf } from "./kind-examples.js";
import { ManualClock } from "./manual-clock.js";

describe("the text of a row", () => {
  it.each([
    ["memorydb:Snapshot", { Status: "creating" }, "AWS: creating, 50s"],
    [
      "neptune:ClusterSnapshotCopy",
      { Status: "copying", PercentProgress: 40 },
      "AWS: copying 40%, 50s, about 2m left",
    ],
    ["docdb:ClusterSnapshot", { Status: "creating", PercentProgress: 2 }, "AWS: creating 2%, 50s"],
    [
      "redshiftserverless:Snapshot",
      {
        status: "CREATING",
        backupProgressInMegaBytes: 3174,
        totalBackupSizeInMegaBytes: 7578,
        estimatedSecondsToCompletion: 33,
      },
      "AWS: CREATING, 3.1 of 7.4 GB, 50s, about 35s left",
    ],
    [
      "redshiftserverless:Snapshot",
      { status: "CREATING", backupProgressInMegaBytes: 50, totalBackupSizeInMegaBytes: 200 },
      "AWS: CREATING, 50 of 200 MB, 50s, about 3m left",
    ],
    [
      "redshiftserverless:Snapshot",
      { status: "CREATING", backupProgressInMegaBytes: 0, totalBackupSizeInMegaBytes: 0 },
      "AWS: CREATING, 50s",
    ],
  ])("for a %s with %j is: %s", (kind, remote, text) => {
    expect(rowText(kindOf(kind), remote, { elapsed: 50, begun: {} })).toBe(text);
  });

  it("has no estimate rather than a wrong one", () => {
    const waited = { elapsed: 100, begun: {} };
    expect(secondsLeft({}, waited)).toBeUndefined();
    expect(secondsLeft({ percent: 0 }, waited)).toBeUndefined();
    expect(secondsLeft({ percent: 100 }, waited)).toBeUndefined();
    expect(secondsLeft({ secondsLeft: 0, percent: 50 }, waited)).toBe(100);
    expect(secondsLeft({ megabytes: [undefined, 10] }, waited)).toBeUndefined();
  });

  it("takes the rate from its own observations if the wait began in the middle", () => {
    const resumed = { elapsed: 100, begun: { percent: 60 } };
    expect(secondsLeft({ percent: 60 }, resumed)).toBeUndefined();
    expect(secondsLeft({ percent: 80 }, resumed)).toBe(100);
    const megabytes = { elapsed: 100, begun: { megabytes: [100, 200] } } as const;
    expect(secondsLeft({ megabytes: [150, 200] }, megabytes)).toBe(100);
  });

  it.each([
    [59, "AWS: creating, 59s"],
    [100, "AWS: creating, 1m 40s (^C twice is safe: the next up resumes)"],
  ])("after %d seconds is %s", (elapsed, text) => {
    const waited = { elapsed, begun: {} };
    expect(rowText(kindOf("memorydb:Snapshot"), { Status: "creating" }, waited)).toBe(text);
  });

  it('is "unknown" for a snapshot that was never seen', () => {
    expect(progressText(kindOf("memorydb:Snapshot"), undefined)).toBe("unknown");
  });
});

describe("the messages", () => {
  const minute = 60_000;

  it.each([
    [0, 2_000],
    [minute, 4_000],
    [10 * minute, 40_000],
    [2 * 60 * minute, minute],
  ])("of a row that is %d ms old come every %d ms", (age, interval) => {
    expect(messageInterval(age, {})).toBe(interval);
  });

  it.each([
    [{ CI: "true" }, minute],
    [{ CI: "true", PULUMI_AWS_SNAPSHOTS_PROGRESS: "live" }, 2_000],
    [{ PULUMI_AWS_SNAPSHOTS_PROGRESS: "quiet" }, minute],
    [{ PULUMI_AWS_SNAPSHOTS_PROGRESS: "off" }, Number.POSITIVE_INFINITY],
    [{ PULUMI_AWS_SNAPSHOTS_PROGRESS: "whatever" }, 2_000],
  ])("become rarer or more frequent with %j", (environment, interval) => {
    expect(messageInterval(0, environment)).toBe(interval);
  });

  /** Returns a queue, and what was sent through it at which time. */
  function talking() {
    const clock = new ManualClock();
    const queue = new MessageQueue(clock);
    const said: { row: string; text: string; at: number }[] = [];
    const say = (row: string, text: string) =>
      queue.send(row, () => void said.push({ row, text, at: clock.now() }));
    return { clock, queue, said, say };
  }

  it("are at most 20 a second, and each row has its turn with its latest message", async () => {
    const { clock, said, say } = talking();
    const rows = Array.from({ length: 200 }, (_, index) => String(index));
    for (const row of rows) {
      say(row, "old");
    }
    for (const row of rows) {
      say(row, "new");
    }
    await vi.waitUntil(() => said.length >= 220);
    // The first rows had room at once, and send a second message only after all others have sent one.
    expect(said.map(({ row }) => row)).toEqual([...rows, ...rows.slice(0, 20)]);
    expect(said.filter(({ text }) => text === "old")).toHaveLength(20);
    for (const { at } of said) {
      expect(said.filter((other) => other.at >= at && other.at < at + 1000).length).toBeLessThan(
        21,
      );
    }
    expect(clock.now()).toBeLessThan(11_000);
  });

  it("are sent at once if there is room", () => {
    const { said, say } = talking();
    say("a", "creating");
    say("b", "creating");
    expect(said).toHaveLength(2);
  });

  it("of a finished row are no longer sent", async () => {
    const { queue, said, say } = talking();
    for (let index = 0; index < 30; index++) {
      say(String(index), "creating");
    }
    queue.end("25");
    await vi.waitUntil(() => said.length >= 29);
    expect(said.map(({ row }) => row)).not.toContain("25");
    expect(said).toHaveLength(29);
  });
});
