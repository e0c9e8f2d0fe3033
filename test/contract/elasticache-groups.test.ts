import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { behindBoundary } from "../../src/dynamic/boundary.js";
import { withHiddenInputs } from "../../src/dynamic/hidden-inputs.js";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { realClock } from "../../src/local-aws/index.js";
import { wallClock } from "../../src/values/clock.js";
import type { Props } from "../../src/values/json.js";
import { caseOf, held } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// Snapshots of a replication group without cluster mode: AWS takes them from a node, and reports the node as their
// source.
const example = caseOf("elasticache:Snapshot");
const { kind } = example;
const { replicationGroupId: _, ...rest } = example.program;
const program: Props = { ...rest, replicationGroupId: "shop" };

let world: World;
beforeEach(async () => {
  world = await World.start();
  example.addSources(world.aws);
});
afterEach(() => world.close());

/** Returns the sources of the snapshots that were requested. */
const asked = () =>
  world.aws.requests
    .all()
    .filter(({ operation }) => operation === "CreateSnapshot")
    .map(({ input }) => [input["ReplicationGroupId"], input["CacheClusterId"]]);

const failOver = () => world.aws.elasticache.nodes.failOver(...home, "shop");

it("a group snapshot is taken from a replica, or from the primary if the group has no replica", async () => {
  world.aws.elasticache.nodes.addReplicationGroup(...home, { name: "alone", replicas: 0 });
  await make(world.provider(kind), program);
  await make(world.provider(kind), { ...rest, replicationGroupId: "alone" });
  expect(asked()).toEqual([
    [undefined, "shop-002"],
    [undefined, "alone-001"],
  ]);
});

it("a group snapshot is taken from the whole group if the group has cluster mode and one shard", async () => {
  const group = { name: "one-shard", clusterMode: true };
  world.aws.elasticache.nodes.addReplicationGroup(...home, group);
  await make(world.provider(kind), { ...rest, replicationGroupId: "one-shard" });
  expect(asked()).toEqual([["one-shard", undefined]]);
});

it("a group snapshot names the input to check if the group does not exist", async () => {
  const nowhere = { ...rest, replicationGroupId: "nowhere" };
  const { message } = await failureOf(make(world.provider(kind), nowhere));
  expect(message).toContain("ReplicationGroupNotFoundFault");
  expect(message).toContain("Check replicationGroupId");
});

it("a group snapshot is not a change after a failover, and the next is taken from the new replica", async () => {
  const { id, inputs, outs } = await make(world.provider(kind), program);
  failOver();
  const provider = world.provider(kind);
  const { props = {} } = await provider.read(id, outs);
  expect(props).toMatchObject({ replicationGroupId: "shop", cacheClusterId: "shop-002" });
  expect(await provider.diff(id, props, inputs)).toEqual({ changes: false });
  await make(provider, { ...program, triggers: { day: "2" } });
  expect(asked()).toEqual([
    [undefined, "shop-002"],
    [undefined, "shop-001"],
  ]);
});

it("a group snapshot whose create was killed before a failover is adopted after it", async () => {
  await world.killedCreate(kind, await checked(world.provider(kind), program));
  failOver();
  const [left] = held(example, world.aws, home);
  const { id } = await make(world.provider(kind), program);
  expect(id).toBe(left?.arn);
  expect(held(example, world.aws, home)).toHaveLength(1);
});

describe("an imported group snapshot", () => {
  const fixed = { ...program, snapshotName: "shop-1", kmsKeyId: undefined };

  it.each([
    ["the group", { replicationGroupId: "shop" }],
    ["the ARN of the group", { replicationGroupId: arn("replicationgroup:shop") }],
    ["the node", { replicationGroupId: undefined, cacheClusterId: "shop-002" }],
    ["both", { cacheClusterId: "shop-002" }],
  ])("is not replaced if the program names %s", async (_what, source) => {
    const { id } = await make(world.provider(kind), fixed);
    const provider = world.provider(kind);
    const { inputs = {}, props = {} } = await provider.read(id, { __lookup: true });
    expect(inputs).toMatchObject({ cacheClusterId: "shop-002" });
    expect(inputs).not.toHaveProperty("replicationGroupId");
    // AWS chose the key.
    const wanted = { ...fixed, ...source, kmsKeyId: undefined };
    const news = await checked(provider, wanted, inputs);
    expect(await provider.diff(id, { ...props, kmsKeyId: undefined }, news)).not.toHaveProperty(
      "replaces.0",
    );
  });
});

