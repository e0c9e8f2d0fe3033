import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

// A stack from its first preview to its end; each test is the next step of its life.
let world: World;
let stack: EngineStack;
const wanted = { cluster: "orders", bucket: "backups", team: "orders" };

beforeAll(async () => {
  world = await makeWorld();
  world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
  stack = await world.stack({
    "aws:defaultTags": JSON.stringify({ tags: { owner: "platform" } }),
  });
  return world.close;
});

/** A snapshot, a copy and an export of it, as `wanted` says. */
async function program() {
  const snapshot = new memorydb.Snapshot("orders", {
    clusterName: wanted.cluster,
    tags: { team: wanted.team, note: null },
  });
  const copy = new memorydb.SnapshotCopy("copy", { sourceSnapshotName: snapshot.id });
  const exported = new memorydb.SnapshotCopy(
    "export",
    { sourceSnapshotName: snapshot.id, targetBucket: wanted.bucket },
    { dependsOn: copy },
  );
  return {
    arn: snapshot.arn,
    name: snapshot.name,
    shards: snapshot.clusterConfiguration,
    exported: exported.id,
  };
}

/** Returns the requests since the last call, and the changes that they requested. */
function requests(): { all: string[]; changing: string[] } {
  const changing = world.aws.requests.changing().map(({ operation }) => operation);
  const all = world.aws.requests.operations();
  world.aws.requests.clear();
  return { all, changing };
}

it("a preview shows what an update would make, and asks AWS nothing", async () => {
  const run = await stack.preview(program);
  expect(run.steps).toEqual(["create orders", "create copy", "create export"]);
  expect(requests().all).toEqual([]);
});

it("an update makes a snapshot, a copy and an export, and shows meanwhile what AWS is doing", async () => {
  const run = await stack.up(program, { parallel: 1 });
  expect(run.diagnostics).toBe("");
  expect(run.steps).toEqual(["create orders", "create copy", "create export"]);
  expect(world.held()).toEqual([
    expect.stringMatching(/^orders-[0-9a-f]{7} available$/),
    expect.stringMatching(/^copy-[0-9a-f]{7} available$/),
  ]);
  expect(run.progress).toContain("orders: AWS: creating");
  expect(
    run.progress.filter((line) => /^orders: AWS: creating, \d+s$/.test(line)).length,
  ).toBeGreaterThan(1);
  const outputs = await stack.outputs();
  const { arn } = world.find("orders-") ?? {};
  expect(outputs["arn"]).toBe(arn);
  expect(outputs["shards"]).toMatchObject({
    name: "orders",
    numShards: 2,
    shards: [{ name: "0001", snapshotCreationTime: expect.stringMatching(/^\d{4}-.*Z$/) }, {}],
  });
  expect(world.aws.buckets.objects("backups")).toEqual([
    expect.stringMatching(/^export-[0-9a-f]{7}-0001\.rdb$/),
    expect.stringMatching(/^export-[0-9a-f]{7}-0002\.rdb$/),
  ]);
});

it("a create costs one lookup, one create call, its polls and one untag call, and one call for the account of all ARNs", () => {
  const { all } = requests();
  const calls = all
    .join(" ")
    .replaceAll("memorydb:", "")
    .replaceAll(/(DescribeSnapshots ?)+/g, "polls ");
  expect(calls.trim()).toBe(
    "polls CreateSnapshot polls UntagResource sts:GetCallerIdentity polls CopySnapshot polls UntagResource CopySnapshot polls",
  );
});

it("a snapshot gets its tags and the stack's default tags, and keeps no creating tag", () => {
  const tags = Object.fromEntries(world.find("orders-")?.tags ?? []);
  expect(tags).toEqual({ owner: "platform", team: "orders", note: "" });
  expect(Object.fromEntries(world.find("copy-")?.tags ?? [])).not.toHaveProperty(creatingTag);
});

it("a preview shows no change and asks AWS nothing when nothing changed", async () => {
  expect((await stack.preview(program)).steps).toEqual([]);
  expect(requests().all).toEqual([]);
});

