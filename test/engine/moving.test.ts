import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, expect, it } from "vitest";
import { typeToken } from "../../src/abi/stored-text.js";
import { declare } from "./plugin-classes.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

// A stack that the plugin made moves to the dynamic resources, and a stack that moved to the plugin comes to its end there.
// AWS chooses the key of the snapshot, which neither program gives.
let world: World;
let stack: EngineStack;

beforeAll(async () => {
  world = await makeWorld();
  world.aws.memorydb.addCluster(...home, { ClusterName: "secret", KmsKeyId: "alias/secret" });
  stack = await world.stack();
  return world.close;
});

const args = { clusterName: "secret", tags: { team: "orders" } };

async function dynamicProgram() {
  const aliases = (kind: string) => ({ aliases: [{ type: `aws-snapshots:${kind}` }] });
  const source = new memorydb.Snapshot("orders", args, aliases("memorydb:Snapshot"));
  const copyArgs = { sourceSnapshotName: source.arn };
  new memorydb.SnapshotCopy("copy", copyArgs, aliases("memorydb:SnapshotCopy"));
}

async function pluginProgram() {
  const aliases = (kind: string) => ({ aliases: [{ type: typeToken(kind) }] });
  const source = declare("memorydb:Snapshot", "orders", args, aliases("memorydb:Snapshot"));
  const copyArgs = { sourceSnapshotName: source["arn"] };
  declare("memorydb:SnapshotCopy", "copy", copyArgs, aliases("memorydb:SnapshotCopy"));
}

it("a stack that the plugin made moves to the dynamic resources by one update that asks AWS nothing", async () => {
  expect((await stack.up(pluginProgram)).failed).toBe(false);
  expect(world.find("orders-")?.kmsKeyId).toBeDefined();
  world.aws.requests.clear();
  const updates = ["update copy", "update orders"];
  const preview = await stack.preview(dynamicProgram);
  expect([[...preview.steps].sort(), preview.diagnostics]).toEqual([updates, ""]);
  const run = await stack.up(dynamicProgram);
  expect([[...run.steps].sort(), run.diagnostics]).toEqual([updates, ""]);
  expect([...world.aws.requests]).toEqual([]);
  expect((await stack.preview(dynamicProgram)).steps).toEqual([]);
  await stack.refresh();
  const after = await stack.preview(dynamicProgram);
  expect([after.steps, after.diagnostics]).toEqual([[], ""]);
});

it("a stack that moved to the plugin again is unchanged, and is destroyed there", async () => {
  const run = await stack.up(pluginProgram);
  expect([run.steps, run.diagnostics]).toEqual([[], ""]);
  expect((await stack.destroy()).failed).toBe(false);
  expect(world.held()).toEqual([]);
});
