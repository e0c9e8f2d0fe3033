import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, it } from "vitest";

// The imports that each room of src may have. CONTRIBUTING.md says what each room is for.
const src = join(__dirname, "..", "..", "src");

/** What each room may import: rooms, or single modules of a room. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  values: [],
  abi: [],
  schema: [],
  "local-aws": [],
  aws: ["values"],
  kinds: ["aws", "schema", "values"],
  state: ["kinds/kind", "kinds/input", "kinds/status", "aws", "abi", "values"],
  preview: ["state", "kinds/kind", "kinds/input", "kinds/status", "aws", "values"],
  waiting: ["kinds/kind", "kinds/input", "kinds/status", "aws", "values"],
  lifecycle: [
    "preview",
    "state",
    "waiting",
    "kinds/kind",
    "kinds/input",
    "kinds/status",
    "aws",
    "abi",
    "values",
  ],
  lookups: ["waiting", "kinds/kind", "kinds/status", "aws", "abi", "values"],
  dynamic: ["lifecycle", "lookups", "kinds/index", "state", "abi", "values"],
  plugin: [
    "lifecycle",
    "lookups",
    "kinds/index",
    "kinds/kind",
    "preview",
    "state",
    "schema",
    "aws",
    "abi",
    "values",
  ],
  resources: ["schema", "abi"],
  cli: [
    "dynamic/importing",
    "lookups",
    "kinds/index",
    "kinds/kind",
    "aws",
    "abi",
    "values",
    "local-aws",
  ],
};

interface Import {
  readonly from: string;
  readonly line: number;
  readonly to: string;
}

/** The modules of src, as paths from src without their extension. */
const modules: readonly { readonly module: string; readonly text: string }[] = readdirSync(src, {
  recursive: true,
  encoding: "utf8",
})
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({
    module: file.replaceAll("\\", "/").replace(/\.ts$/, ""),
    text: readFileSync(join(src, file), "utf8"),
  }));

const lineOf = (text: string, index: number) => text.slice(0, index).split("\n").length;

/** Returns the imports of our own modules, including type imports. */
const imports: readonly Import[] = modules.flatMap(({ module: from, text }) =>
  [...text.matchAll(/(?:from|import\(|require\()\s*"(\.{1,2}\/[^"]+)\.js"/g)].map(
    ({ 1: path = "", index }) => ({
      from,
      line: lineOf(text, index),
      to: posix.join(posix.dirname(from), path),
    }),
  ),
);

const roomOf = (module: string) => module.split("/")[0] ?? "";

/** Returns the places where a pattern occurs in modules of these rooms, including comments. */
function occurrences(pattern: RegExp, isMeant: (room: string) => boolean): string[] {
  return modules
    .filter(({ module }) => isMeant(roomOf(module)))
    .flatMap(({ module, text }) =>
      [...text.matchAll(pattern)].map(
        ({ 0: found, index }) => `src/${module}.ts:${lineOf(text, index)} has ${found}`,
      ),
    );
}

it("rooms import only the rooms below them", () => {
  const broken = imports.filter(({ from, to }) => {
    const allowed = mayImport[roomOf(from)];
    return (
      allowed !== undefined &&
      roomOf(to) !== roomOf(from) &&
      !allowed.some((room) => to === room || to.startsWith(`${room}/`))
    );
  });
  expect(broken.map(({ from, line, to }) => `src/${from}.ts:${line} imports ${to}`)).toEqual([]);
});

it("every room of src is in the table of rooms", () => {
  const rooms = new Set(
    imports
      .map(({ from }) => from)
      .filter((from) => from.includes("/"))
      .map(roomOf),
  );
  expect([...rooms].filter((room) => mayImport[room] === undefined)).toEqual([]);
});

it("no modules import each other in a circle", () => {
  const below = new Map<string, string[]>();
  for (const { from, to } of imports) {
    below.set(from, [...(below.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (module: string, above: readonly string[]): void => {
    if (above.includes(module)) {
      circles.push([...above.slice(above.indexOf(module)), module].join(" -> "));
    } else if (!done.has(module)) {
      for (const next of below.get(module) ?? []) {
        visit(next, [...above, module]);
      }
      done.add(module);
    }
  };
  for (const module of below.keys()) {
    visit(module, []);
  }
  expect(circles).toEqual([]);
});

it("only abi names the hidden keys, and only the hosts read them", () => {
  // __provider, __transformations, __pulumiType and __pulumiOutput are Pulumi's own. __dirname is Node's.
  const hiddenKey =
    /\b__(?!provider\b|transformations\b|pulumiType\b|pulumiOutput\b|dirname\b)[a-z]\w*/g;
  // Names of that form in local-aws are AWS's.
  const others = (room: string) => !["abi", "dynamic", "plugin", "local-aws"].includes(room);
  expect(occurrences(hiddenKey, others)).toEqual([]);
  const besides = (reader: string) => (room: string) => others(room) && room !== reader;
  // The classes write what the dynamic host reads, and both hosts keep notes under the same keys.
  expect(occurrences(/\b(?:input|call)Keys\b/g, besides("resources"))).toEqual([]);
  expect(occurrences(/\bnoteKeys\b/g, besides("state"))).toEqual([]);
});

it("the rooms below the hosts do not read the process or the files that they run from", () => {
  // abi has the text by which the host finds this package.
  const hosts = ["abi", "dynamic", "plugin", "resources", "cli", "local-aws"];
  const rooms = Object.keys(mayImport).filter((room) => !hosts.includes(room));
  const ofHost =
    /process\.argv|require\.resolve|createRequire|package\.json|__dirname|__filename|@pulumi\/pulumi/g;
  expect(occurrences(ofHost, (room) => rooms.includes(room))).toEqual([]);
});
