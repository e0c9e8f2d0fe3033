import type { DBCluster, Neptune } from "@aws-sdk/client-neptune";
import { pageOfRecords } from "../store/pages.js";
import { withTags } from "../store/tags.js";
import { refuseMembers } from "../store/unsupported.js";
import { AwsError } from "../wire/aws-error.js";
import { type Handler, handlers } from "../wire/service.js";
import { filtered } from "./filters.js";
import type { RdsCluster, RdsPlace } from "./place.js";
import type { Rds } from "./rds.js";
import {
  COMBINATION,
  clusterOf,
  INVALID,
  mustReach,
  newIdentifier,
  notFound,
  tagRules,
  usableSnapshot,
  wrongState,
} from "./rules.js";

/** The operations on clusters, as far as snapshots need them. */
export function clusterOperations(rds: Rds): Record<string, Handler> {
  const newName = (place: RdsPlace, identifier: string) => {
    const name = newIdentifier(identifier, "DBClusterIdentifier");
    if (place.clusters.has(name)) {
      throw new AwsError("DBClusterAlreadyExistsFault", `DB Cluster ${name} already exists.`);
    }
  };
  return handlers<Neptune>({
    CreateDBCluster: (input, caller) => {
      const place = rds.at(caller.account, caller.region);
      newName(place, input.DBClusterIdentifier);
      refuseMembers(
        "CreateDBCluster",
        input,
        ["GlobalClusterIdentifier", "ReplicationSourceIdentifier"],
        COMBINATION,
      );
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      return {
        DBCluster: { ...describe(place, place.addCluster(input, tags)), Status: "creating" },
      };
    },

    RestoreDBClusterFromSnapshot: (input, caller) => {
      const place = rds.at(caller.account, caller.region);
      newName(place, input.DBClusterIdentifier);
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      const snapshot = usableSnapshot(rds, caller, input.SnapshotIdentifier);
      if (snapshot.arn.split(":")[3] !== caller.region) throw notFound(input.SnapshotIdentifier);
      mustReach(snapshot, rds, caller);
      if (input.Engine !== snapshot.engine) {
        throw new AwsError(
          INVALID,
          `The snapshot ${snapshot.name} has the engine ${snapshot.engine}, not ${input.Engine}.`,
        );
      }
      if (snapshot.lifetime.status !== "available") throw wrongState(snapshot, "restored");
      const cluster = place.addCluster(
        {
          DBClusterIdentifier: input.DBClusterIdentifier,
          Engine: snapshot.engine,
          EngineVersion: snapshot.engineVersion,
          // A restore is the way to encrypt unencrypted data.
          StorageEncrypted: snapshot.encrypted || input.KmsKeyId !== undefined,
          KmsKeyId: input.KmsKeyId ?? snapshot.kmsKeyId,
          CopyTagsToSnapshot: input.CopyTagsToSnapshot,
        },
        tags,
      );
      return { DBCluster: { ...describe(place, cluster), Status: "creating" } };
    },

    DescribeDBClusters: (input, caller) => {
      const place = rds.at(caller.account, caller.region);
      const { DBClusterIdentifier: named, Filters = [] } = input;
      const found = filtered(
        named === undefined ? [...place.clusters.values()] : [clusterOf(place, named)],
        Filters,
        {
          "db-cluster-id": ({ clusterName, arn }) => [clusterName, arn],
          engine: ({ engine }) => [engine],
        },
      );
      const { items, nextToken } = pageOfRecords(found, input, 100, INVALID);
      return { DBClusters: items.map((cluster) => describe(place, cluster)), Marker: nextToken };
    },

    DeleteDBCluster: (input, caller) => {
      const place = rds.at(caller.account, caller.region);
      refuseMembers("DeleteDBCluster", input, ["FinalDBSnapshotIdentifier"], COMBINATION);
      if (input.SkipFinalSnapshot !== true) {
        throw new AwsError(
          COMBINATION,
          "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
        );
      }
      const cluster = clusterOf(place, input.DBClusterIdentifier);
      if (place.snapshotting(cluster)) {
        throw new AwsError(
          "InvalidDBClusterStateFault",
          `DBCluster ${cluster.clusterName} is backing-up.`,
        );
      }
      place.clusters.delete(cluster.clusterName);
      for (const { name, source, takenFrom } of place.snapshots.values()) {
        if (source === "automated" && takenFrom === cluster) place.snapshots.remove(name);
      }
      return { DBCluster: { ...describe(place, cluster), Status: "deleting" } };
    },
  });
}

function describe(place: RdsPlace, cluster: RdsCluster): DBCluster {
  return {
    DBClusterIdentifier: cluster.clusterName,
    DBClusterArn: cluster.arn,
    Status: place.statusOf(cluster, "backing-up"),
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    Port: cluster.port,
    MasterUsername: cluster.masterUsername,
    StorageEncrypted: cluster.encrypted,
    KmsKeyId: cluster.kmsKeyId,
    CopyTagsToSnapshot: cluster.copyTagsToSnapshot,
    ClusterCreateTime: cluster.clusterCreateTime,
    IAMDatabaseAuthenticationEnabled: cluster.iamAuthentication,
    // AWS reports the type only if it is not the default.
    StorageType: cluster.storageType === "standard" ? undefined : cluster.storageType,
  };
}
