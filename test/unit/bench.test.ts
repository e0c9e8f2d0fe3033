import { describe, expect, it } from "vitest";
import { sections } from "../../bench/report.js";
import { type Entry, median, type Part, type Provider } from "../../bench/results.js";
import type { Measured } from "../../bench/run.js";
import type { Sample } from "../../bench/sample.js";
import { targetsOf } from "../../bench/targets.js";

interface Given {
  readonly count?: number;
  readonly program?: string;
  readonly preview?: number;
  readonly up?: number;
  readonly calls?: Readonly<Record<string, number>>;
  readonly gap?: number;
  readonly bytes?: number;
}

/** Returns a measured preview or update that took this many seconds. */
function measured(seconds: number): Measured {
  const load = { cpu: 1, memory: 100 };
  return {
    seconds,
    program: load,
    engine: load,
    provider: load,
    aws: 0,
    created: new Map(),
  };
}

function entry(part: Part, provider: Provider, given: Given): Entry {
  const { count = 200, program = "snapshots", preview = 1, up = 1, calls = {} } = given;
  const sample: Sample = {
    plan: {
      program: provider === "floor" ? provider : `${provider}: ${program}`,
      count,
      parallel: 1000,
      preview: true,
      rate: 20,
      long: part === "waits",
      checkpoints: false,
    },
    preview: measured(preview),
    up: measured(up),
    calls: new Map(Object.entries(calls)),
    state: { resources: count, bytes: given.bytes ?? 1000, text: 600, outputs: 100 },
    gap: given.gap,
  };
  return { part, provider, sample };
}

/** Returns the verdict on each target whose name contains a word. */
function said(entries: Entry[], word: string): string[] {
  return targetsOf({ entries, loading: [] })
    .filter(({ title }) => title.includes(word))
    .map(({ wanted, measured, met }) => `${wanted}: ${measured}, ${met ? "ok" : "missed"}`);
}

describe("the targets of the bench", () => {
  it("are compared in each round, because a machine is busy at times, and the median counts", () => {
    const rounds = [
      [1, 1.1],
      [10, 11],
      [2, 9],
    ].flatMap(([floor = 0, ours = 0]) => [
      entry("costs", "floor", { preview: floor }),
      entry("costs", "ours", { preview: ours }),
    ]);
    expect(said(rounds, "preview of 200")).toEqual([
      "at most 1.1 times: 1.1 times (CPU time: 1), ok",
    ]);
  });

  it("are missed by every figure above its limit", () => {
    const rounds = [entry("costs", "floor", { up: 10 }), entry("costs", "ours", { up: 11.2 })];
    expect(said(rounds, "up of 200")).toEqual([
      "at most 1.1 times: 1.12 times (CPU time: 1), missed",
    ]);
  });

  it("compare our growth with the growth of the floor", () => {
    const sizes = [
      entry("costs", "floor", { count: 200, up: 2 }),
      entry("costs", "floor", { count: 1000, up: 8 }),
      entry("costs", "ours", { count: 200, up: 3 }),
      entry("costs", "ours", { count: 1000, up: 15 }),
    ];
    expect(said(sizes, "growth of up")).toEqual(["at most 4 times: 5 times, missed"]);
  });

  it("allow the state a tenth more than the floor, plus the outputs", () => {
    const floor = entry("costs", "floor", { bytes: 1000 });
    const words = "state of a resource";
    expect(said([floor, entry("costs", "ours", { bytes: 1200 })], words)).toEqual([
      "at most 1200 bytes: 1200 bytes, ok",
    ]);
    expect(said([floor, entry("costs", "ours", { bytes: 1201 })], words)).toEqual([
      "at most 1200 bytes: 1201 bytes, missed",
    ]);
  });

  it("count every call that describes something, of snapshots and of copies separately", () => {
    const calls = { CreateSnapshot: 200, DescribeSnapshots: 380, DescribeClusters: 20 };
    const entries = [
      entry("waits", "hand-written", { calls: { DescribeSnapshots: 8000 }, gap: 15 }),
      entry("waits", "ours", { calls, gap: 14 }),
      entry("waits", "hand-written", { program: "copies", calls: { DescribeSnapshots: 8000 } }),
      entry("waits", "ours", { program: "copies", calls: { DescribeSnapshots: 401 } }),
    ];
    expect(said(entries, "describe calls")).toEqual([
      "at most 400: 400, ok",
      "at most 400: 401, missed",
    ]);
    expect(said(entries, "created")).toEqual(["at most 15 s: 14 s, ok"]);
  });

  it("are not reported for figures that were not measured", () => {
    expect(targetsOf({ entries: [], loading: [] })).toEqual([]);
    expect(sections({ entries: [], loading: [] }, [])).toEqual([]);
  });
});

describe("the median", () => {
  it("is the middle value, or the mean of the two middle values", () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(median([])).toBeUndefined();
  });
});
