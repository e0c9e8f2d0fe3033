import type { Cluster, MemoryDB } from "@aws-sdk/client-memorydb";
import { pageOf } from "../store/pages.js";
import { withTags } from "../store/tags.js";
import { refuseMembers } from "../store/unsupported.js";
import { AwsError } from "../wire/aws-error.js";
import { type Handler, handlers } from "../wire/service.js";
import type { MemoryDb } from "./memorydb.js";
import type { MemoryDbCluster, MemoryDbPlace } from "./place.js";
import { clusterOf, INVALID, mustBeIdle, newName, tagRules } from "./rules.js";

/** The members that would make a cluster more than the source of snapshots. */
const unsupported = [
  "SnapshotArns",
  "SnapshotName",
  "MultiRegionClusterName",
  "DataTiering",
] as const;

/** The operations on clusters, as far as snapshots need them. */
export function clusterOperations(memorydb: MemoryDb): Record<string, Handler> {
  return handlers<MemoryDB>({
    CreateCluster: (input, caller) => {
      const place = memorydb.at(caller.account, caller.region);
      const name = newName(input.ClusterName, "cluster");
      refuseMembers("CreateCluster", input, unsupported);
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      if (place.clusters.has(name)) {
        throw new AwsError("ClusterAlreadyExistsFault", `The cluster ${name} already exists.`);
      }
      const cluster = place.addCluster(input, tags);
      return { Cluster: { ...describe(place, cluster), Status: "creating" } };
    },

    DescribeClusters: (input, caller) => {
      const place = memorydb.at(caller.account, caller.region);
      const { ClusterName, NextToken: token, MaxResults: size } = input;
      const { items, nextToken } = pageOf(
        ClusterName === undefined ? [...place.clusters.values()] : [clusterOf(place, ClusterName)],
        { token, size, defaultSize: 50, invalid: INVALID },
      );
      return { Clusters: items.map((item) => describe(place, item)), NextToken: nextToken };
    },

    DeleteCluster: (input, caller) => {
      const place = memorydb.at(caller.account, caller.region);
      refuseMembers("DeleteCluster", input, ["FinalSnapshotName"]);
      const cluster = clusterOf(place, input.ClusterName);
      mustBeIdle(place, cluster);
      place.clusters.delete(cluster.name);
      return { Cluster: { ...describe(place, cluster), Status: "deleting" } };
    },
  });
}

function describe(place: MemoryDbPlace, cluster: MemoryDbCluster): Cluster {
  const { Name, NumShards, VpcId, TopicArn, ...configuration } = cluster.configuration;
  return {
    ...configuration,
    Name,
    NumberOfShards: NumShards,
    Status: place.statusOf(cluster, "snapshotting"),
    ARN: cluster.arn,
    KmsKeyId: cluster.kmsKeyId,
    ACLName: cluster.aclName,
    SnsTopicArn: TopicArn,
  };
}
