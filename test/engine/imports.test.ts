import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { addFiveServices } from "../../bench/sources.js";
import { typeToken } from "../../src/abi/stored-text.js";
import { kinds } from "../../src/kinds/index.js";
import { example, programOf } from "./programs.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

// Snapshots that a stack has and loses come into another stack: by the import command, pulumi import, and the lines that
// the command prints.
let world: World;
let left: readonly StoredResource[];
let stack: EngineStack;
let lines: readonly string[];
let file: string;

interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const ofOurs = typeToken("");

/** Runs the import command, and returns what it prints. */
async function prepared({ urn, type, id, inputs }: StoredResource): Promise<string> {
  // The user has to say what AWS does not report.
  const source = inputs["sourceSnapshotName"] ?? inputs["sourceServerlessCacheSnapshotName"];
  return stack.run(process.execPath, [
    join(__dirname, "..", "..", "dist", "cli.js"),
    ...["import", type.replace(ofOurs, "aws:"), urn.split("::").at(-1) ?? "", id],
    ...["--file", file, "--stack", "dev"],
    ...(source === undefined ? [] : ["--source", String(source)]),
  ]);
}

/** The program that the command has printed, piece by piece. */
function printed(change: (text: string) => string = (text) => text) {
  const programs = lines.map((text) => programOf(change(text)));
  return async () => {
    for (const program of programs) {
      await program();
    }
  };
}

beforeAll(async () => {
  world = await makeWorld();
  addFiveServices(world.aws);
  const before = await world.stack({ "five-services:team": "orders" }, {}, "five-services");
  expect((await before.up(example("five-services"), { parallel: 32 })).failed).toBe(false);
  const { deployment } = JSON.parse(await before.cli(["stack", "export", "--stack", "dev"]));
  left = deployment.resources.filter(({ type, id }: StoredResource) => {
    return type.startsWith(ofOurs) && id.startsWith("arn:");
  });
  stack = await world.stack(
    {
      "aws:defaultTags": JSON.stringify({ tags: { team: "orders" } }),
      "aws:ignoreTags": JSON.stringify({ keyPrefixes: ["bot:"] }),
    },
    withPlugins,
    "taking-over",
  );
  // Somebody else tags what is there.
  for (const { tags } of world.aws.memorydb.snapshots(...home)) {
    tags.set("bot:seen", "yes").set("owner", "them");
  }
  file = join(stack.folder, "imports.json");
  world.aws.requests.clear();
  return world.close;
});

it("the import command writes every kind that AWS shows into one file, and changes nothing in AWS", async () => {
  const outputs: string[] = [];
  for (const resource of left) {
    outputs.push(await prepared(resource));
  }
  lines = outputs.map((text) => /^import .*?protect: true \}\);$/ms.exec(text)?.[0] ?? text);
  const { resources } = JSON.parse(readFileSync(file, "utf8"));
  expect(resources).toHaveLength(left.length);
  const ofMemorydb = lines.filter((text) => text.includes("{ memorydb }"));
  expect(ofMemorydb).toHaveLength(2);
  for (const text of ofMemorydb) {
    expect(text).toContain('  tags: {\n    owner: "them",\n  },\n');
  }
  const shown = [...kinds.values()].filter(({ makes }) => makes !== "export");
  expect(new Set(resources.map(({ type }: StoredResource) => type))).toEqual(
    new Set(shown.map(({ name }) => typeToken(name))),
  );
  expect(world.aws.requests.changing()).toEqual([]);
});

it("the second command imports the file, and the printed lines preview as unchanged, also after a refresh", async () => {
  const yes = ["--yes", "--stack", "dev"];
  await stack.cli(["import", "--file", file, "--generate-code=false", ...yes]);
  world.aws.requests.clear();
  const preview = await stack.preview(printed());
  expect([preview.steps, preview.diagnostics]).toEqual([[], ""]);
  expect([...world.aws.requests]).toEqual([]);
  expect((await stack.refresh()).failed).toBe(false);
  const again = await stack.preview(printed());
  expect([again.steps, again.diagnostics]).toEqual([[], ""]);
  const run = await stack.up(printed());
  expect([run.steps, run.diagnostics]).toEqual([[], ""]);
  expect(run.failed, run.output).toBe(false);
  expect(world.aws.requests.changing()).toEqual([]);
});

it("an imported stack cannot be destroyed while it is protected, and is destroyed without that", async () => {
  expect((await stack.destroy()).failed).toBe(true);
  expect(world.aws.requests.changing()).toEqual([]);
  const free = await stack.up(printed((text) => text.replace(", { protect: true }", "")));
  expect([free.steps, free.diagnostics]).toEqual([[], ""]);
  const run = await stack.destroy();
  expect(run.diagnostics).not.toContain("error");
  expect(run.steps).toHaveLength(left.length);
  const deletes = world.aws.requests
    .changing()
    .filter(({ operation }) => /^Delete/.test(operation));
  expect(deletes).toHaveLength(left.length);
});
