import type { ElastiCache, ReplicationGroup, Snapshot } from "@aws-sdk/client-elasticache";
import { unless } from "../../aws/errors.js";
import { nameOrArnName, optionalName } from "../../values/arn.js";
import type { Props } from "../../values/json.js";
import { type InputsOf, missing } from "../input.js";
import type { MadeFrom, Source, SourceStatus } from "../kind.js";

export type SnapshotInputs = InputsOf<"elasticache:Snapshot", "snapshotName">;

/** The replication group or the cluster as the source of a snapshot. */
export const groupOrCluster: MadeFrom<ElastiCache, SnapshotInputs> = {
  inputs: ["replicationGroupId", "cacheClusterId"],
  oneAtATime: ["replicationGroupId", "cacheClusterId"],
  account: "own",
  describe: describeSource,
  status,
};

/**
 * Describes the replication group or the cluster. A snapshot of a group without cluster mode can only be taken of one
 * of its nodes, and a cluster may be such a node.
 */
async function describeSource(client: ElastiCache, inputs: SnapshotInputs): Promise<Source> {
  const ReplicationGroupId = optionalName(inputs.replicationGroupId);
  const CacheClusterId = optionalName(inputs.cacheClusterId);
  if (CacheClusterId !== undefined) {
    const { CacheClusters } = await client.describeCacheClusters({ CacheClusterId });
    const [cluster] = CacheClusters ?? [];
    const partOf = optionalName(cluster?.ReplicationGroupId);
    const isOther = ReplicationGroupId !== undefined && partOf !== ReplicationGroupId;
    return {
      arn: cluster?.ARN ?? "",
      nameInCall: CacheClusterId,
      partOf,
      problem: isOther
        ? `the cluster "${CacheClusterId}" is not a node of the replication group "${ReplicationGroupId}". Pass only one of the two`
        : undefined,
      passesOnTags: false,
    };
  }
  const { ReplicationGroups } = await client.describeReplicationGroups({ ReplicationGroupId });
  const [group] = ReplicationGroups ?? [];
  return { arn: group?.ARN ?? "", nameInCall: nodeToBackUp(group), passesOnTags: false };
}

/**
 * Returns the node of which the snapshot of a group without cluster mode is taken: a replica, which has less to do, or
 * else the primary.
 */
function nodeToBackUp(group: ReplicationGroup | undefined): string | undefined {
  if (group?.ClusterEnabled !== false) {
    return undefined;
  }
  const nodes = (group.NodeGroups ?? []).flatMap(({ NodeGroupMembers = [] }) => NodeGroupMembers);
  const node = nodes.find(({ CurrentRole }) => CurrentRole === "replica") ?? nodes[0];
  return node?.CacheClusterId ?? group.MemberClusters?.[0];
}

async function status(client: ElastiCache, inputs: SnapshotInputs): Promise<SourceStatus> {
  const ReplicationGroupId = optionalName(inputs.replicationGroupId);
  if (ReplicationGroupId !== undefined) {
    const { ReplicationGroups } = await client.describeReplicationGroups({ ReplicationGroupId });
    const label = `replication group "${ReplicationGroupId}"`;
    return { label, status: ReplicationGroups?.[0]?.Status };
  }
  const CacheClusterId = nameOrArnName(inputs.cacheClusterId ?? missing("cacheClusterId"));
  const { CacheClusters } = await client.describeCacheClusters({ CacheClusterId });
  return { label: `cluster "${CacheClusterId}"`, status: CacheClusters?.[0]?.CacheClusterStatus };
}

/**
 * Returns those snapshots that were taken of a group or a cluster. Of a group without cluster mode AWS names the node
 * alone. A node is known by its name, also if it has left the group or the group is gone; a node with a name of its own
 * is known as long as it is in the group.
 */
export async function ofSource(
  client: ElastiCache,
  { replicationGroupId, cacheClusterId }: Props,
  snapshots: readonly Snapshot[],
): Promise<Snapshot[]> {
  if (typeof replicationGroupId !== "string") {
    const cluster = optionalName(String(cacheClusterId));
    return snapshots.filter(({ CacheClusterId }) => optionalName(CacheClusterId) === cluster);
  }
  const group = nameOrArnName(replicationGroupId);
  const isNamed = ({ ReplicationGroupId, CacheClusterId = "" }: Snapshot) =>
    ReplicationGroupId === undefined
      ? isNodeOf(CacheClusterId, group)
      : optionalName(ReplicationGroupId) === group;
  const isDoubtful = (snapshot: Snapshot) =>
    snapshot.ReplicationGroupId === undefined && !isNamed(snapshot);
  const nodes = snapshots.some(isDoubtful) ? await nodesOf(client, group) : [];
  return snapshots.filter(
    (snapshot) =>
      isNamed(snapshot) ||
      (isDoubtful(snapshot) && nodes.includes(optionalName(snapshot.CacheClusterId) ?? "")),
  );
}

async function nodesOf(client: ElastiCache, ReplicationGroupId: string): Promise<string[]> {
  const found = await unless(
    ["ReplicationGroupNotFoundFault"],
    client.describeReplicationGroups({ ReplicationGroupId }),
  );
  return found?.ReplicationGroups?.[0]?.MemberClusters ?? [];
}

/**
 * Returns whether a cluster has a name like those that ElastiCache gives to the nodes of a group: `orders-002` in the
 * group `orders`.
 */
export function isNodeOf(cluster: string, group: string): boolean {
  const [node, whole] = [nameOrArnName(cluster), nameOrArnName(group)];
  return node.startsWith(`${whole}-`) && /^(\d{4}-)?\d{3}$/.test(node.slice(whole.length + 1));
}
