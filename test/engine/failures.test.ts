import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/dynamic/tags.js";
import { home, makeWorld, type World } from "./world.js";

// What the state holds and what a person reads after something went wrong with a snapshot that AWS had
// accepted, and what the next `pulumi up` does about it.
let world: World;
const names = ["failed", "endless", "stolen"] as const;

beforeAll(async () => {
  // Of a cluster MemoryDB makes one snapshot at a time, so each has a cluster of its own.
  world = await makeWorld();
  for (const name of names) {
    world.aws.memorydb.addCluster(...home, { ClusterName: name });
  }
  return world.close;
});

async function program() {
  for (const name of names) {
    new memorydb.Snapshot(
      name,
      { clusterName: name, snapshotName: name },
      { customTimeouts: { create: "30s", update: "30s" } },
    );
  }
}

describe("a create that AWS accepted and that then", () => {
  it("fails, never ends, or is deleted by somebody stays in the stack, and the next update mends it", async () => {
    const { aws } = world;
    const stack = await world.stack();
    aws.memorydb.fail(...home, "failed");
    aws.memorydb.freeze(...home, "endless");
    const stolen = aws.requests.arrival("memorydb:CreateSnapshot", 3).then(async () => {
      await aws.requests.arrival("memorydb:DescribeSnapshots", 2);
      aws.memorydb.vanish(...home, "stolen");
    });
    const run = await stack.up(program);
    await stolen;

    expect(run.failed).toBe(true);
    const said = run.diagnostics;
    expect(said).toContain(
      'waiting for MemoryDB snapshot "failed" in eu-west-1: AWS reports "failed"',
    );
    expect(said).toContain("The next `pulumi up` deletes it and makes a new one");
    expect(said).toContain(
      'waiting for MemoryDB snapshot "endless" in eu-west-1: still "creating" after 30s',
    );
    expect(said).toContain(
      "run `pulumi up` again to go on waiting, or raise customTimeouts.create",
    );
    expect(said).toContain(
      'waiting for MemoryDB snapshot "stolen" in eu-west-1: it was deleted while',
    );
    const state = await stack.state();
    for (const name of names) {
      expect(state[name]?.[0]?.id).toBe(`arn:aws:memorydb:eu-west-1:111122223333:snapshot/${name}`);
      expect(state[name]?.[0]?.initErrors).toHaveLength(1);
      expect(state[name]?.[0]?.outputs["__provider"]).toBe(state[name]?.[0]?.inputs["__provider"]);
    }
    expect(world.held().toSorted()).toEqual(["endless creating", "failed failed"]);
    for (const snapshot of aws.memorydb.snapshots(...home)) {
      expect(snapshot.tags.has(creatingTag)).toBe(false);
    }

    // What failed is replaced, what was waited for is waited for again, what is gone is made again.
    const endless = world.find("endless");
    aws.requests.clear();
    endless?.lifetime.end("available");
    const preview = await stack.preview(program);
    expect(preview.replaceKeys).toEqual({ failed: ["status"], stolen: ["status"] });
    expect(aws.requests.changing()).toEqual([]);
    const next = await stack.up(program);
    expect(next.diagnostics).toBe("");
    expect(next.steps).toContain("update endless");
    expect(world.held().toSorted()).toEqual([
      "endless available",
      "failed available",
      "stolen available",
    ]);
    expect(world.find("endless")).toBe(endless);
    expect(
      aws.requests.changing().map(({ operation, input }) => [operation, input["SnapshotName"]]),
    ).toEqual(
      expect.arrayContaining([
        ["DeleteSnapshot", "failed"],
        ["CreateSnapshot", "failed"],
        ["CreateSnapshot", "stolen"],
      ]),
    );
    expect((await stack.preview(program)).steps).toEqual([]);
    await stack.destroy();
    expect(world.held()).toEqual([]);
  });
});

describe("when the tag of an unfinished create cannot be taken off", () => {
  it("keeps the snapshot, says so, and takes it off with the next update", async () => {
    const { aws } = world;
    const stack = await world.stack();
    const one = async () => {
      new memorydb.Snapshot("orders", { clusterName: "orders" });
    };
    aws.faults.add({
      operation: "UntagResource",
      error: { code: "AccessDeniedException", message: "not allowed to untag", status: 400 },
    });
    const run = await stack.up(one);
    expect(run.failed).toBe(false);
    expect(run.diagnostics).toContain("AccessDeniedException: not allowed to untag");
    expect(world.find("orders-")?.tags.has(creatingTag)).toBe(true);
    aws.requests.clear();
    const previews = [await stack.preview(one), await stack.preview(one, { refresh: true })];
    expect(previews.map(({ steps }) => steps)).toEqual([
      ["update orders"],
      ["refresh orders", "update orders"],
    ]);
    expect(aws.requests.changing()).toEqual([]);
    expect((await stack.up(one)).steps).toEqual(["update orders"]);
    expect(world.find("orders-")?.tags.has(creatingTag)).toBe(false);
  });
});
