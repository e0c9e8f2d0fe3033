// `npm run bench`: measures our resources through both doors beside two other providers, prints the figures beside their
// targets, and writes docs/bench.md and docs/bench.svg. With a choice, such as `200 plugin`, it is quicker and writes
// nothing.
import { rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Choice, choice } from "./choice.js";
import { load } from "./loading.js";
import { picture } from "./picture.js";
import { makeProject } from "./project.js";
import { page, sections } from "./report.js";
import type { Entry, Part, Provider, Results } from "./results.js";
import { type Plan, type Sample, sample } from "./sample.js";
import { type Target, targetsOf } from "./targets.js";

/** The sizes that the targets are about, and the rounds of each. */
const sizes: ReadonlyMap<number, number> = new Map([
  [1, 3],
  [200, 3],
  [1000, 2],
]);
/** The size of the parts that have one only. */
const many = 200;
/** Copies by several processes: some rounds of as many as AWS runs at a time. */
const copies = 20;

/**
 * How fast clocks run where nothing takes long. The first poll, after three seconds, then costs little wall time. A faster
 * clock would count the machine's own time as minutes of AWS, and so as more polls and rows than there are in reality.
 */
const fast = 10;
/** How fast they run where snapshots take ten minutes: the machine must keep up with all the polls. */
const steady = 20;

/** Runs the bench. False where a target was missed. */
export async function bench(args: string[], pulumiVersion: string): Promise<boolean> {
  const chosen = choice(args);
  const folder = makeProject();
  try {
    const results = await measure(folder, chosen);
    const targets = targetsOf(results);
    const machine = `${availableParallelism()} CPUs with Node ${process.version.slice(1)} and Pulumi ${pulumiVersion}`;
    print(sections(results, targets).join("\n\n"));
    if (chosen.isWhole) {
      const docs = join(__dirname, "..", "docs");
      writeFileSync(join(docs, "bench.md"), page(results, targets, machine));
      writeFileSync(join(docs, "bench.svg"), picture(results));
    }
    return targets.every(({ met }: Target) => met);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes all samples; the providers take turns, and each round begins with another. */
async function measure(folder: string, chosen: Choice): Promise<Results> {
  const entries: Entry[] = [];
  const rounds = async (
    part: Part,
    {
      of,
      what,
      rounds,
      plan,
    }: { of: Provider[]; what: string; rounds: number; plan: Partial<Plan> },
  ) => {
    const wanted = of.filter((provider) => chosen.providers.includes(provider));
    for (let round = 0; round < (chosen.rounds ?? rounds) && wanted.length > 0; round++) {
      const first = round % wanted.length;
      for (const provider of [...wanted.slice(first), ...wanted.slice(0, first)]) {
        const program = provider === "floor" ? provider : `${provider}: ${what}`;
        const taken = await sample(folder, { ...work, program, ...plan });
        entries.push({ part, provider, sample: taken });
        print(`${part}: ${said(taken)}`);
      }
    }
  };
  const size = chosen.sizes?.[0];
  const all: Provider[] = ["dynamic", "plugin", "hand-written", "floor"];
  const begun: Record<Part, () => Promise<void>> = {
    costs: async () => {
      for (const count of chosen.sizes ?? sizes.keys()) {
        const plan = { count, starts: count === 1 ? 1 : 0 };
        await rounds("costs", { of: all, what: "snapshots", rounds: sizes.get(count) ?? 3, plan });
      }
    },
    defaults: () => {
      const plan = { count: size ?? many, parallel: undefined, checkpoints: true };
      return rounds("defaults", { of: all, what: "snapshots", rounds: 1, plan });
    },
    waits: async () => {
      const plan = {
        count: size ?? many,
        duration: "spread",
        rate: steady,
        preview: false,
      } as const;
      for (const what of ["snapshots", "copies"]) {
        await rounds("waits", { of: all.slice(0, 3), what, rounds: 1, plan });
      }
    },
    memory: () => {
      const plan = { count: 14, preview: false };
      const of: Provider[] = ["dynamic", "plugin", "floor"];
      return rounds("memory", { of, what: "five services", rounds: 3, plan });
    },
    processes: async () => {
      const plan = { count: size ?? copies, duration: 300, rate: steady * 2, preview: false };
      for (const what of ["1 process", "2 processes", "4 processes"]) {
        await rounds("processes", { of: ["plugin"], what, rounds: 1, plan });
      }
    },
  };
  for (const part of chosen.parts) {
    await begun[part]();
  }
  return { entries, loading: Array.from({ length: 5 }, () => load(folder)) };
}

/** What most samples are of: as much at a time as there is, and no waiting. */
const work: Plan = {
  program: "floor",
  count: many,
  parallel: 1000,
  preview: true,
  starts: 0,
  rate: fast,
  duration: 0,
  checkpoints: false,
};

function said({ plan, preview, up, again }: Sample): string {
  const text = (seconds: number | undefined) => `${seconds?.toFixed(1) ?? "-"} s`;
  return `${plan.count} ${plan.program}: preview ${text(preview?.seconds)}, up ${text(up.seconds)}, preview without changes ${text(again?.seconds)}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
