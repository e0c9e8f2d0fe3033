import type {
  CacheCluster,
  ElastiCache,
  NodeGroup,
  NodeGroupMember,
  ReplicationGroup,
} from "@aws-sdk/client-elasticache";
import { withTags } from "../store/tags.js";
import { refuseMembers } from "../store/unsupported.js";
import { AwsError } from "../wire/aws-error.js";
import { type Handler, handlers } from "../wire/service.js";
import type { ElastiCacheNodes, NodeSource, NodesPlace } from "./nodes.js";
import { found, INVALID, newIdentifier, recordsOf, tagRules } from "./rules.js";

/** The operations on replication groups and clusters, as far as snapshots need them. */
export function nodeSourceOperations(nodes: ElastiCacheNodes): Record<string, Handler> {
  return handlers<ElastiCache>({
    CreateReplicationGroup: (input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      const name = newIdentifier(input.ReplicationGroupId, "ReplicationGroupId");
      refuseMembers("CreateReplicationGroup", input, [
        "GlobalReplicationGroupId",
        "PrimaryClusterId",
        "SnapshotArns",
        "SnapshotName",
        "ServerlessCacheSnapshotName",
      ]);
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      if (place.replicationGroups.has(name)) throw taken("ReplicationGroup", name);
      const { NumNodeGroups: shards, KmsKeyId: kmsKeyId, NumCacheClusters: count } = input;
      const { Engine: engine, CacheNodeType: nodeType, ClusterMode: mode } = input;
      const clusterMode = mode === undefined ? undefined : mode === "enabled";
      const replicas = count === undefined ? (input.ReplicasPerNodeGroup ?? 0) : count - 1;
      const { ReplicationGroupDescription: description } = input;
      const group = {
        name,
        description,
        shards,
        clusterMode,
        replicas,
        kmsKeyId,
        engine,
        nodeType,
      };
      const added = place.addSource("replicationgroup", group, tags);
      return { ReplicationGroup: { ...describeGroup(place, added), Status: "creating" } };
    },

    DescribeReplicationGroups: (input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      const { ReplicationGroupId: name } = input;
      const { items, nextToken } = recordsOf(
        name === undefined ? [...place.replicationGroups.values()] : [groupOf(place, name)],
        input,
        100,
      );
      return {
        ReplicationGroups: items.map((item) => describeGroup(place, item)),
        Marker: nextToken,
      };
    },

    DeleteReplicationGroup: (input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      refuseMembers("DeleteReplicationGroup", input, [
        "FinalSnapshotIdentifier",
        "RetainPrimaryCluster",
      ]);
      const group = groupOf(place, input.ReplicationGroupId);
      mustBeIdle(place, group);
      place.replicationGroups.delete(group.name);
      for (const { name } of group.members) place.clusters.delete(name);
      return { ReplicationGroup: { ...describeGroup(place, group), Status: "deleting" } };
    },

    CreateCacheCluster: (input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      const name = newIdentifier(input.CacheClusterId, "CacheClusterId");
      refuseMembers("CreateCacheCluster", input, [
        "ReplicationGroupId",
        "SnapshotArns",
        "SnapshotName",
      ]);
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      if (place.clusters.has(name)) throw taken("CacheCluster", name);
      const { Engine: engine, CacheNodeType: nodeType } = input;
      if (engine === "valkey") {
        throw new AwsError(
          INVALID,
          "This API doesn't support Valkey engine. Please use CreateReplicationGroup API for Valkey cluster creation.",
        );
      }
      const added = place.addSource("cluster", { name, engine, nodeType }, tags);
      return {
        CacheCluster: { ...describeCluster(place, added), CacheClusterStatus: "creating" },
      };
    },

    DescribeCacheClusters: (input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      const { CacheClusterId: name } = input;
      const { items, nextToken } = recordsOf(
        name === undefined ? [...place.clusters.values()] : [clusterOf(place, name)],
        input,
        100,
      );
      return {
        CacheClusters: items.map((item) => describeCluster(place, item)),
        Marker: nextToken,
      };
    },

    DeleteCacheCluster: (input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      refuseMembers("DeleteCacheCluster", input, ["FinalSnapshotIdentifier"]);
      const cluster = clusterOf(place, input.CacheClusterId);
      mustBeIdle(place, cluster);
      place.clusters.delete(cluster.name);
      return {
        CacheCluster: { ...describeCluster(place, cluster), CacheClusterStatus: "deleting" },
      };
    },
  });
}

