import type { ElastiCacheClient, ReplicationGroup } from "@aws-sdk/client-elasticache";
import { sdk } from "../../aws/sdk.js";
import { nameOrArnName, optionalName } from "../../values/arn.js";
import type { Inputs } from "../input.js";
import type { Source } from "../kind.js";

/**
 * Looks at the group or the cluster that shall be backed up. A group without cluster mode can only be backed up by one of
 * its nodes, and a cluster may be such a node.
 */
export async function lookAtNodes(client: ElastiCacheClient, inputs: Inputs): Promise<Source> {
  const { DescribeCacheClustersCommand, DescribeReplicationGroupsCommand } = sdk.elasticache();
  const ReplicationGroupId = optionalName(inputs.optional("replicationGroupId"));
  const CacheClusterId = optionalName(inputs.optional("cacheClusterId"));
  if (CacheClusterId !== undefined) {
    const { CacheClusters } = await client.send(
      new DescribeCacheClustersCommand({ CacheClusterId }),
    );
    const [cluster] = CacheClusters ?? [];
    const partOf = optionalName(cluster?.ReplicationGroupId);
    const isOther = ReplicationGroupId !== undefined && partOf !== ReplicationGroupId;
    return {
      arn: cluster?.ARN ?? "",
      named: CacheClusterId,
      partOf,
      problem: isOther
        ? `the cluster "${CacheClusterId}" is not a node of the replication group "${ReplicationGroupId}". Pass only one of the two`
        : undefined,
      givesTags: false,
    };
  }
  const { ReplicationGroups } = await client.send(
    new DescribeReplicationGroupsCommand({ ReplicationGroupId }),
  );
  const [group] = ReplicationGroups ?? [];
  return { arn: group?.ARN ?? "", named: nodeToBackUp(group), givesTags: false };
}

/** The node by which a group without cluster mode is backed up: a replica, which has the time; the primary, if it is alone. */
function nodeToBackUp(group: ReplicationGroup | undefined): string | undefined {
  if (group?.ClusterEnabled !== false) {
    return undefined;
  }
  const nodes = (group.NodeGroups ?? []).flatMap(({ NodeGroupMembers = [] }) => NodeGroupMembers);
  const node = nodes.find(({ CurrentRole }) => CurrentRole === "replica") ?? nodes[0];
  return node?.CacheClusterId ?? group.MemberClusters?.[0];
}

/** Whether a cluster has such a name as ElastiCache gives the nodes of a group: `orders-002` of `orders`. */
export function isNodeOf(cluster: string, group: string): boolean {
  const [node, whole] = [nameOrArnName(cluster), nameOrArnName(group)];
  return node.startsWith(`${whole}-`) && /^(\d{4}-)?\d{3}$/.test(node.slice(whole.length + 1));
}
