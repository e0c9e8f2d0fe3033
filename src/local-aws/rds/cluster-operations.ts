import type {
  CreateDBClusterMessage,
  CreateDBClusterResult,
  DBCluster,
  DBClusterMessage,
  DeleteDBClusterMessage,
  DeleteDBClusterResult,
  DescribeDBClustersMessage,
  RestoreDBClusterFromSnapshotMessage,
  RestoreDBClusterFromSnapshotResult,
} from "@aws-sdk/client-neptune";
import { AwsError } from "../aws-error.js";
import { pageOf } from "../pages.js";
import { type Handler, handler } from "../service.js";
import { withTags } from "../tags.js";
import type { RdsCluster, RdsPlace } from "./place.js";
import type { Rds } from "./rds.js";
import {
  clusterOf,
  INVALID,
  newIdentifier,
  tagRules,
  usableSnapshot,
  wrongState,
} from "./rules.js";

/** Clusters, as far as snapshots need them. */
export function clusterOperations(rds: Rds): Record<string, Handler> {
  const newName = (place: RdsPlace, identifier: string) => {
    const name = newIdentifier(identifier, "DBClusterIdentifier");
    if (place.clusters.has(name)) {
      throw new AwsError("DBClusterAlreadyExistsFault", `DB Cluster ${name} already exists.`);
    }
  };
  return {
    CreateDBCluster: handler<CreateDBClusterMessage, CreateDBClusterResult>((input, caller) => {
      const place = rds.at(caller.account, caller.region);
      newName(place, input.DBClusterIdentifier);
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      return {
        DBCluster: { ...describe(place, place.addCluster(input, tags)), Status: "creating" },
      };
    }),

    RestoreDBClusterFromSnapshot: handler<
      RestoreDBClusterFromSnapshotMessage,
      RestoreDBClusterFromSnapshotResult
    >((input, caller) => {
      const place = rds.at(caller.account, caller.region);
      newName(place, input.DBClusterIdentifier);
      const snapshot = usableSnapshot(rds, caller, input.SnapshotIdentifier);
      if (snapshot.lifetime.status !== "available") throw wrongState(snapshot, "restored");
      const cluster = place.addCluster({
        DBClusterIdentifier: input.DBClusterIdentifier,
        Engine: snapshot.engine,
        EngineVersion: snapshot.engineVersion,
        StorageEncrypted: snapshot.encrypted,
        KmsKeyId: input.KmsKeyId ?? snapshot.kmsKeyId,
      });
      return { DBCluster: { ...describe(place, cluster), Status: "creating" } };
    }),

    DescribeDBClusters: handler<DescribeDBClustersMessage, DBClusterMessage>((input, caller) => {
      const place = rds.at(caller.account, caller.region);
      const { DBClusterIdentifier, Marker: token, MaxRecords: size } = input;
      const { items, nextToken } = pageOf(
        DBClusterIdentifier === undefined
          ? [...place.clusters.values()]
          : [clusterOf(place, DBClusterIdentifier)],
        { token, size, defaultSize: 100, invalid: INVALID },
      );
      return { DBClusters: items.map((cluster) => describe(place, cluster)), Marker: nextToken };
    }),

    DeleteDBCluster: handler<DeleteDBClusterMessage, DeleteDBClusterResult>((input, caller) => {
      const place = rds.at(caller.account, caller.region);
      const cluster = clusterOf(place, input.DBClusterIdentifier);
      place.clusters.delete(cluster.clusterName);
      return { DBCluster: { ...describe(place, cluster), Status: "deleting" } };
    }),
  };
}

function describe(place: RdsPlace, cluster: RdsCluster): DBCluster {
  return {
    DBClusterIdentifier: cluster.clusterName,
    DBClusterArn: cluster.arn,
    Status: place.snapshotting(cluster) ? "backing-up" : "available",
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    Port: cluster.port,
    MasterUsername: cluster.masterUsername,
    StorageEncrypted: cluster.encrypted,
    KmsKeyId: cluster.kmsKeyId,
    CopyTagsToSnapshot: cluster.copyTagsToSnapshot,
    ClusterCreateTime: cluster.clusterCreateTime,
    IAMDatabaseAuthenticationEnabled: cluster.iamAuthentication,
    StorageType: cluster.storageType,
  };
}
