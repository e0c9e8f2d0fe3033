import { describe, expect, test } from "vitest";
import {
  ARN,
  arnOf,
  many,
  type NodeCalls,
  type ServerlessCalls,
  startNodes,
  startServerless,
  wireCode,
} from "./elasticache-calls.js";
import { failure } from "./local-aws.js";

/** Returns an error whose code is the same on the wire. */
const modelled = (code: string, status: number) => `${code} ${status} ${code}`;
const invalid = "InvalidParameterValueException 400 InvalidParameterValue";
const combination = "InvalidParameterCombinationException 400 InvalidParameterCombination";
const tooMany = modelled("TagQuotaPerResourceExceeded", 400);
const noTag = "TagNotFoundFault 404 TagNotFound";

describe("node-based ElastiCache", () => {
  const taken = modelled("SnapshotAlreadyExistsFault", 400);
  const gone = modelled("SnapshotNotFoundFault", 404);
  const noGroup = modelled("ReplicationGroupNotFoundFault", 404);
  const noCluster = "CacheClusterNotFoundFault 404 CacheClusterNotFound";
  const noArn = "InvalidARNFault 400 InvalidARN";
  const orders = { ReplicationGroupId: "orders" };

  const rules: [string, (calls: NodeCalls) => Promise<unknown>, string][] = [
    ["a taken name", ({ create }) => create("BASE"), taken],
    ["a taken target name", ({ copy }) => copy("Base"), taken],
    ["a snapshot of nothing", ({ create }) => create("a", {}), invalid],
    [
      "a snapshot of two things",
      ({ create }) => create("a", { ...orders, CacheClusterId: "carts" }),
      combination,
    ],
    ["a missing group", ({ create }) => create("a", { ReplicationGroupId: "x" }), noGroup],
    ["a missing cluster", ({ create }) => create("a", { CacheClusterId: "orders" }), noCluster],
    ["a missing source", ({ copy }) => copy("a", { SourceSnapshotName: "x" }), gone],
    ["deleting a missing snapshot", ({ remove }) => remove("x"), gone],
    ["a leading digit", ({ create }) => create("1a"), invalid],
    ["two hyphens", ({ create }) => create("a--b"), invalid],
    ["a trailing hyphen", ({ copy }) => copy("a-"), invalid],
    ["a dot", ({ copy }) => copy("automatic.a"), invalid],
    ["256 characters", ({ create }) => create("a".repeat(256)), invalid],
    ["a bucket that cannot be", ({ copy }) => copy("a", { TargetBucket: "a/b" }), invalid],
    ["an export without a name", ({ copy }) => copy("", { TargetBucket: "b" }), invalid],
    ["an export of 1001", ({ copy }) => copy("a".repeat(1001), { TargetBucket: "b" }), invalid],
    ["a wrong source filter", ({ list }) => list({ SnapshotSource: "manual" }), invalid],
    ["a page of 19", ({ list }) => list({ MaxRecords: 19 }), invalid],
    ["a page of 51", ({ list }) => list({ MaxRecords: 51 }), invalid],
    ["a marker never given out", ({ list }) => list({ Marker: "eA" }), invalid],
    [
      "a reserved tag",
      ({ create }) => create("a", { ...orders, Tags: [{ Key: "aws:x" }] }),
      invalid,
    ],
    ["51 tags", ({ create }) => create("a", { ...orders, Tags: many(51) }), tooMany],
    ["51 tags on a copy", ({ copy }) => copy("a", { Tags: many(51) }), tooMany],
    ["51 tags later", ({ tag }) => tag("base", ...many(51)), tooMany],
    ["a tag that is not there", ({ untag }) => untag("base", "x"), noTag],
    ["an invalid ARN", ({ tags }) => tags("arn:aws:elasticache:x"), noArn],
    ["an ARN of elsewhere", ({ tags }) => tags(arnOf("base").replace("eu", "us")), noArn],
    ["an ARN of a resource without tags", ({ tags }) => tags(`${ARN}:event:base`), noArn],
    ["the ARN of no snapshot", ({ tags }) => tags("x"), gone],
    ["the ARN of no cluster", ({ tags }) => tags(`${ARN}:cluster:orders`), noCluster],
    ["the ARN of no group", ({ tags }) => tags(`${ARN}:replicationgroup:carts`), noGroup],
    [
      "a taken group",
      ({ createGroup }) => createGroup("ORDERS"),
      "ReplicationGroupAlreadyExistsFault 400 ReplicationGroupAlreadyExists",
    ],
    [
      "a taken cluster",
      ({ createCluster }) => createCluster("Carts"),
      "CacheClusterAlreadyExistsFault 400 CacheClusterAlreadyExists",
    ],
    ["no group to delete", ({ removeGroup }) => removeGroup("x"), noGroup],
    ["no cluster to describe", ({ clusters }) => clusters({ CacheClusterId: "x" }), noCluster],
    [
      "a cluster from a snapshot",
      ({ createCluster }) => createCluster("a", { SnapshotName: "base" }),
      combination,
    ],
    [
      "a last snapshot",
      ({ removeGroup }) => removeGroup("orders", { FinalSnapshotIdentifier: "x" }),
      combination,
    ],
  ];
  test.each(rules)("refuses %s", async (_what, call, expected) => {
    const { aws, ...calls } = await startNodes();
    const refused = call(calls);
    expect(`${await failure(refused)} ${await wireCode(refused)}`).toBe(expected);
    expect(aws.requests.all()).toMatchObject([{ outcome: expected.split(" ")[0], refused: false }]);
    expect(await calls.statuses()).toEqual({ base: "available" });
  });
});

