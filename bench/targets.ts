// What the figures should be. All are ratios to a provider that was measured beside ours, or sizes, because machines
// differ and are busy. Times are CPU times, and calls and gaps are counted by AWS's clock: a slow machine alone misses
// no target.
import {
  cpuTime,
  describes,
  figure,
  median,
  type Operation,
  type Provider,
  type Results,
  ratios,
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

/** The providers of this package. */
const doors = ["dynamic", "plugin"] as const;

/** All targets of which the results say something. */
export function targetsOf(results: Results): Target[] {
  const { loading } = results;
  const [plugin, dynamic] = comparisons.map((all) => all.flatMap((of) => timeTarget(results, of)));
  return [
    ...(plugin ?? []),
    ...stateOfPlugin(results),
    ...(dynamic ?? []),
    ...(["preview", "up"] as const).flatMap((operation) =>
      atMost(
        `dynamic: growth of the CPU time of ${names[operation]} from 200 to 1000 resources, against that of the floor`,
        growth(results, "floor", operation),
        growth(results, "dynamic", operation),
        " times",
      ),
    ),
    ...stateOfDynamic(results),
    ...doors.flatMap((door) =>
      ["snapshots", "copies"].flatMap((program) => waitTargets(results, door, program)),
    ),
    ...processTargets(results),
    ...doors.flatMap((door) => memoryTarget(results, door)),
    ...atMost(
      "dynamic: loading the package, CPU time against that of loading @pulumi/pulumi",
      0.025,
      median(loading.map(({ share }) => share)),
      " times",
    ),
    ...atMost(
      "dynamic: modules of the AWS SDK loaded in the program",
      0,
      median(loading.map(({ awsModules }) => awsModules)),
      "",
    ),
  ];
}

const names: Readonly<Record<Operation, string>> = {
  preview: "preview",
  up: "up",
  again: "preview without changes",
};

/** A comparison of two providers in the same rounds. */
interface Comparison {
  readonly provider: Provider;
  readonly operation: Operation;
  readonly count: number;
  readonly other: Provider;
  readonly limit: number;
}

const comparisons: readonly (readonly Comparison[])[] = [
  [
    {
      provider: "plugin",
      operation: "again",
      count: 200,
      other: "dynamic",
      limit: 0.7,
    },
    { provider: "plugin", operation: "up", count: 200, other: "hand-written", limit: 1 },
  ],
  [
    {
      provider: "dynamic",
      operation: "preview",
      count: 1000,
      other: "hand-written",
      limit: 1,
    },
    {
      provider: "dynamic",
      operation: "up",
      count: 1000,
      other: "hand-written",
      limit: 1,
    },
    {
      provider: "dynamic",
      operation: "preview",
      count: 200,
      other: "floor",
      limit: 1.1,
    },
    { provider: "dynamic", operation: "up", count: 200, other: "floor", limit: 1.1 },
  ],
];

/** CPU time decides, because it hardly depends on what else the machine does. Wall time stands beside it. */
function timeTarget(
  results: Results,
  { provider, operation, count, other, limit }: Comparison,
): Target[] {
  const [ours, theirs] = [provider, other].map((of) => samplesOf(results, "costs", of, count));
  const ratio = (of: Parameters<typeof ratios>[2]) => median(ratios(ours ?? [], theirs ?? [], of));
  const title = `${provider}: ${names[operation]} of ${count} resources, CPU time against the ${other} provider`;
  return atMost(title, limit, ratio(cpuTime(operation)), " times").map((target) => ({
    ...target,
    measured: `${target.measured} (wall time: ${round(ratio(seconds(operation)) ?? 0, 4)})`,
  }));
}

function growth(results: Results, provider: Provider, operation: Operation) {
  const [few, many] = [200, 1000].map((count) =>
    figure(samplesOf(results, "costs", provider, count), cpuTime(operation)),
  );
  return few === undefined || many === undefined ? undefined : many / few;
}

function stateOfPlugin(results: Results): Target[] {
  const [plugin, dynamic] = doors.toReversed().map((door) => stateOf(results, door));
  return plugin === undefined || dynamic === undefined
    ? []
    : atMost(
        "plugin: state of a resource, against that of the dynamic provider",
        0.6,
        plugin.bytes / dynamic.bytes,
        " times",
      );
}

function stateOfDynamic(results: Results): Target[] {
  const [dynamic, floor] = [stateOf(results, "dynamic"), stateOf(results, "floor")];
  if (dynamic === undefined || floor === undefined) {
    return [];
  }
  return [
    ...atMost("dynamic: stored provider text", 600, dynamic.text, " bytes"),
    ...atMost(
      "dynamic: state of a resource, against the floor's and a tenth, and the outputs",
      floor.bytes * 1.1 + dynamic.outputs,
      dynamic.bytes,
      " bytes",
    ),
  ];
}

function stateOf(results: Results, provider: Provider) {
  return samplesOf(results, "costs", provider).at(-1)?.state;
}

function waitTargets(results: Results, door: Provider, program: string): Target[] {
  // Fewer snapshots could not share so many calls.
  const [ours] = samplesOf(results, "waits", door, 200, program);
  const [theirs] = samplesOf(results, "waits", "hand-written", 200, program);
  if (ours === undefined || theirs === undefined) {
    return [];
  }
  const what = `${door}: ${ours.plan.count} ${program} of 10 minutes`;
  return [
    ...atMost(
      `${what}: describe calls, a twentieth of the hand-written provider's`,
      describes(theirs) / 20,
      describes(ours),
      "",
    ),
    ...atMost(
      `${what}: longest from "available" to the request that learns of it, against the hand-written provider's`,
      theirs.gap,
      ours.gap,
      " s",
    ),
  ];
}

/** Processes do not know of each other, so each looks for itself. No more than that is added. */
function processTargets(results: Results): Target[] {
  const [one] = samplesOf(results, "processes", "plugin", undefined, ": 1 process");
  return [2, 4].flatMap((processes) => {
    const [several] = samplesOf(
      results,
      "processes",
      "plugin",
      undefined,
      `: ${processes} processes`,
    );
    return atMost(
      `plugin: ${several?.plan.count} copies by ${processes} processes: calls, ${processes} times those of one process`,
      one && processes * total(one.calls),
      several && total(several.calls),
      "",
    );
  });
}

/** The sum of counts. */
export function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function memoryTarget(results: Results, door: Provider): Target[] {
  const [ours, floor] = [door, "floor" as const].map((provider) =>
    figure(samplesOf(results, "memory", provider), ({ up }) => up.provider.memory),
  );
  return ours === undefined || floor === undefined
    ? []
    : atMost(
        `${door}: provider process with all five services, over the floor`,
        60,
        ours - floor,
        " MB",
      );
}

/** A number as a person reads it: so many digits that count, more only of large ones. */
export function round(value: number, digits = 3): string {
  return Number(
    value.toPrecision(Math.max(digits, Math.trunc(value).toString().length)),
  ).toString();
}
