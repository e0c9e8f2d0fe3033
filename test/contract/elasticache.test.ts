import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import type { LocalAwsOptions } from "../../src/local-aws/index.js";
import { unknownText } from "../../src/values/engine-values.js";
import type { Props } from "../../src/values/json.js";
import { cases, casesByKind, held, purposes } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// Behaviour that only ElastiCache snapshots have.
let world: World;
beforeEach(() => start());
afterEach(() => world.close());

async function start(behaviour: LocalAwsOptions = {}): Promise<void> {
  await world?.close();
  world = await World.start(behaviour);
}

function missing(): never {
  throw new Error("there is no such case");
}

describe("a node-based snapshot", () => {
  const example = casesByKind["elasticache:Snapshot"] ?? missing();
  const { kind } = example;
  const { replicationGroupId: _, ...rest } = example.program;
  beforeEach(() => example.addSources(world.aws));

  it.each([
    ["a replication group with cluster mode", { replicationGroupId: "orders" }, {}],
    [
      "a replication group without cluster mode",
      { replicationGroupId: "shop" },
      { cacheClusterId: "shop-002" },
    ],
    ["a cluster", { cacheClusterId: "carts" }, {}],
    [
      "a node and the group that it is of",
      { replicationGroupId: "shop", cacheClusterId: "shop-001" },
      {},
    ],
  ])("is taken from %s, and AWS's answer is not a change", async (_of, source, more) => {
    const program: Props = { ...rest, ...source };
    const { id, inputs, outs } = await make(world.provider(kind), program);
    expect(outs).toMatchObject({ ...source, ...more });
    const provider = world.provider(kind);
    expect(await provider.diff(id, outs, inputs)).toEqual({ changes: false });
    const read = await provider.read(id, outs);
    expect(read.inputs).toMatchObject(source);
    expect(await provider.diff(id, { ...read.props }, inputs)).toEqual({ changes: false });
  });

  it("without a cluster and a group is refused in the preview", async () => {
    const { failures } = await world.provider(kind).check({}, rest);
    expect(failures).toEqual([
      {
        property: "replicationGroupId",
        reason: "at least one of replicationGroupId and cacheClusterId must be given",
      },
    ]);
  });

  it("of a node that does not belong to the given group is refused before anything is created", async () => {
    const { message, id } = await failureOf(
      make(world.provider(kind), {
        ...rest,
        replicationGroupId: "shop",
        cacheClusterId: "stock-001",
      }),
    );
    expect(id).toBeUndefined();
    expect(message).toContain(
      'the cluster "stock-001" is not a node of the replication group "shop". Pass only one of the two',
    );
    expect(world.aws.requests.changing()).toEqual([]);
  });

  it.each([
    { replicationGroupId: unknownText, cacheClusterId: unknownText },
    { replicationGroupId: "orders", cacheClusterId: unknownText },
  ])("may have an unknown source: %j", async (source) => {
    await checked(world.provider(kind), { ...rest, ...source });
  });

  it.each([
    ["Memcached", { name: "sessions", engine: "memcached" }],
    ["a t1.micro node", { name: "sessions", nodeType: "cache.t1.micro" }],
  ])("of %s is refused with the reason", async (_what, cluster) => {
    world.aws.elasticache.nodes.addCacheCluster(...home, cluster);
    const { message } = await failureOf(
      make(world.provider(kind), { ...rest, cacheClusterId: "sessions" }),
    );
    expect(message).toContain("SnapshotFeatureNotSupportedFault");
    expect(message).toContain("cannot take snapshots of Memcached");
  });

  it("of a cluster that does not exist names the input to check", async () => {
    const { message } = await failureOf(
      make(world.provider(kind), { ...rest, cacheClusterId: "nowhere" }),
    );
    expect(message).toContain("Check cacheClusterId");
  });
});

const ours = cases.filter(({ kind }) => kind.service === "elasticache");

describe.each(ours)("a $kind.label", (example) => {
  const { kind, program } = example;

  it("that nobody waits for keeps its creating tag until the next update if AWS does not allow it to be removed yet", async () => {
    await start({ tagsOfUnfinished: "read and change" });
    example.addSources(world.aws);
    const made = await make(world.provider(kind), { ...program, waitForCompletion: false });
    expect(made.outs).toMatchObject({ status: "creating", __marked: true });
    world.aws.clock.advance(60_000);
    const { outs } = await world.provider(kind).update(made.id, made.outs, made.inputs);
    expect(outs).not.toHaveProperty("__marked");
    expect(held(example, world.aws, home)[0]?.tags.has(creatingTag)).toBe(false);
  });

  it("that is not finished is read with the tags in the state", async () => {
    example.addSources(world.aws);
    const made = await make(world.provider(kind), { ...program, waitForCompletion: false });
    world.aws.requests.clear();
    const { inputs } = await world.provider(kind).read(made.id, made.outs);
    expect(inputs).toMatchObject({ tags: program["tags"] });
    expect(purposes(example, world.aws)).toEqual(["find", "tags"]);
  });

  it("has at most 50 tags, the creating tag counted", async () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, "x"]));
    const { failures } = await world.provider(kind).check({}, { ...program, tags });
    expect(failures).toEqual([
      { property: "tags", reason: expect.stringContaining("51 tags are too many") },
    ]);
    const { k0: _, ...fewer } = tags;
    await checked(world.provider(kind), { ...program, tags: fewer });
  });
});
