// The figures as the tables of docs/bench.md.
import {
  cpu,
  figure,
  median,
  memory,
  type Operation,
  type Part,
  providers,
  type Results,
  samplesOf,
  seconds,
} from "./results.js";
import type { Sample } from "./sample.js";
import { longDurations } from "./sources.js";
import { round, type Target, total } from "./targets.js";

/** The page, with what it was measured on. */
export function page(results: Results, targets: readonly Target[], machine: string): string {
  return `# What a run costs

\`npm run bench\` generated this page and its picture. It compares four providers, on the same Pulumi engine and the same local AWS, in the same run:

- **dynamic**: the dynamic resources of this package, in [bench/dynamic.ts](../bench/dynamic.ts).
- **plugin**: the same resources of the plugin \`aws-snapshots\`, installed as a user installs it, in [bench/plugin.ts](../bench/plugin.ts).
- **hand-written**: a typical dynamic provider for a single stack, in [bench/hand-written.ts](../bench/hand-written.ts). It creates
  a snapshot, then polls AWS every 15 seconds until the snapshot is available.
- **floor**: a dynamic provider that does nothing, in [bench/floor.ts](../bench/floor.ts). It shows the cost of the engine and of
  Pulumi's dynamic providers alone.

All programs are in TypeScript, so that they can be compared: a part of each figure is the cost of the program, which differs by language.

![Figures of the four, side by side](bench.svg)

Measured on ${machine}. Compare the ratios, because other work on the machine increases all figures. The four providers take turns,
and each figure is the median of all turns; long measurements have only one turn.

${sections(results, targets).join("\n\n")}
`;
}

/** The tables under their headings; none for what was not measured. */
export function sections(results: Results, targets: readonly Target[]): string[] {
  const [least, most] = longDurations.map((duration) => duration / 60);
  return [
    ...section(
      `## Targets

A ratio of times is the median of the ratios of all turns. CPU time decides, because it hardly depends on other work on the machine; the ratio of the wall times is in
parentheses.`,
      table(["target", "wanted", "measured", ""], targets.map(targetRow)),
    ),
    ...section(
      `## Start

From the start of the provider process to the answer to its first check. Wall time and CPU time in seconds, memory (peak RSS) in MB.`,
      starts(results),
    ),
    ...section(
      `## Previews and updates

Snapshots take no time here, so only the work itself is measured. Up to 1000 resources run at a time, and the state is written once, at the end: writing it
after each step takes longer than everything else, with any provider. Wall time and CPU time in seconds: that of the program, the engine and all
provider processes together, without local AWS.`,
      times(results, "costs"),
    ),
    ...section(
      "The updates by process. CPU time in seconds, memory (peak RSS) in MB:",
      byProcess(results, "up"),
    ),
    ...section("The previews without changes by process:", byProcess(results, "again")),
    ...section(
      "With the engine's defaults (a few resources at a time, and the state written after each step):",
      times(results, "defaults"),
    ),
    ...section(
      `## State

Bytes of a resource. The state of a dynamic resource contains the provider text twice. The last column is the whole file, as Pulumi writes it, divided by the number of
resources.`,
      table(
        ["", "provider text", "in the state, without spaces", "of the file"],
        providers.flatMap((provider) => {
          const state = samplesOf(results, "costs", provider).at(-1)?.state;
          return state === undefined
            ? []
            : [[provider, round(state.text), round(state.bytes), round(state.share)]];
        }),
      ),
    ),
    ...section(
      `## Many snapshots at once

All snapshots are requested at once and take ${least} to ${most} minutes, evenly spread, by a clock that runs ${rateOf(results, "waits")} times as fast as real time. The gap is
the longest time from "available" in AWS to the request that learns of it, by that clock. The share is the part of one CPU that the provider process
used: if it is near 1, the machine is too slow for these figures.`,
      waits(results),
    ),
    ...section(
      `## Several processes

Pulumi starts a process of the plugin for each explicit provider. Processes do not know of each other's copies. Here they copy snapshots from another region into one
region, where AWS runs five copies at a time and refuses more; each copy takes five minutes, by a clock that runs ${rateOf(results, "processes")} times as fast as real time.`,
      processes(results),
    ),
    ...section(
      "## Memory with all five services",
      table(
        ["14 resources", "provider, MB", "program, MB", "engine, MB"],
        providers.flatMap((provider) => {
          const samples = samplesOf(results, "memory", provider);
          const of = (role: "provider" | "program" | "engine") =>
            text(figure(samples, ({ up }) => up[role].memory));
          return samples.length === 0
            ? []
            : [[provider, of("provider"), of("program"), of("engine")]];
        }),
      ),
    ),
  ];
}

