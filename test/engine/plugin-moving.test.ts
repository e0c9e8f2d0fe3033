import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, expect, it } from "vitest";
import { typeToken } from "../../src/abi/stored-text.js";
import { declare } from "./plugin-classes.js";
import type { EngineStack } from "./stack.js";
import { makeWorld, type World } from "./world.js";

// A stack moves from the dynamic resources to the plugin and back; each test is the next step.
let world: World;
let stack: EngineStack;

beforeAll(async () => {
  world = await makeWorld();
  stack = await world.stack();
  return world.close;
});

const args = { clusterName: "orders", tags: { team: "orders" } };

/** The program with the dynamic resources. `moved` are the types that the resources had before. */
const dynamic = (moved: boolean) => async () => {
  const aliases = (kind: string) => (moved ? [{ type: `aws-snapshots:${kind}` }] : []);
  const source = new memorydb.Snapshot("orders", args, { aliases: aliases("memorydb:Snapshot") });
  new memorydb.SnapshotCopy(
    "copy",
    { sourceSnapshotName: source.id },
    { aliases: aliases("memorydb:SnapshotCopy") },
  );
};

/** The same program with the resources of the plugin, as generated classes declare them. */
async function plugin() {
  const aliases = (kind: string) => ({ aliases: [{ type: typeToken(kind) }] });
  const source = declare("memorydb:Snapshot", "orders", args, aliases("memorydb:Snapshot"));
  declare(
    "memorydb:SnapshotCopy",
    "copy",
    { sourceSnapshotName: source.id },
    aliases("memorydb:SnapshotCopy"),
  );
}

async function ids() {
  const state = await stack.state();
  return Object.values(state).flatMap((all) => all.map(({ id }) => id));
}

it("a stack of dynamic resources moves to the plugin without a change", async () => {
  expect((await stack.up(dynamic(false))).failed).toBe(false);
  const before = await ids();
  world.aws.requests.clear();
  expect((await stack.preview(plugin)).steps).toEqual([]);
  const run = await stack.up(plugin);
  expect([run.failed, run.diagnostics, run.steps]).toEqual([false, "", []]);
  expect(world.aws.requests.changing()).toEqual([]);
  expect(await ids()).toEqual(before);
  expect((await stack.state())["orders"]?.[0]?.inputs).not.toHaveProperty("__provider");
});

it("a refresh after the move shows no change, and leaves the provider's text out of the outputs", async () => {
  const run = await stack.refresh();
  expect(run.failed).toBe(false);
  const [kept] = (await stack.state())["orders"] ?? [];
  expect(kept?.outputs).not.toHaveProperty("__provider");
  expect((await stack.preview(plugin)).steps).toEqual([]);
});

it("a stack of the plugin moves back to the dynamic resources without a call that changes anything in AWS", async () => {
  const before = await ids();
  world.aws.requests.clear();
  const run = await stack.up(dynamic(true));
  expect([run.failed, run.diagnostics]).toEqual([false, ""]);
  expect(run.steps).toEqual(["update orders", "update copy"]);
  expect(world.aws.requests.changing()).toEqual([]);
  expect(await ids()).toEqual(before);
  expect((await stack.preview(dynamic(true))).steps).toEqual([]);
});

it("destroy works after both moves", async () => {
  const run = await stack.destroy();
  expect(run.failed).toBe(false);
  expect(run.steps).toEqual(["delete copy", "delete orders"]);
  expect(world.held()).toEqual([]);
});
