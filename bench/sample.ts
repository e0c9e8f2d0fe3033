// One sample: a program in a new stack, with an AWS of its own, previewed and made.
import type { LocalAws } from "../src/local-aws/index.js";
import { emptyBackend } from "./project.js";
import { type Deployment, type Measured, run } from "./run.js";
import { addSources, environmentOf, spreadOut, startAws } from "./sources.js";
import { type StateSize, stateSize } from "./state.js";

/** What is to be measured. */
export interface Plan extends Omit<Deployment, "operation"> {
  /** Whether there is a preview before the update. */
  readonly preview: boolean;
  /** How many times as fast as that on the wall all clocks run. */
  readonly rate: number;
  /** Whether snapshots take ten minutes and more, and not no time. */
  readonly long: boolean;
  /** Whether the engine writes the state after each step, and not only at the end. */
  readonly checkpoints: boolean;
}

/** What was measured. */
export interface Sample {
  readonly plan: Plan;
  readonly preview: Measured | undefined;
  readonly up: Measured;
  /** How often AWS was asked for what. */
  readonly calls: ReadonlyMap<string, number>;
  readonly state: StateSize;
  /** The longest time from "available" in AWS to "created" in the program, in seconds of AWS's clock. */
  readonly gap: number | undefined;
}

/** Takes a sample in the folder of a project. What did not come out as planned is an error. */
export async function sample(folder: string, plan: Plan): Promise<Sample> {
  const { program, count, rate, long } = plan;
  const aws = await startAws(rate, long ? 3600 : 0);
  addSources(aws, program, count);
  const available = long ? spreadOut(aws, program, count) : new Map<string, number>();
  emptyBackend(folder);
  const environment = {
    ...environmentOf(aws, rate),
    ...(plan.checkpoints ? {} : { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" }),
  };
  try {
    const preview = plan.preview
      ? await run(folder, { ...plan, operation: "preview" }, environment)
      : undefined;
    const up = await run(folder, { ...plan, operation: "up" }, environment);
    const state = stateSize(folder);
    const refused = aws.requests.refused().length;
    if (state.resources !== count || refused > 0) {
      throw new Error(
        `making ${count} resources (${program}): the state holds ${state.resources}, and AWS refused ${refused} requests.`,
      );
    }
    return {
      plan,
      preview,
      up,
      calls: callsTo(aws),
      state,
      gap: longestGap(aws, plan, up, available),
    };
  } finally {
    await aws.close();
  }
}

function callsTo(aws: LocalAws): Map<string, number> {
  const calls = new Map<string, number>();
  for (const { operation } of aws.requests) {
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
  }
  return calls;
}

function longestGap(
  aws: LocalAws,
  { rate }: Plan,
  { created }: Measured,
  available: ReadonlyMap<string, number>,
): number | undefined {
  const ahead = aws.clock.now() - Date.now() * rate;
  const gaps = [...created].flatMap(([id, at]) => {
    const since = available.get(id.slice(id.lastIndexOf("/") + 1));
    return since === undefined ? [] : [(at * rate + ahead - since) / 1000];
  });
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}