describe("serverless ElastiCache", () => {
  const taken = modelled("ServerlessCacheSnapshotAlreadyExistsFault", 400);
  const gone = modelled("ServerlessCacheSnapshotNotFoundFault", 404);
  const noCache = modelled("ServerlessCacheNotFoundFault", 404);

  const rules: [string, (calls: ServerlessCalls) => Promise<unknown>, string][] = [
    ["a taken name", ({ create }) => create("BASE"), taken],
    ["a taken target name", ({ copy }) => copy("Base"), taken],
    ["a missing cache", ({ create }) => create("a", { ServerlessCacheName: "x" }), noCache],
    ["a missing source", ({ copy }) => copy("a", { SourceServerlessCacheSnapshotName: "x" }), gone],
    ["exporting a missing snapshot", ({ exportTo }) => exportTo("vault", "x"), gone],
    ["deleting a missing snapshot", ({ remove }) => remove("x"), gone],
    [
      "describing a missing snapshot",
      ({ list }) => list({ ServerlessCacheSnapshotName: "x" }),
      gone,
    ],
    ["an empty name", ({ create }) => create(""), invalid],
    ["256 characters", ({ copy }) => copy("a".repeat(256)), invalid],
    ["a dot", ({ copy }) => copy("automatic.a"), invalid],
    ["a bucket that cannot be", ({ exportTo }) => exportTo("a/b"), invalid],
    ["a page of 51", ({ list }) => list({ MaxResults: 51 }), invalid],
    ["an empty page", ({ list }) => list({ MaxResults: 0 }), invalid],
    ["a token never given out", ({ list }) => list({ NextToken: "eA" }), invalid],
    ["a reserved tag", ({ create }) => create("a", { Tags: [{ Key: "aws:x" }] }), invalid],
    ["51 tags", ({ create }) => create("a", { Tags: many(51) }), tooMany],
    ["51 tags on a copy", ({ copy }) => copy("a", { Tags: many(51) }), tooMany],
    ["51 tags later", ({ tag }) => tag("base", ...many(51)), tooMany],
    ["a tag that is not there", ({ untag }) => untag("base", "x"), noTag],
    ["the ARN of no snapshot", ({ tags }) => tags("x"), gone],
    ["the ARN of no cache", ({ tags }) => tags(`${ARN}:serverlesscache:x`), noCache],
    [
      "a taken cache",
      ({ createCache }) => createCache("ORDERS"),
      modelled("ServerlessCacheAlreadyExistsFault", 400),
    ],
    ["no cache to delete", ({ removeCache }) => removeCache("x"), noCache],
    ["no cache to describe", ({ caches }) => caches({ ServerlessCacheName: "x" }), noCache],
    [
      "a cache from a snapshot",
      ({ createCache }) => createCache("a", { SnapshotArnsToRestore: ["x"] }),
      combination,
    ],
    [
      "a last snapshot",
      ({ removeCache }) => removeCache("orders", { FinalSnapshotName: "x" }),
      combination,
    ],
  ];
  test.each(rules)("refuses %s", async (_what, call, expected) => {
    const { aws, ...calls } = await startServerless();
    const refused = call(calls);
    expect(`${await failure(refused)} ${await wireCode(refused)}`).toBe(expected);
    expect(aws.requests.all()).toMatchObject([{ outcome: expected.split(" ")[0], refused: false }]);
    expect(await calls.statuses()).toEqual({ base: "available" });
  });
});
