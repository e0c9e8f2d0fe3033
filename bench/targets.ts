// What the figures should be. All are ratios to a provider that was measured beside ours, or sizes, because machines
// differ and are busy.
import {
  describes,
  figure,
  median,
  type Provider,
  type Results,
  samplesOf,
  seconds,
} from "./results.js";

/** A target and what was measured. */
export interface Target {
  readonly title: string;
  readonly wanted: string;
  readonly measured: string;
  readonly met: boolean;
}

type Limit = (title: string, limit: number, value: number | undefined, unit: string) => Target[];

/** One that is met up to a limit; none where nothing was measured. */
const atMost: Limit = (title, limit, value, unit) =>
  value === undefined || Number.isNaN(limit)
    ? []
    : [
        {
          title,
          wanted: `at most ${round(limit)}${unit}`,
          measured: `${round(value)}${unit}`,
          met: value <= limit,
        },
      ];

/** All targets of which the results say something. */
export function targetsOf(results: Results): Target[] {
  const { loading } = results;
  return [
    ...operations.flatMap((operation) =>
      atMost(
        `${operation} of 200 resources, against the floor`,
        1.1,
        median(ratios(results, operation, 200)),
        " times",
      ),
    ),
    ...operations.flatMap((operation) =>
      atMost(
        `growth of ${operation} from 200 to 1000 resources, against that of the floor`,
        growth(results, "floor", operation) ?? Number.NaN,
        growth(results, "ours", operation),
        " times",
      ),
    ),
    ...stateTargets(results),
    ...["snapshots", "copies"].flatMap((program) => waitTargets(results, program)),
    ...memoryTarget(results),
    ...atMost(
      "loading the package after @pulumi/pulumi",
      10,
      median(loading.map(({ milliseconds }) => milliseconds)),
      " ms",
    ),
    ...atMost(
      "modules of the AWS SDK loaded in the program",
      0,
      median(loading.map(({ awsModules }) => awsModules)),
      "",
    ),
  ];
}

const operations = ["preview", "up"] as const;

/** What ours took in each round, in parts of what the floor took in the same round. */
function ratios(results: Results, operation: "preview" | "up", count: number): number[] {
  const floor = samplesOf(results, "costs", "floor", count).map(seconds(operation));
  return samplesOf(results, "costs", "ours", count).flatMap((sample, i) => {
    const [ours, lowest] = [seconds(operation)(sample), floor[i]];
    return ours === undefined || lowest === undefined ? [] : [ours / lowest];
  });
}

function growth(results: Results, provider: Provider, operation: "preview" | "up") {
  const [few, many] = [200, 1000].map((count) =>
    figure(samplesOf(results, "costs", provider, count), seconds(operation)),
  );
  return few === undefined || many === undefined ? undefined : many / few;
}

function stateTargets(results: Results): Target[] {
  const ours = samplesOf(results, "costs", "ours").at(-1)?.state;
  const floor = samplesOf(results, "costs", "floor").at(-1)?.state;
  if (ours === undefined || floor === undefined) {
    return [];
  }
  return [
    ...atMost("stored provider text", 600, ours.text, " bytes"),
    ...atMost(
      "state of a resource, against the floor's and a tenth, and the outputs",
      floor.bytes * 1.1 + ours.outputs,
      ours.bytes,
      " bytes",
    ),
  ];
}

function waitTargets(results: Results, program: string): Target[] {
  const [ours] = samplesOf(results, "waits", "ours", undefined, program);
  const [theirs] = samplesOf(results, "waits", "hand-written", undefined, program);
  if (ours === undefined || theirs === undefined) {
    return [];
  }
  const what = `${ours.plan.count} ${program} of 10 minutes`;
  return [
    ...atMost(
      `${what}: describe calls, a twentieth of the hand-written provider's`,
      describes(theirs) / 20,
      describes(ours),
      "",
    ),
    ...atMost(
      `${what}: longest from "available" to "created", against the hand-written provider's`,
      theirs.gap ?? Number.NaN,
      ours.gap,
      " s",
    ),
  ];
}

function memoryTarget(results: Results): Target[] {
  const [ours, floor] = (["ours", "floor"] as const).map((provider) =>
    figure(samplesOf(results, "five services", provider), ({ up }) => up.provider.memory),
  );
  return ours === undefined || floor === undefined
    ? []
    : atMost("provider process with all five services, over the floor", 60, ours - floor, " MB");
}

/** A number as a person reads it: three digits that count, more only of large ones. */
export function round(value: number): string {
  return Number(value.toPrecision(Math.max(3, Math.trunc(value).toString().length))).toString();
}
