// The figures as a picture: bars for each provider, on one scale in each panel. Text and background follow the
// reader's scheme together, so that it can be read in light and dark, whatever page it stands in.
import {
  describes,
  figure,
  type Part,
  providers,
  type Results,
  samplesOf,
  seconds,
} from "./results.js";
import type { Sample } from "./sample.js";
import { round } from "./targets.js";

const [width, height, columns] = [400, 162, 2];
const [labels, values, bar, step] = [96, 64, 18, 26];

interface Panel {
  readonly title: string;
  readonly part: Part;
  readonly count?: number;
  readonly program?: string;
  readonly of: (sample: Sample) => number | undefined;
}

const panels: readonly Panel[] = [
  {
    title: "Preview of 200 resources, seconds",
    part: "costs",
    count: 200,
    of: seconds("preview"),
  },
  {
    title: "The same without changes, seconds",
    part: "costs",
    count: 200,
    of: seconds("again"),
  },
  { title: "Update with 200 resources, seconds", part: "costs", count: 200, of: seconds("up") },
  { title: "Update with 1000 resources, seconds", part: "costs", count: 1000, of: seconds("up") },
  {
    title: "200 snapshots of ten minutes: describe calls",
    part: "waits",
    program: "snapshots",
    of: describes,
  },
  {
    title: "The same: longest until it is noticed, seconds",
    part: "waits",
    program: "snapshots",
    of: ({ gap }) => gap,
  },
  {
    title: "State of one resource, bytes",
    part: "costs",
    count: 200,
    of: ({ state }) => state.bytes,
  },
  {
    title: "Memory of the provider process, 200 resources, MB",
    part: "costs",
    count: 200,
    of: ({ up }) => up.provider.memory,
  },
];

/** The picture, as SVG. */
export function picture(results: Results): string {
  const drawn = panels.map((panel, i) => {
    const [x, y] = [(i % columns) * width, Math.floor(i / columns) * height];
    return `<g transform="translate(${x} ${y})">\n${draw(results, panel)}\n</g>`;
  });
  const size = `${width * columns} ${Math.ceil(panels.length / columns) * height}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" role="img" aria-label="Figures of the bench">
<style>
.back { fill: #ffffff }
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.dynamic { fill: #0969da }
.plugin { fill: #1a7f37 }
.hand-written { fill: #bf5600 }
.floor { fill: #818b98 }
@media (prefers-color-scheme: dark) {
.back { fill: #0d1117 }
text { fill: #e6edf3 }
.dynamic { fill: #4493f8 }
.plugin { fill: #3fb950 }
.hand-written { fill: #f0883e }
}
</style>
<rect class="back" width="100%" height="100%" rx="6"/>
${drawn.join("\n")}
</svg>
`;
}

function draw(results: Results, { title, part, count, program, of }: Panel): string {
  const found = providers.flatMap((provider) => {
    const value = figure(samplesOf(results, part, provider, count, program), of);
    return value === undefined ? [] : [{ provider, value }];
  });
  const most = Math.max(...found.map(({ value }) => value));
  const bars = found.map(({ provider, value }, i) => {
    const [y, length] = [34 + i * step, Math.max(1, (value / most) * (width - labels - values))];
    return `<text x="${labels - 8}" y="${y + 14}" text-anchor="end">${provider}</text><rect class="${provider}" x="${labels}" y="${y}" width="${length.toFixed(1)}" height="${bar}" rx="2"/><text x="${(labels + length + 6).toFixed(1)}" y="${y + 14}">${round(value)}</text>`;
  });
  return [`<text class="title" x="8" y="20">${title}</text>`, ...bars].join("\n");
}
