// All that a run of the bench measured, and how the tables ask for it.
import type { Loading } from "./loading.js";
import type { Measured } from "./run.js";
import type { Sample } from "./sample.js";

/** What the samples of a part are about. */
export const parts = ["costs", "defaults", "waits", "memory", "processes"] as const;
export type Part = (typeof parts)[number];

/** Whose resources: this package's dynamic ones, its plugin's, of the hand-written provider, or of the one that does nothing. */
export const providers = ["dynamic", "plugin", "hand-written", "floor"] as const;
export type Provider = (typeof providers)[number];

/** What is measured of a sample. */
export type Operation = "preview" | "up" | "again";

/** One sample, of which round. */
export interface Entry {
  readonly part: Part;
  readonly provider: Provider;
  readonly sample: Sample;
}

/** Everything that was measured. */
export interface Results {
  readonly entries: readonly Entry[];
  readonly loading: readonly Loading[];
}

/** The samples of a part and a provider, in the order of the rounds. */
export function samplesOf(
  { entries }: Results,
  part: Part,
  provider: Provider,
  count?: number,
  program = "",
): Sample[] {
  return entries
    .filter((entry) => entry.part === part && entry.provider === provider)
    .map(({ sample }) => sample)
    .filter(({ plan }) => plan.count === (count ?? plan.count) && plan.program.endsWith(program));
}

/** The middle one of the values; undefined where there is none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** A figure of samples: the median of what it is in each. Without those that do not have it. */
export function figure(
  samples: readonly Sample[],
  of: (sample: Sample) => number | undefined,
): number | undefined {
  return median(samples.map(of).filter((value) => value !== undefined));
}

/** What one took in each round, in parts of what the other took in the same round. */
export function ratios(
  samples: readonly Sample[],
  others: readonly Sample[],
  of: (sample: Sample) => number | undefined,
): number[] {
  return samples.flatMap((sample, i) => {
    const other = others[i];
    const [value, base] = [of(sample), other && of(other)];
    return value === undefined || base === undefined ? [] : [value / base];
  });
}

/** Wall time of a preview or an update. */
export const seconds = (operation: Operation) => (sample: Sample) => sample[operation]?.seconds;

/** CPU time of a preview or an update. */
export const cpuTime = (operation: Operation) => (sample: Sample) => {
  const measured = sample[operation];
  return measured && cpu(measured);
};

/** CPU seconds of all that a user runs: the program, the engine and the provider process. */
export function cpu({ program, engine, provider }: Measured): number {
  return program.cpu + engine.cpu + provider.cpu;
}

/** Memory of all that a user runs, in MB. */
export function memory({ program, engine, provider }: Measured): number {
  return program.memory + engine.memory + provider.memory;
}

/** How often AWS was asked how something stands. */
export function describes({ calls }: Sample): number {
  return [...calls].reduce((sum, [name, count]) => sum + (/^Describe/.test(name) ? count : 0), 0);
}