/** Returns the replication group of this name. Throws ReplicationGroupNotFoundFault if there is none. */
export function groupOf(place: NodesPlace, name: string): NodeSource {
  const group = place.replicationGroups.get(name.toLowerCase());
  return found(group, "ReplicationGroupNotFoundFault", `ReplicationGroup ${name}`);
}

/** Returns the cluster of this name. Throws CacheClusterNotFoundFault if there is none. */
export function clusterOf(place: NodesPlace, name: string): NodeSource {
  const cluster = place.clusters.get(name.toLowerCase());
  return found(cluster, "CacheClusterNotFoundFault", `CacheCluster ${name}`);
}

/** Throws if the source is not available or a snapshot of it is being taken. */
export function mustBeIdle(place: NodesPlace, source: NodeSource): void {
  const status = statusOf(place, source);
  if (status === "available") return;
  throw new AwsError(
    source.configuration.ReplicationGroupId === undefined
      ? "InvalidCacheClusterStateFault"
      : "InvalidReplicationGroupStateFault",
    `${source.name} is ${status}, not available.`,
  );
}

function taken(what: "ReplicationGroup" | "CacheCluster", name: string): AwsError {
  return new AwsError(`${what}AlreadyExistsFault`, `${what} ${name} already exists.`);
}

function statusOf(place: NodesPlace, source: NodeSource): string {
  return source.status ?? place.statusOf(source.partOf ?? source, "snapshotting");
}

function describeGroup(place: NodesPlace, group: NodeSource): ReplicationGroup {
  const { ReplicationGroupDescription, CacheNodeType, Engine, AutomaticFailover, DataTiering } =
    group.configuration;
  return {
    ReplicationGroupId: group.name,
    ARN: group.arn,
    Status: statusOf(place, group),
    Description: ReplicationGroupDescription,
    ClusterEnabled: group.members.length === 0,
    ClusterMode: group.members.length === 0 ? "enabled" : "disabled",
    MemberClusters: membersOf(group).map(({ CacheClusterId = "" }) => CacheClusterId),
    NodeGroups: nodeGroupsOf(group),
    CacheNodeType,
    Engine,
    AutomaticFailover,
    DataTiering,
    KmsKeyId: group.kmsKeyId,
  };
}

/** The shards of a group. The primary is reported only without cluster mode. */
function nodeGroupsOf({ name, shards, members }: NodeSource): NodeGroup[] {
  if (members.length > 0) {
    const nodes = members
      .map((member, index) => ({
        CacheClusterId: member.name,
        CacheNodeId: "0001",
        CurrentRole: index === 0 ? "primary" : "replica",
      }))
      .toSorted((a, b) => (a.CacheClusterId < b.CacheClusterId ? -1 : 1));
    return [{ NodeGroupId: "0001", Status: "available", NodeGroupMembers: nodes }];
  }
  return Array.from({ length: shards }, (_, index) => {
    const NodeGroupId = String(index + 1).padStart(4, "0");
    const node = { CacheClusterId: `${name}-${NodeGroupId}-001`, CacheNodeId: "0001", NodeGroupId };
    return { NodeGroupId, Status: "available", NodeGroupMembers: [node] };
  });
}

function membersOf(group: NodeSource): NodeGroupMember[] {
  return nodeGroupsOf(group).flatMap(({ NodeGroupMembers = [] }) => NodeGroupMembers);
}

function describeCluster(place: NodesPlace, cluster: NodeSource): CacheCluster {
  const { CacheClusterCreateTime, CacheNodeType, Engine, EngineVersion, NumCacheNodes } =
    cluster.configuration;
  return {
    CacheClusterId: cluster.name,
    ARN: cluster.arn,
    ReplicationGroupId: cluster.partOf?.name,
    CacheClusterStatus: statusOf(place, cluster),
    CacheClusterCreateTime,
    CacheNodeType,
    Engine,
    EngineVersion,
    NumCacheNodes,
  };
}