it("changed tags update a snapshot in place, and change nothing that depends on it", async () => {
  wanted.team = "billing";
  expect((await stack.preview(program)).steps).toEqual(["update orders"]);
  expect(requests().all).toEqual([]);
  expect((await stack.up(program)).steps).toEqual(["update orders"]);
  expect(requests().all).toEqual(["memorydb:DescribeSnapshots", "memorydb:TagResource"]);
  expect(world.find("orders-")?.tags.get("team")).toBe("billing");
});

it("a changed default tag previews as an update of all resources that carry it", async () => {
  await stack.setConfig({ "aws:defaultTags": JSON.stringify({ tags: { owner: "data" } }) });
  expect((await stack.preview(program)).steps.toSorted()).toEqual([
    "update copy",
    "update export",
    "update orders",
  ]);
  await stack.up(program);
  expect(world.find("copy-")?.tags.get("owner")).toBe("data");
  requests();
});

it("a refresh shows tags that somebody changed, and the next update sets them back", async () => {
  world
    .find("orders-")
    ?.tags.set("team", "somebody")
    .set("aws:cloudformation:stack", "x")
    .set("theirs", "1");
  const refreshed = await stack.refresh();
  expect(refreshed.output).toContain("updated");
  expect((await stack.state())["orders"]?.[0]?.outputs["tags"]).toEqual({
    team: "somebody",
    note: "",
  });
  expect((await stack.preview(program)).steps).toEqual(["update orders"]);
  await stack.up(program);
  expect(Object.fromEntries(world.find("orders-")?.tags ?? [])).toEqual({
    owner: "data",
    team: "billing",
    note: "",
    "aws:cloudformation:stack": "x",
    theirs: "1",
  });
  requests();
});

it("another bucket replaces an export, and the old files stay where they are", async () => {
  wanted.bucket = "archive";
  const run = await stack.preview(program);
  expect(run.replaceKeys).toEqual({ export: ["targetBucket"] });
  const up = await stack.up(program);
  expect(up.steps).toEqual([
    "create-replacement export",
    "replace export",
    "delete-replaced export",
  ]);
  expect(up.diagnostics).toContain("stay in the bucket: s3://backups/export-");
  expect(world.aws.buckets.objects("archive")).toHaveLength(2);
  expect(world.aws.buckets.objects("backups")).toHaveLength(2);
  expect(requests().changing).toEqual(["CopySnapshot"]);
});

it("another source replaces all resources, and each new one is there before an old one is deleted", async () => {
  wanted.cluster = "customers";
  const preview = await stack.preview(program);
  expect(preview.replaceKeys).toEqual({
    orders: ["clusterName"],
    copy: ["sourceSnapshotName"],
    export: ["sourceSnapshotName"],
  });
  expect(requests().all).toEqual([]);
  const before = await stack.state();
  const run = await stack.up(program);
  expect(run.failed).toBe(false);
  expect(requests().changing).toEqual([
    "CreateSnapshot",
    "UntagResource",
    "CopySnapshot",
    "UntagResource",
    "CopySnapshot",
    "DeleteSnapshot",
    "DeleteSnapshot",
  ]);
  expect(world.held()).toHaveLength(2);
  expect(world.find("orders-")?.arn).not.toBe(before["orders"]?.[0]?.id);
  expect(world.find("orders-")?.configuration.Name).toBe("customers");
});

it("a refresh drops a snapshot that somebody deleted, and the next update makes it again", async () => {
  const copy = world.find("copy-");
  world.aws.memorydb.vanish(...home, copy?.name ?? "");
  const refreshed = await stack.refresh();
  expect(refreshed.steps).toEqual(["delete copy"]);
  expect((await stack.preview(program)).steps).toEqual(["create copy"]);
  await stack.up(program);
  expect(world.held()).toHaveLength(2);
  requests();
});

it("destroy deletes everything that the stack made, waits until it is gone, and says what stays", async () => {
  const run = await stack.destroy();
  expect(run.steps).toEqual(["delete export", "delete copy", "delete orders"]);
  expect(run.diagnostics).toContain("stay in the bucket: s3://archive/export-");
  expect(world.held()).toEqual([]);
  // Each is described before, and twice afterwards, because AWS may leave it out of one answer.
  const one = ["DescribeSnapshots", "DeleteSnapshot", "DescribeSnapshots", "DescribeSnapshots"];
  expect(requests().all).toEqual([...one, ...one].map((operation) => `memorydb:${operation}`));
});
