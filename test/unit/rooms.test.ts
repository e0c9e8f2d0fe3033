import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, it } from "vitest";

// Who may import whom in src. CONTRIBUTING.md says what each room is for.
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
  resources: ["schema", "abi"],
  cli: ["lookups", "kinds/index", "kinds/kind", "aws", "abi", "values", "local-aws"],
};

interface Import {
  readonly from: string;
  readonly line: number;
  readonly to: string;
}

/** The imports of our own modules, types included, as paths from src without their ending. */
const imports: readonly Import[] = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => {
    const from = file.replaceAll("\\", "/").replace(/\.ts$/, "");
    const text = readFileSync(join(src, file), "utf8");
    return [...text.matchAll(/(?:from|import\(|require\()\s*"(\.{1,2}\/[^"]+)\.js"/g)].map(
      ({ 1: path = "", index }) => ({
        from,
        line: text.slice(0, index).split("\n").length,
        to: posix.join(posix.dirname(from), path),
      }),
    );
  });

const roomOf = (module: string) => module.split("/")[0] ?? "";

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
