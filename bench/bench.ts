// `npm run bench`: measures our resources beside two other providers, prints the figures beside their targets, and
// writes docs/bench.md and docs/bench.svg. With `--sizes 1,50` it is quicker and writes nothing.
import { rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { load } from "./loading.js";
import { picture } from "./picture.js";
import { makeProject } from "./project.js";
import { page, sections } from "./report.js";
import type { Entry, Part, Provider, Results } from "./results.js";
import { type Plan, sample } from "./sample.js";
import { type Target, targetsOf } from "./targets.js";

const allSizes = [1, 50, 200, 1000];
/** The size of the parts that have one only. */
const many = 200;

/** How fast clocks run where nothing takes long: a poll then costs next to nothing, and timeouts are minutes still. */
const fast = 50;
/** How fast they run where snapshots take ten minutes: the machine must keep up with all the polls. */
const steady = 20;

/** Runs the bench. False where a target was missed. */
export async function bench(args: string[], pulumiVersion: string): Promise<boolean> {
  const { sizes, rounds } = options(args);
  const complete = sizes === undefined;
  const folder = makeProject();
  try {
    const results = await measure(folder, sizes ?? allSizes, rounds, complete);
    const targets = targetsOf(results);
    const machine = `${availableParallelism()} CPUs with Node ${process.version.slice(1)} and Pulumi ${pulumiVersion}`;
    print(sections(results, targets).join("\n\n"));
    if (complete) {
      const docs = join(__dirname, "..", "docs");
      writeFileSync(join(docs, "bench.md"), page(results, targets, machine));
      writeFileSync(join(docs, "bench.svg"), picture(results));
    }
    return targets.every(({ met }: Target) => met);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes all samples; the providers take turns. */
async function measure(
  folder: string,
  sizes: readonly number[],
  rounds: number,
  complete: boolean,
): Promise<Results> {
  const entries: Entry[] = [];
  const take = async (part: Part, provider: Provider, what: string, plan: Partial<Plan>) => {
    const program = provider === "floor" ? provider : `${provider}: ${what}`;
    const full: Plan = { ...work, program, ...plan };
    const taken = await sample(folder, full);
    entries.push({ part, provider, sample: taken });
    print(
      `${part}: ${full.count} ${program}: preview ${taken.preview?.seconds.toFixed(1) ?? "-"} s, up ${taken.up.seconds.toFixed(1)} s`,
    );
  };
  for (const count of sizes) {
    for (let round = 0; round < (count > many ? 1 : rounds); round++) {
      for (const provider of ["ours", "floor", "hand-written"] as const) {
        await take("costs", provider, "snapshots", { count });
      }
    }
  }
  if (complete) {
    for (const count of sizes) {
      for (const provider of ["ours", "floor", "hand-written"] as const) {
        const defaults = { count, parallel: undefined, checkpoints: true };
        await take("defaults", provider, "snapshots", defaults);
      }
    }
    for (const what of ["snapshots", "copies"]) {
      for (const provider of ["ours", "hand-written"] as const) {
        const long = { count: many, long: true, rate: steady, preview: false };
        await take("waits", provider, what, long);
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const provider of ["ours", "floor"] as const) {
        await take("five services", provider, "five services", { count: 14, preview: false });
      }
    }
  }
  return { entries, loading: Array.from({ length: 5 }, () => load(folder)) };
}

/** What most samples are of: as much at a time as there is, and no waiting. */
const work: Plan = {
  program: "floor",
  count: many,
  parallel: 1000,
  preview: true,
  rate: fast,
  long: false,
  checkpoints: false,
};

function options(args: string[]): { sizes: number[] | undefined; rounds: number } {
  const { values } = parseArgs({
    args,
    options: { sizes: { type: "string" }, rounds: { type: "string", default: "3" } },
  });
  const sizes = values.sizes?.split(",").map(Number);
  const rounds = Number(values.rounds);
  if (![...(sizes ?? []), rounds].every((value) => Number.isInteger(value) && value > 0)) {
    throw new Error("starting the bench: --sizes takes numbers such as 1,50, and --rounds one.");
  }
  return { sizes, rounds };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