function section(introduction: string, figures: string): string[] {
  return figures === "" ? [] : [introduction, figures];
}

function targetRow({ title, wanted, measured, met }: Target): string[] {
  return [title, wanted, measured, met ? "ok" : "MISSED"];
}

function starts(results: Results): string {
  const rows = providers.flatMap((provider) => {
    const all = samplesOf(results, "costs", provider).flatMap(({ starts }) => starts);
    const of = (key: "seconds" | "cpu" | "memory") => text(median(all.map((each) => each[key])));
    return all.length === 0 ? [] : [[provider, of("seconds"), of("cpu"), of("memory")]];
  });
  return table(["", "wall", "CPU", "memory"], rows);
}

/** A row for each number of resources and provider. */
function rowsOf(
  results: Results,
  part: Part,
  cells: (of: (get: (sample: Sample) => number | undefined) => string, last: Sample) => string[],
): string[][] {
  const counts = [
    ...new Set(providers.flatMap((p) => samplesOf(results, part, p).map((s) => s.plan.count))),
  ];
  return counts.flatMap((count) =>
    providers.flatMap((provider) => {
      const samples = samplesOf(results, part, provider, count);
      const last = samples.at(-1);
      const of = (get: (sample: Sample) => number | undefined) => text(figure(samples, get));
      return last === undefined ? [] : [[String(count), provider, ...cells(of, last)]];
    }),
  );
}

function times(results: Results, part: Part): string {
  const operations: readonly Operation[] = ["preview", "up", "again"];
  const header = ["resources", "", "preview", "CPU", "up", "CPU", "preview without changes", "CPU"];
  const rows = rowsOf(results, part, (of) =>
    operations.flatMap((operation) => [
      of(seconds(operation)),
      of(({ [operation]: measured }) => measured && cpu(measured)),
    ]),
  );
  return table(header, rows);
}

/** The part of each process. */
function byProcess(results: Results, operation: Operation): string {
  const header = [
    "resources",
    "",
    "program: CPU",
    "memory",
    "engine: CPU",
    "memory",
    "provider: CPU",
    "memory",
    "memory of all",
    "bench and local AWS: CPU",
    ...(operation === "up" ? ["calls to AWS for each"] : []),
  ];
  const roles = ["program", "engine", "provider"] as const;
  const rows = rowsOf(results, "costs", (of, last) => [
    ...roles.flatMap((role) => [
      of(({ [operation]: measured }) => measured?.[role].cpu),
      of(({ [operation]: measured }) => measured?.[role].memory),
    ]),
    of(({ [operation]: measured }) => measured && memory(measured)),
    of(({ [operation]: measured }) => measured?.aws),
    ...(operation === "up" ? [listed(last.calls, last.plan.count)] : []),
  ]);
  return table(header, rows);
}

function waits(results: Results): string {
  const header = ["", "", "calls to AWS", "gap, s", "up, s", "share", "memory of provider, MB"];
  const rows = ["snapshots", "copies"].flatMap((program) =>
    providers.flatMap((provider) =>
      samplesOf(results, "waits", provider, undefined, program).map((sample) => [
        `${sample.plan.count} ${program}`,
        provider,
        listed(sample.calls),
        text(sample.gap),
        round(sample.up.seconds),
        round(sample.up.provider.cpu / sample.up.seconds),
        round(sample.up.provider.memory),
      ]),
    ),
  );
  return table(header, rows);
}

function processes(results: Results): string {
  const header = ["", "calls to AWS", "in all", "refused by AWS", "minutes", "memory, MB"];
  const rows = samplesOf(results, "processes", "plugin").map((sample) => [
    `${sample.plan.count} copies by ${sample.plan.program.replace("plugin: ", "")}`,
    listed(sample.calls),
    String(total(sample.calls)),
    listed(sample.errors),
    round(sample.lasted / 60),
    round(sample.up.provider.memory),
  ]);
  return table(header, rows);
}

function rateOf({ entries }: Results, wanted: Part): number {
  return entries.find(({ part }) => part === wanted)?.sample.plan.rate ?? 1;
}

/** Counts and their names, divided by a number. */
function listed(counts: ReadonlyMap<string, number>, by = 1): string {
  return [...counts].map(([name, count]) => `${round(count / by)} ${name}`).join(", ");
}

function text(value: number | undefined): string {
  return value === undefined ? "" : round(value);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) {
    return "";
  }
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
