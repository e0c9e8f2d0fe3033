// One sample: a program in a new stack, with an AWS of its own, previewed, made, and previewed again.
import type { LocalAws } from "../src/local-aws/index.js";
import { emptyBackend } from "./project.js";
import { type Deployment, type Measured, run } from "./run.js";
import { addSources, environmentOf, spreadOut, startAws } from "./sources.js";
import { type Start, start } from "./start.js";
import { type StateSize, stateSize } from "./state.js";

/** What is to be measured. */
export interface Plan extends Omit<Deployment, "operation"> {
  /** Whether there is a preview before the update, and a preview without changes after it. */
  readonly preview: boolean;
  /** How often the provider is started alone. */
  readonly starts: number;
  /** How many times as fast as that on the wall all clocks run. */
  readonly rate: number;
  /** Seconds that AWS takes for a snapshot or a copy; `spread` for ten minutes and more. */
  readonly duration: number | "spread";
  /** Whether the engine writes the state after each step, and not only at the end. */
  readonly checkpoints: boolean;
}

/** What was measured. */
export interface Sample {
  readonly plan: Plan;
  readonly preview: Measured | undefined;
  readonly up: Measured;
  /** The preview without changes. */
  readonly again: Measured | undefined;
  readonly starts: readonly Start[];
  /** How often AWS was asked for what. */
  readonly calls: ReadonlyMap<string, number>;
  /** How often AWS answered with which error. */
  readonly errors: ReadonlyMap<string, number>;
  readonly state: StateSize;
  /** Seconds from the first request to the last, by AWS's clock. */
  readonly lasted: number;
  /** The longest time from "available" in AWS to the request that learns of it, in seconds of AWS's clock. */
  readonly gap: number | undefined;
}

/** Takes a sample in the folder of a project. What did not come out as planned is an error. */
export async function sample(folder: string, plan: Plan): Promise<Sample> {
  const { program, count, rate, duration } = plan;
  const isSpread = duration === "spread";
  const aws = await startAws(rate, isSpread ? 3600 : duration);
  addSources(aws, program, count);
  const available = isSpread ? spreadOut(aws, program, count) : new Map<string, number>();
  emptyBackend(folder);
  const environment = {
    ...environmentOf(aws, rate),
    ...(plan.checkpoints ? {} : { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" }),
  };
  const measure = (operation: Deployment["operation"]) =>
    run(folder, { ...plan, operation }, environment);
  try {
    const preview = plan.preview ? await measure("preview") : undefined;
    const up = await measure("up");
    const [calls, errors] = [callsTo(aws), errorsOf(aws)];
    const [state, gap, lasted] = [stateSize(folder), longestGap(aws, available), span(aws)];
    const again = plan.preview ? await measure("preview") : undefined;
    const starts: Start[] = [];
    while (starts.length < plan.starts) {
      starts.push(await start(folder, environment));
    }
    const refused = aws.requests.refused().length;
    if (state.resources !== count || refused > 0 || (again?.changes ?? 0) > 0) {
      throw new Error(
        `making ${count} resources (${program}): the state holds ${state.resources}, the second preview shows ${again?.changes ?? 0} changes, and AWS refused ${refused} requests.`,
      );
    }
    return { plan, preview, up, again, starts, calls, errors, state, lasted, gap };
  } finally {
    await aws.close();
  }
}

function callsTo(aws: LocalAws): Map<string, number> {
  return counted(aws.requests.all().map(({ operation }) => operation));
}

function errorsOf(aws: LocalAws): Map<string, number> {
  const outcomes = aws.requests.all().map(({ outcome }) => outcome);
  return counted(outcomes.filter((outcome) => outcome !== "ok"));
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function span(aws: LocalAws): number {
  const [first, last] = [aws.requests.all().at(0), aws.requests.all().at(-1)];
  return first === undefined || last === undefined ? 0 : (last.at - first.at) / 1000;
}

/**
 * Times only what reaches AWS, by AWS's clock: what a slow machine needs after that to tell the program would count as
 * many times as the clock is fast.
 */
function longestGap(aws: LocalAws, available: ReadonlyMap<string, number>): number | undefined {
  const looks = aws.requests.all().filter(({ operation }) => /^Describe/.test(operation));
  const gaps = [...available].flatMap(([name, since]) => {
    const learnt = looks.find(
      ({ at, input: { SnapshotName } }) =>
        at >= since && (SnapshotName === undefined || SnapshotName === name),
    );
    return learnt === undefined ? [] : [(learnt.at - since) / 1000];
  });
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}
