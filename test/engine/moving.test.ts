import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, expect, it } from "vitest";
import { typeToken } from "../../src/abi/stored-text.js";
import { declare } from "./plugin-classes.js";
import type { EngineStack, Run } from "./stack.js";
import { makeWorld, type World, withPlugins } from "./world.js";

// A stack moves from the dynamic resources to the plugin and back, by aliases. Each test is the next step.
let world: World;
let stack: EngineStack;
const kinds = ["memorydb:Snapshot", "memorydb:SnapshotCopy"] as const;
const [snapshotKind, copyKind] = kinds;
const args = { clusterName: "orders", tags: { team: "orders" } };

/** The program with the classes of the package. */
async function dynamicProgram() {
  const [ofSnapshot, ofCopy] = kinds.map((kind) => [{ type: `aws-snapshots:${kind}` }]);
  const snapshot = new memorydb.Snapshot("orders", args, { aliases: ofSnapshot ?? [] });
  const copyArgs = { sourceSnapshotName: snapshot.arn };
  new memorydb.SnapshotCopy("copy", copyArgs, { aliases: ofCopy ?? [] });
}

/** The same program with the plugin's classes, whose schema has these aliases. */
async function pluginProgram() {
  const aliases = (kind: string) => ({ aliases: [{ type: typeToken(kind) }] });
  const snapshot = declare(snapshotKind, "orders", args, aliases(snapshotKind));
  const copyArgs = { sourceSnapshotName: snapshot["arn"] };
  declare(copyKind, "copy", copyArgs, aliases(copyKind));
}

/** Returns the types of our resources in the state. */
async function types(): Promise<string[]> {
  const { deployment } = JSON.parse(await stack.cli(["stack", "export", "--stack", "dev"]));
  return deployment.resources
    .map(({ type }: { type: string }) => type)
    .filter((type: string) => /memorydb/.test(type))
    .sort();
}

/** Checks that an operation did nothing but these steps, and sent nothing to AWS that changes anything. */
function expectOnly(run: Run, steps: readonly string[]): void {
  expect([[...run.steps].sort(), run.diagnostics]).toEqual([steps, ""]);
  expect(run.failed, run.output).toBe(false);
  expect(world.aws.requests.changing()).toEqual([]);
}

beforeAll(async () => {
  world = await makeWorld();
  stack = await world.stack({}, withPlugins);
  expect((await stack.up(dynamicProgram)).failed).toBe(false);
  world.aws.requests.clear();
  return world.close;
});

it("a stack that moves to the plugin is unchanged, also after a refresh", async () => {
  expectOnly(await stack.preview(pluginProgram), []);
  expectOnly(await stack.up(pluginProgram), []);
  expect(await types()).toEqual(kinds.map((kind) => `aws-snapshots:${kind}`));
  expectOnly(await stack.preview(pluginProgram), []);
  await stack.refresh();
  expectOnly(await stack.preview(pluginProgram), []);
});

it("a stack that comes back from the plugin gets one update without a call to AWS, and is unchanged then", async () => {
  const updates = ["update copy", "update orders"];
  expectOnly(await stack.preview(dynamicProgram), updates);
  world.aws.requests.clear();
  expectOnly(await stack.up(dynamicProgram), updates);
  expect([...world.aws.requests]).toEqual([]);
  expect(await types()).toEqual(kinds.map(typeToken));
  expectOnly(await stack.preview(dynamicProgram), []);
  await stack.refresh();
  expectOnly(await stack.preview(dynamicProgram), []);
});

it("a stack that came back from the plugin is destroyed", async () => {
  const run = await stack.destroy();
  expect(run.diagnostics).not.toContain("error");
  expect(run.failed, run.output).toBe(false);
  expect(world.held()).toEqual([]);
});

it("a stack that moved to the plugin is destroyed, and a new one of the plugin moves to the dynamic resources", async () => {
  const moved = await world.stack({}, withPlugins, "moved");
  await moved.up(dynamicProgram);
  expect((await moved.up(pluginProgram)).failed).toBe(false);
  expect((await moved.destroy()).failed).toBe(false);
  expect(world.held()).toEqual([]);

  await moved.up(pluginProgram);
  expect(world.held()).toHaveLength(2);
  expect([...(await moved.up(dynamicProgram)).steps].sort()).toEqual([
    "update copy",
    "update orders",
  ]);
  expect((await moved.destroy()).failed).toBe(false);
  expect(world.held()).toEqual([]);
});
