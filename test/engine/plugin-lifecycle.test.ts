import { CreateSnapshotCommand, MemoryDBClient } from "@aws-sdk/client-memorydb";
import { beforeAll, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { clientSettings } from "../client-settings.js";
import { declare } from "./plugin-classes.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

// A stack of resources of the plugin from its first preview to its end; each test is the next step of its life.
let world: World;
let stack: EngineStack;
const wanted = { cluster: "orders", team: "orders" };

beforeAll(async () => {
  world = await makeWorld();
  world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
  stack = await world.stack({
    "aws-snapshots:defaultTags": JSON.stringify({ tags: { owner: "platform" } }),
  });
  return world.close;
});

async function program() {
  const snapshot = declare("memorydb:Snapshot", "orders", {
    clusterName: wanted.cluster,
    tags: { team: wanted.team },
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
  expect((await stack.up(program)).steps).toEqual([]);
  expect(world.aws.requests.operations()).toEqual([]);
});

it("changed tags update a snapshot in place, and change nothing that depends on it", async () => {
  wanted.team = "billing";
  expect((await stack.preview(program)).steps).toEqual(["update orders"]);
  expect((await stack.up(program)).steps).toEqual(["update orders"]);
  expect(world.find("orders-")?.tags.get("team")).toBe("billing");
});

it("a refresh shows tags that somebody changed, and the next update sets them back", async () => {
  world.find("orders-")?.tags.set("team", "somebody");
  expect((await stack.refresh()).output).toContain("updated");
  expect((await stack.state())["orders"]?.[0]?.outputs["tags"]).toEqual({ team: "somebody" });
  expect((await stack.up(program)).steps).toEqual(["update orders"]);
  expect(world.find("orders-")?.tags.get("team")).toBe("billing");
});

it("another source replaces all resources, and each new one is there before an old one is deleted", async () => {
  wanted.cluster = "customers";
  const preview = await stack.preview(program);
  expect(preview.replaceKeys).toEqual({ orders: ["clusterName"], copy: ["sourceSnapshotName"] });
  const run = await stack.up(program);
  expect(run.failed).toBe(false);
  expect(
    world.aws.requests
      .changing()
      .map(({ operation }) => operation)
      .slice(-6),
  ).toEqual([
    "CreateSnapshot",
    "UntagResource",
    "CopySnapshot",
    "UntagResource",
    "DeleteSnapshot",
    "DeleteSnapshot",
  ]);
  expect(world.held()).toHaveLength(2);
});

it("a refresh drops a snapshot that somebody deleted, and the next update makes it again", async () => {
  world.aws.memorydb.vanish(...home, world.find("copy-")?.name ?? "");
  expect((await stack.refresh()).steps).toEqual(["delete copy"]);
  expect((await stack.up(program)).steps).toEqual(["create copy"]);
  expect(world.held()).toHaveLength(2);
});

it("an import takes over a snapshot that exists and gives it the default tags, and the next preview shows no change", async () => {
  const client = new MemoryDBClient(clientSettings(world.aws.environment()));
  const command = new CreateSnapshotCommand({ ClusterName: "orders", SnapshotName: "hand" });
  const { Snapshot: { ARN = "" } = {} } = await client.send(command);
  client.destroy();
  world.find("hand")?.lifetime.end("available");
  const importing = async () => {
    const outputs = await program();
    declare(
      "memorydb:Snapshot",
      "hand",
      { clusterName: "orders", snapshotName: "hand" },
      { import: ARN },
    );
    return outputs;
  };
  const run = await stack.up(importing);
  expect(run.diagnostics).toBe("");
  expect(run.steps).toEqual(["import hand", "update hand"]);
  expect(Object.fromEntries(world.find("hand")?.tags ?? [])).toEqual({ owner: "platform" });
  expect((await stack.preview(importing)).steps).toEqual([]);
});

it("destroy deletes everything that the stack has", async () => {
  const run = await stack.destroy();
  expect(run.steps.toSorted()).toEqual(["delete copy", "delete hand", "delete orders"]);
  expect(world.held()).toEqual([]);
});