/** Returns an ARN of ElastiCache at home. */
function arn(what: string): string {
  return `arn:aws:elasticache:${home[1]}:${home[0]}:${what}`;
}

describe("a program that names another source than before", () => {
  it.each([
    ["the group of the node", { cacheClusterId: "shop-001" }, { replicationGroupId: "shop" }, []],
    [
      "the group alone, instead of the group with a node",
      { replicationGroupId: "shop", cacheClusterId: "shop-001" },
      { replicationGroupId: "shop" },
      [],
    ],
    [
      "the node that was backed up beside its group",
      { replicationGroupId: "shop" },
      { replicationGroupId: "shop", cacheClusterId: "shop-002" },
      [],
    ],
    [
      "another node of the group",
      { replicationGroupId: "shop" },
      { replicationGroupId: "shop", cacheClusterId: "shop-001" },
      ["cacheClusterId"],
    ],
    [
      "another group",
      { cacheClusterId: "shop-001" },
      { replicationGroupId: "stock" },
      ["replicationGroupId", "cacheClusterId"],
    ],
    [
      "a cluster that is called like a node of the group",
      { replicationGroupId: "shop" },
      { cacheClusterId: "shop-001" },
      ["replicationGroupId", "cacheClusterId"],
    ],
  ])(
    "replaces the snapshot only if it was taken from another source: %s",
    async (_what, before, after, replaces) => {
      const { id, inputs, outs } = await make(world.provider(kind), { ...rest, ...before });
      const provider = world.provider(kind);
      const news = await checked(provider, { ...rest, ...after }, inputs);
      const diff = await provider.diff(id, outs, news);
      expect(diff).toEqual(replaces.length === 0 ? { changes: false } : { replaces });
    },
  );
});

it("a refresh shows that a snapshot of another group has the name now", async () => {
  const fixed = { ...program, snapshotName: "shop-1" };
  const made = await make(world.provider(kind), fixed);
  world.aws.elasticache.nodes.vanish(...home, "shop-1");
  await make(world.provider(kind), { ...fixed, replicationGroupId: "stock" });
  const provider = world.provider(kind);
  const { inputs = {}, props = {} } = await provider.read(made.id, made.outs);
  expect(inputs).toMatchObject({ cacheClusterId: "stock-002" });
  const { replaces } = await provider.diff(made.id, props, made.inputs);
  expect(replaces).toContain("replicationGroupId");
});

it("a group snapshot is in one queue with snapshots of the nodes of its group", async () => {
  await world.close();
  // This clock runs without being turned, so that the creates wait at the same time.
  const rate = 60;
  world = await World.start({ clock: realClock(rate) });
  example.addSources(world.aws);
  const provider = behindBoundary(withHiddenInputs(lifecycle(kind, new Runtime(wallClock(rate)))));
  const sources = [
    { replicationGroupId: "shop" },
    { cacheClusterId: "shop-001" },
    { replicationGroupId: "shop", cacheClusterId: "shop-002" },
    { cacheClusterId: "shop-002" },
  ];
  const made = await Promise.all(
    sources.map((source, index) =>
      make(provider, { ...rest, ...source, snapshotName: `shop-${index}` }),
    ),
  );
  expect(made.map(({ outs }) => outs["status"])).toEqual(sources.map(() => "available"));
  // AWS never had to refuse because the group is being backed up already.
  expect(asked()).toHaveLength(sources.length);
});
