// The figures as the tables of docs/bench.md.
import {
  cpu,
  figure,
  type Part,
  type Provider,
  type Results,
  samplesOf,
  seconds,
} from "./results.js";
import type { Sample } from "./sample.js";
import { longDurations } from "./sources.js";
import { round, type Target } from "./targets.js";

const providers: readonly Provider[] = ["ours", "hand-written", "floor"];

/** The page, with what it was measured on. */
export function page(results: Results, targets: readonly Target[], machine: string): string {
  return `# What a run costs

\`npm run bench\` generated this page and its picture. It compares our resources with two other providers, on the same Pulumi engine and the same
local AWS, in the same run:

- **hand-written**: a typical dynamic provider for a single stack, in [bench/hand-written.ts](../bench/hand-written.ts). It creates
  a snapshot, then polls AWS every 15 seconds until the snapshot is available.
- **floor**: a dynamic provider that does nothing, in [bench/floor.ts](../bench/floor.ts). It shows the cost of the engine and of
  Pulumi's dynamic providers alone.

![Figures of the three, side by side](bench.svg)

Measured on ${machine}. Compare the ratios, because other work on the machine increases all figures. The three providers take turns,
and each figure is the median of all turns; long measurements have only one turn.

${sections(results, targets).join("\n\n")}
`;
}

/** The tables under their headings; none for what was not measured. */
export function sections(results: Results, targets: readonly Target[]): string[] {
  const [least, most] = longDurations.map((duration) => duration / 60);
  return [
    ...section("## Targets", table(["target", "wanted", "measured", ""], targets.map(targetRow))),
    ...section(
      `## Previews and updates

Snapshots take no time here, so only the work itself is measured. Up to 1000 resources run at a time, and the state is written once, at the end: writing it
after each step takes longer than everything else, with any provider. Wall time and CPU time in seconds, memory (peak RSS) in MB. The
CPU time beside the wall time is that of the program, the engine and the provider process together, without local AWS.`,
      costs(results, "costs"),
    ),
    ...section(
      "With the engine's defaults (a few resources at a time, and the state written after each step):",
      costs(results, "defaults"),
    ),
    ...section(
      "## State",
      table(
        ["bytes of a resource", "stored provider text", "in the state, which has the text twice"],
        providers.flatMap((provider) => {
          const state = samplesOf(results, "costs", provider).at(-1)?.state;
          return state === undefined ? [] : [[provider, round(state.text), round(state.bytes)]];
        }),
      ),
    ),
    ...section(
      `## Many snapshots at once

All snapshots are requested at once and take ${least} to ${most} minutes, evenly spread, by a clock that runs ${rateOf(results)} times as fast as real time. The gap is
the longest time from "available" in AWS to "created" in the program by that clock, so time that the machine itself takes counts that many times. The
share is the part of one CPU that the provider process used: if it is near 1, the machine is too slow for these figures.`,
      waits(results),
    ),
    ...section(
      "## Memory with all five services",
      table(
        ["14 resources", "provider, MB", "program, MB"],
        (["ours", "floor"] as const).flatMap((provider) => {
          const samples = samplesOf(results, "five services", provider);
          const of = (role: "provider" | "program") =>
            text(figure(samples, ({ up }) => up[role].memory));
          return samples.length === 0 ? [] : [[provider, of("provider"), of("program")]];
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

function costs(results: Results, part: Part): string {
  const header = [
    "resources",
    "",
    "preview",
    "CPU",
    "up",
    "CPU",
    "program in up: CPU",
    "memory",
    "provider in up: CPU",
    "memory",
    "bench and local AWS in up: CPU",
    "calls to AWS for each",
  ];
  const counts = [
    ...new Set(providers.flatMap((p) => samplesOf(results, part, p).map((s) => s.plan.count))),
  ];
  const rows = counts.flatMap((count) =>
    providers.map((provider) => {
      const samples = samplesOf(results, part, provider, count);
      const of = (get: (sample: Sample) => number | undefined) => text(figure(samples, get));
      return [
        String(count),
        provider,
        of(seconds("preview")),
        of(({ preview }) => preview && cpu(preview)),
        of(seconds("up")),
        of(({ up }) => cpu(up)),
        of(({ up }) => up.program.cpu),
        of(({ up }) => up.program.memory),
        of(({ up }) => up.provider.cpu),
        of(({ up }) => up.provider.memory),
        of(({ up }) => up.aws),
        callsOfEach(samples.at(-1)),
      ];
    }),
  );
  return table(header, rows);
}

function waits(results: Results): string {
  const header = ["", "", "calls to AWS", "gap, s", "up, s", "share", "memory of provider, MB"];
  const rows = ["snapshots", "copies"].flatMap((program) =>
    providers.flatMap((provider) =>
      samplesOf(results, "waits", provider, undefined, program).map((sample) => [
        `${sample.plan.count} ${program}`,
        provider,
        [...sample.calls].map(([name, count]) => `${count} ${name}`).join(", "),
        text(sample.gap),
        round(sample.up.seconds),
        round(sample.up.provider.cpu / sample.up.seconds),
        round(sample.up.provider.memory),
      ]),
    ),
  );
  return table(header, rows);
}

function rateOf({ entries }: Results): number {
  return entries.find(({ part }) => part === "waits")?.sample.plan.rate ?? 1;
}

function callsOfEach(sample: Sample | undefined): string {
  return [...(sample?.calls ?? [])]
    .map(([name, calls]) => `${round(calls / (sample?.plan.count ?? 1))} ${name}`)
    .join(", ");
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
