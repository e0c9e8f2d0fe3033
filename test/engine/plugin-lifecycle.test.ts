import { beforeAll, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { declare } from "./plugin-classes.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

// What AWS is asked and what a person sees while the plugin serves a stack, and what a refresh does if somebody changes
// something outside of it. Each test is the next step. The life of every kind is in languages.test.ts.
let world: World;
let stack: EngineStack;

beforeAll(async () => {
  world = await makeWorld();
  stack = await world.stack({
    "aws-snapshots:defaultTags": JSON.stringify({ tags: { owner: "platform" } }),
  });
  return world.close;
});

async function program() {
  const snapshot = declare("memorydb:Snapshot", "orders", {
    clusterName: "orders",
    tags: { team: "orders" },
  });
  const copy = declare("memorydb:SnapshotCopy", "copy", { sourceSnapshotName: snapshot["arn"] });
  return { arn: snapshot["arn"], name: snapshot["snapshotName"], copy: copy["targetSnapshotName"] };
}

it("a preview shows what an update would make, and asks AWS nothing", async () => {
  const run = await stack.preview(program);
  expect(run.diagnostics).toBe("");
  expect(run.steps).toEqual(["create orders", "create copy"]);
  expect(world.aws.requests.operations()).toEqual([]);
});

it("an update makes a snapshot and a copy, and shows meanwhile what AWS is doing", async () => {
  const run = await stack.up(program, { parallel: 1 });
  expect(run.diagnostics).toBe("");
  expect(run.steps).toEqual(["create orders", "create copy"]);
  expect(run.progress).toContain("orders: AWS: creating");
  expect(world.held()).toEqual([
    expect.stringMatching(/^orders-[0-9a-f]{7} available$/),
    expect.stringMatching(/^copy-[0-9a-f]{7} available$/),
  ]);
  expect(await stack.outputs()).toEqual({
    arn: world.find("orders-")?.arn,
    name: world.find("orders-")?.name,
    copy: world.find("copy-")?.name,
  });
  const tags = Object.fromEntries(world.find("orders-")?.tags ?? []);
  expect(tags).toEqual({ owner: "platform", team: "orders" });
  expect(Object.fromEntries(world.find("copy-")?.tags ?? [])).not.toHaveProperty(creatingTag);
});

it("a preview shows no change and asks AWS nothing when nothing changed", async () => {
  world.aws.requests.clear();
  expect((await stack.preview(program)).steps).toEqual([]);
  expect(world.aws.requests.operations()).toEqual([]);
});

it("a refresh shows tags that somebody changed, and the next update sets them back", async () => {
  world.find("orders-")?.tags.set("team", "somebody");
  expect((await stack.refresh()).output).toContain("updated");
  expect((await stack.state())["orders"]?.[0]?.outputs["tags"]).toEqual({ team: "somebody" });
  expect((await stack.up(program)).steps).toEqual(["update orders"]);
  expect(world.find("orders-")?.tags.get("team")).toBe("orders");
});

it("a refresh drops a snapshot that somebody deleted, and the next update makes it again", async () => {
  world.aws.memorydb.vanish(...home, world.find("copy-")?.name ?? "");
  expect((await stack.refresh()).steps).toEqual(["delete copy"]);
  expect((await stack.up(program)).steps).toEqual(["create copy"]);
  expect(world.held()).toHaveLength(2);
});

it("destroy deletes everything that the stack has", async () => {
  const run = await stack.destroy();
  expect(run.steps.toSorted()).toEqual(["delete copy", "delete orders"]);
  expect(world.held()).toEqual([]);
});
