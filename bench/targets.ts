// What the figures should be. All are ratios to a provider that was measured beside ours, or sizes, because machines
// differ and are busy.
import {
  cpu,
  describes,
  figure,
  median,
  type Provider,
  type Results,
  samplesOf,
  seconds,
} from "./results.js";
import type { Sample } from "./sample.js";

/** A target and what was measured. */
export interface Target {
  readonly title: string;
  readonly wanted: string;
  readonly measured: string;
  readonly met: boolean;
}

/** One that is met up to a limit; none where nothing was measured. */
function atMost(
  title: string,
  limit: number | undefined,
  value: number | undefined,
  unit: string,
): Target[] {
  return value === undefined || limit === undefined
    ? []
    : [
        {
          title,
          wanted: `at most ${round(limit, 4)}${unit}`,
          measured: `${round(value, 4)}${unit}`,
          met: value <= limit,
        },
      ];
}

/** All targets of which the results say something. */
export function targetsOf(results: Results): Target[] {
  const { loading } = results;
  return [
    ...operations.flatMap((operation) => timeTarget(results, operation)),
    ...operations.flatMap((operation) =>
      atMost(
        `growth of ${operation} from 200 to 1000 resources, against that of the floor`,
        growth(results, "floor", operation),
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

/** Wall time decides. CPU time stands beside it, because it hardly depends on what else the machine does. */
function timeTarget(results: Results, operation: "preview" | "up"): Target[] {
  const of = (get: (sample: Sample) => number | undefined) => median(ratios(results, 200, get));
  const title = `${operation} of 200 resources, against the floor`;
  const ofCpu = of(({ [operation]: measured }) => measured && cpu(measured));
  return atMost(title, 1.1, of(seconds(operation)), " times").map((target) => ({
    ...target,
    measured: `${target.measured} (CPU time: ${round(ofCpu ?? 0, 4)})`,
  }));
}

/** What ours took in each round, in parts of what the floor took in the same round. */
function ratios(
  results: Results,
  count: number,
  of: (sample: Sample) => number | undefined,
): number[] {
  const floor = samplesOf(results, "costs", "floor", count).map(of);
  return samplesOf(results, "costs", "ours", count).flatMap((sample, i) => {
    const [ours, lowest] = [of(sample), floor[i]];
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
      theirs.gap,
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

/** A number as a person reads it: so many digits that count, more only of large ones. */
export function round(value: number, digits = 3): string {
  return Number(
    value.toPrecision(Math.max(digits, Math.trunc(value).toString().length)),
  ).toString();
}
