import { memorydb, neptune } from "pulumi-aws-snapshots";
import { beforeAll, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { home, makeWorld, type World } from "./world.js";

// The state and the messages after a failure of a snapshot that AWS had accepted, and what the next `pulumi up` does
// about it.
let world: World;
const names = ["failed", "endless", "stolen"] as const;

beforeAll(async () => {
  // MemoryDB takes one snapshot of a cluster at a time, so each snapshot has its own cluster.
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

describe("accepted create", () => {
  it("a snapshot that AWS accepted stays in the stack if it fails, never ends or is deleted by somebody, and the next update mends it", async () => {
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
    expect(said).toContain("The next `pulumi up` creates a new snapshot and deletes this one");
    expect(said).toContain(
      'waiting for MemoryDB snapshot "endless" in eu-west-1: still "creating" after 30s',
    );
    expect(said).toContain(
      "Run `pulumi up` again to continue to wait, or raise customTimeouts.create",
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

    // A failed snapshot is replaced, an unfinished snapshot is waited for again, and a missing snapshot is created
    // again.
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

describe("creating tag", () => {
  it("a snapshot whose creating tag cannot be removed is kept with an error, and the next update removes the tag", async () => {
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

describe("expired credentials", () => {
  it("a wait during which the credentials expire is continued by the next update with new credentials", async () => {
    const { aws } = world;
    const stack = await world.stack();
    aws.memorydb.addCluster(...home, { ClusterName: "waiting" });
    aws.rds.addCluster(...home, { DBClusterIdentifier: "graph", Engine: "neptune" });
    aws.memorydb.freeze(...home, "waiting");
    aws.rds.freeze(...home, "graph");
    const both = async () => {
      new memorydb.Snapshot("waiting", { clusterName: "waiting", snapshotName: "waiting" });
      const dbClusterSnapshotIdentifier = "graph";
      new neptune.ClusterSnapshot("graph", {
        dbClusterIdentifier: "graph",
        dbClusterSnapshotIdentifier,
      });
    };
    const asked = (count: number) =>
      Promise.all([
        aws.requests.arrival("memorydb:DescribeSnapshots", count),
        aws.requests.arrival("rds:DescribeDBClusterSnapshots", count),
      ]);
    const begun = Promise.all([
      aws.requests.arrival("memorydb:CreateSnapshot"),
      aws.requests.arrival("rds:CreateDBClusterSnapshot"),
    ]);
    const up = stack.up(both);
    await begun;
    await asked(2);
    // AWS no longer knows the caller, whatever the request, so the creating tag cannot be removed either.
    const message = "The security token included in the request is expired";
    const expired = [
      { service: "memorydb", code: "ExpiredTokenException" },
      { service: "rds", code: "ExpiredToken" },
    ].map(({ service, code }) =>
      aws.faults.add({ service, times: 1000, error: { code, message, status: 403 } }),
    );
    const run = await up;
    expect(expired.map(({ hits }) => hits > 0)).toEqual([true, true]);
    expect(run.failed).toBe(true);
    for (const subject of [
      'waiting for MemoryDB snapshot "waiting" in eu-west-1: ExpiredTokenException',
      'waiting for Neptune cluster snapshot "graph" in eu-west-1: ExpiredToken',
    ]) {
      expect(run.diagnostics).toContain(`${subject}: ${message}`);
    }
    expect(run.diagnostics).toMatch(
      /expired\. Renew the credentials, .* It stays in the stack, and /,
    );
    expect(run.diagnostics).toContain("the next `pulumi up` continues to wait");
    const snapshots = [
      aws.memorydb.snapshots(...home).find(({ name }) => name === "waiting"),
      aws.rds.snapshots(...home).find(({ name }) => name === "graph"),
    ].flatMap((one) => (one === undefined ? [] : [one]));
    const kept = await stack.state();
    const ids = () => Object.values(kept).flatMap((halves) => halves.map(({ id }) => id));
    expect(ids().toSorted()).toEqual(snapshots.map(({ arn }) => arn).toSorted());
    expect(Object.values(kept).map(([one]) => one?.initErrors.length)).toEqual([1, 1]);
    expect(snapshots.map(({ tags }) => tags.has(creatingTag))).toEqual([true, true]);

    for (const fault of expired) {
      fault.remove();
    }
    stack.environment({ AWS_ACCESS_KEY_ID: "AKIA111122223333NEW1" });
    aws.requests.clear();
    const waiting = asked(3);
    const next = stack.up(both);
    await waiting;
    for (const { lifetime } of snapshots) {
      lifetime.end("available");
    }
    expect((await next).failed).toBe(false);
    expect(
      aws.requests
        .changing()
        .map(({ operation }) => operation)
        .toSorted(),
    ).toEqual(["RemoveTagsFromResource", "UntagResource"]);
    expect(snapshots.map(({ tags }) => tags.has(creatingTag))).toEqual([false, false]);
    expect((await stack.preview(both)).steps).toEqual([]);
    await stack.destroy();
  });
});

describe("busy source", () => {
  it("a create waits for a busy source, and the row shows what AWS says", async () => {
    const { aws } = world;
    const stack = await world.stack();
    aws.memorydb.addCluster(...home, { ClusterName: "busy" });
    const message = "Cluster busy is in the state modifying";
    const busy = aws.faults.add({
      operation: "CreateSnapshot",
      times: 3,
      error: { code: "InvalidClusterStateFault", message },
    });
    const run = await stack.up(async () => {
      new memorydb.Snapshot("busy", { clusterName: "busy" });
    });
    expect(run.failed).toBe(false);
    expect(busy.hits).toBe(3);
    const words = /waiting \d+s: .*InvalidClusterState.*: Cluster busy is in the state modifying/;
    expect(run.progress.filter((line) => line.startsWith("busy: ")).join("\n")).toMatch(words);
    expect(run.output).toMatch(words);
    // The message is shown while the update runs, and is gone at the end.
    expect(run.diagnostics).toBe("");
    await stack.destroy();
  });
});
