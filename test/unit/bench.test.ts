import { describe, expect, it } from "vitest";
import { choice } from "../../bench/choice.js";
import { sections } from "../../bench/report.js";
import {
  type Entry,
  median,
  type Part,
  type Provider,
  parts,
  providers,
} from "../../bench/results.js";
import type { Measured } from "../../bench/run.js";
import type { Sample } from "../../bench/sample.js";
import { targetsOf } from "../../bench/targets.js";

interface Given {
  readonly count?: number;
  readonly program?: string;
  /** CPU seconds of each operation. */
  readonly preview?: number;
  readonly up?: number;
  readonly again?: number;
  readonly calls?: Readonly<Record<string, number>>;
  readonly gap?: number;
  readonly bytes?: number;
}

/** Returns a measured preview or update that took this much CPU time, and twice as long. */
function measured(cpu: number): Measured {
  const load = { cpu: cpu / 4, memory: 100 };
  return {
    seconds: 2 * cpu,
    program: load,
    engine: load,
    provider: { ...load, cpu: cpu / 2 },
    aws: 0,
    changes: undefined,
  };
}

function entry(part: Part, provider: Provider, given: Given): Entry {
  const { count = 200, program = "snapshots", preview = 1, up = 1, again = 1 } = given;
  const sample: Sample = {
    plan: {
      program: provider === "floor" ? provider : `${provider}: ${program}`,
      count,
      parallel: 1000,
      preview: true,
      starts: 0,
      rate: 20,
      duration: part === "waits" ? "spread" : 0,
      checkpoints: false,
    },
    preview: measured(preview),
    up: measured(up),
    again: measured(again),
    starts: [],
    calls: new Map(Object.entries(given.calls ?? {})),
    errors: new Map(),
    state: { resources: count, bytes: given.bytes ?? 1000, text: 600, outputs: 100, share: 1500 },
    lasted: 600,
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
      entry("costs", "dynamic", { preview: ours }),
    ]);
    expect(said(rounds, "preview of 200")).toEqual([
      "at most 1.1 times: 1.1 times (wall time: 1.1), ok",
    ]);
  });

  it("are missed by every figure above its limit", () => {
    const rounds = [entry("costs", "floor", { up: 10 }), entry("costs", "dynamic", { up: 11.2 })];
    expect(said(rounds, "up of 200")).toEqual([
      "at most 1.1 times: 1.12 times (wall time: 1.12), missed",
    ]);
  });

  it("are missed by CPU time and not by a slow machine", () => {
    const slow = entry("costs", "plugin", { up: 1 });
    const up = { ...measured(1), seconds: 100 };
    const rounds = [
      entry("costs", "hand-written", { up: 1 }),
      { ...slow, sample: { ...slow.sample, up } },
    ];
    expect(said(rounds, "plugin: up of 200")).toEqual([
      "at most 1 times: 1 times (wall time: 50), ok",
    ]);
  });

  it("compare the plugin with the dynamic and the hand-written provider of the same rounds", () => {
    const rounds = [
      entry("costs", "dynamic", { again: 10, bytes: 1000 }),
      entry("costs", "hand-written", { up: 4 }),
      entry("costs", "plugin", { again: 8, up: 3, bytes: 650 }),
    ];
    expect(said(rounds, "plugin:")).toEqual([
      "at most 0.7 times: 0.8 times (wall time: 0.8), missed",
      "at most 1 times: 0.75 times (wall time: 0.75), ok",
      "at most 0.6 times: 0.65 times, missed",
    ]);
  });

  it("compare 1000 dynamic resources with the hand-written provider", () => {
    const rounds = [
      entry("costs", "dynamic", { count: 1000, preview: 9, up: 22 }),
      entry("costs", "hand-written", { count: 1000, preview: 10, up: 20 }),
    ];
    expect(said(rounds, "of 1000")).toEqual([
      "at most 1 times: 0.9 times (wall time: 0.9), ok",
      "at most 1 times: 1.1 times (wall time: 1.1), missed",
    ]);
  });

  it("compare our growth with the growth of the floor", () => {
    const sizes = [
      entry("costs", "floor", { count: 200, up: 2 }),
      entry("costs", "floor", { count: 1000, up: 8 }),
      entry("costs", "dynamic", { count: 200, up: 3 }),
      entry("costs", "dynamic", { count: 1000, up: 15 }),
    ];
    expect(said(sizes, "CPU time of up")).toEqual(["at most 4 times: 5 times, missed"]);
  });

  it("allow the dynamic state a tenth more than the floor, plus the outputs", () => {
    const floor = entry("costs", "floor", { bytes: 1000 });
    const words = "dynamic: state of a resource";
    expect(said([floor, entry("costs", "dynamic", { bytes: 1200 })], words)).toEqual([
      "at most 1200 bytes: 1200 bytes, ok",
    ]);
    expect(said([floor, entry("costs", "dynamic", { bytes: 1201 })], words)).toEqual([
      "at most 1200 bytes: 1201 bytes, missed",
    ]);
  });

  it("count every call that describes something, of each door, of snapshots and of copies separately", () => {
    const calls = { CreateSnapshot: 200, DescribeSnapshots: 380, DescribeClusters: 20 };
    const entries = [
      entry("waits", "hand-written", { calls: { DescribeSnapshots: 8000 }, gap: 15 }),
      entry("waits", "dynamic", { calls, gap: 14 }),
      entry("waits", "plugin", { calls, gap: 16 }),
      entry("waits", "hand-written", { program: "copies", calls: { DescribeSnapshots: 8000 } }),
      entry("waits", "dynamic", { program: "copies", calls: { DescribeSnapshots: 401 } }),
    ];
    expect(said(entries, "describe calls")).toEqual([
      "at most 400: 400, ok",
      "at most 400: 401, missed",
      "at most 400: 400, ok",
    ]);
    expect(said(entries, "learns of it")).toEqual([
      "at most 15 s: 14 s, ok",
      "at most 15 s: 16 s, missed",
    ]);
  });

  it("allow several processes as many calls as that number of single ones", () => {
    const entries = [
      entry("processes", "plugin", { program: "1 process", calls: { DescribeDBClusters: 10 } }),
      entry("processes", "plugin", { program: "2 processes", calls: { DescribeDBClusters: 20 } }),
      entry("processes", "plugin", { program: "4 processes", calls: { DescribeDBClusters: 41 } }),
    ];
    expect(said(entries, "processes: calls")).toEqual([
      "at most 20: 20, ok",
      "at most 40: 41, missed",
    ]);
  });

  it("are not reported for figures that were not measured", () => {
    expect(targetsOf({ entries: [], loading: [] })).toEqual([]);
    expect(sections({ entries: [], loading: [] }, [])).toEqual([]);
  });
});

describe("the choice of a part of the bench", () => {
  it("is everything without arguments, and costs alone with a size or a provider", () => {
    expect(choice([])).toMatchObject({ isWhole: true, parts, providers, sizes: undefined });
    expect(choice(["200", "plugin"])).toMatchObject({
      isWhole: false,
      parts: ["costs"],
      providers: ["plugin"],
      sizes: [200],
    });
    expect(choice(["1,50", "waits", "--rounds", "2"])).toMatchObject({
      parts: ["waits"],
      providers,
      sizes: [1, 50],
      rounds: 2,
    });
  });

  it("refuses a word that names nothing, and a number of rounds that is none", () => {
    expect(() => choice(["plugins"])).toThrow('"plugins" is unknown. Expected numbers');
    expect(() => choice(["0"])).toThrow('"0" is unknown');
    expect(() => choice(["--rounds", "0"])).toThrow("--rounds must be a whole number above 0");
  });
});

describe("the median", () => {
  it("is the middle value, or the mean of the two middle values", () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(median([])).toBeUndefined();
  });
});
