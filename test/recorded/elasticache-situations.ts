import type { NodeSnapshot, NodeSource } from "../../src/local-aws/index.js";
import type { LocalAnswer } from "./asking.js";
import type { Structure } from "./items.js";
import { type Stage, subjects, textIn } from "./worlds.js";

/** Repeats the recorded requests to node-based ElastiCache. */
export async function elastiCacheAnswer(stage: Stage): Promise<LocalAnswer> {
  const { item, aws } = stage;
  const { operation, request = {} } = item;
  const [first] = subjects(item);
  const named = textIn(request, "SnapshotName") ?? textIn(first, "SnapshotName") ?? "a";
  switch (operation) {
    case "CreateSnapshot":
      addSource(stage, { ...request, ...first });
      return stage.ask(operation, request);
    case "CopySnapshot":
      addSnapshot(stage, { ...first, SnapshotName: request["SourceSnapshotName"] });
      stage.pass();
      return stage.ask(operation, request);
    case "DeleteSnapshot":
      addSnapshot(stage, { ...first, SnapshotName: named });
      stage.pass();
      return stage.ask(operation, { SnapshotName: named });
    case "DescribeSnapshots":
      for (const one of subjects(item)) {
        const snapshot = addSnapshot(stage, one);
        if (one["SnapshotStatus"] === "creating") snapshot.lifetime.occupy("creating", 60);
      }
      return stage.ask(operation, request);
    case "ListTagsForResource":
    case "AddTagsToResource":
    case "RemoveTagsFromResource": {
      const snapshot = addSnapshot(stage, { SnapshotName: "tagged", CacheClusterId: "carts" });
      for (const { Key, Value } of subjects(item)) snapshot.tags.set(String(Key), String(Value));
      const added = Array.isArray(request["Tags"]) ? request["Tags"] : [{ Key: "a", Value: "b" }];
      const keys = Array.isArray(request["TagKeys"]) ? request["TagKeys"] : [];
      for (const key of keys) snapshot.tags.set(String(key), "");
      return stage.ask(operation, {
        ResourceName: snapshot.arn,
        ...(operation === "AddTagsToResource" && { Tags: added }),
        ...(operation === "RemoveTagsFromResource" && { TagKeys: keys }),
      });
    }
    case "DescribeCacheClusters":
      // Groups whose nodes have their own names are without cluster mode, and come with their nodes.
      for (const group of new Set(subjects(item).map((one) => String(one["ReplicationGroupId"])))) {
        const nodes = subjects(item).filter((one) => one["ReplicationGroupId"] === group);
        const added = { name: group, replicas: nodes.length - 1 };
        aws.elasticache.nodes.addReplicationGroup(...stage.place, added);
      }
      return stage.ask(operation, request);
    default:
      return stage.ask(operation, request);
  }
}

/** Returns the source of a recorded snapshot: a group with cluster mode, or a node. */
function addSource(stage: Stage, one: Structure): NodeSource {
  const { nodes } = stage.aws.elasticache;
  const group = textIn(one, "ReplicationGroupId");
  const place = nodes.at(...stage.place);
  const engine = textIn(one, "Engine") ?? "redis";
  // If the answer also names a node, the group has no cluster mode.
  const ofGroup = textIn(one, "CacheClusterId") === undefined ? 2 : 1;
  const shards = Array.isArray(one["NodeSnapshots"]) ? one["NodeSnapshots"].length : ofGroup;
  if (group !== undefined) {
    const known = place.replicationGroups.get(group.toLowerCase());
    const description = textIn(one, "ReplicationGroupDescription");
    const added = { name: group, description, shards, engine };
    return known ?? nodes.addReplicationGroup(...stage.place, added);
  }
  const name = textIn(one, "CacheClusterId") ?? "carts";
  const known = place.clusters.get(name.toLowerCase());
  return known ?? nodes.addCacheCluster(...stage.place, { name, engine });
}

function addSnapshot(stage: Stage, one: Structure): NodeSnapshot {
  const source = addSource(stage, one);
  const name = textIn(one, "SnapshotName") ?? "a";
  const { kmsKeyId } = source;
  return stage.aws.elasticache.nodes.at(...stage.place).addSnapshotOf(
    source,
    {
      name,
      source: one["SnapshotSource"] === "automated" ? "automated" : "manual",
      kmsKeyId,
      tags: new Map(),
    },
    0,
  );
}
