import type { DBClusterSnapshot, Neptune } from "@aws-sdk/client-neptune";
import type { Clock } from "../clock.js";
import { pageOfRecords } from "../store/pages.js";
import { withTags } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import { type Handler, handlers } from "../wire/service.js";
import { copySnapshot } from "./copy.js";
import type { RdsSnapshot } from "./place.js";
import type { Rds } from "./rds.js";
import {
  clusterOf,
  INVALID,
  mustBeFree,
  mustHaveRoom,
  newIdentifier,
  snapshotOf,
  tagRules,
  wrongState,
} from "./rules.js";
import { selected, typeOf } from "./selection.js";

/** Cluster snapshots: taking, copying, describing, deleting. */
export function snapshotOperations(rds: Rds, clock: Clock): Record<string, Handler> {
  const { behaviour } = rds;
  return handlers<Neptune>({
    CreateDBClusterSnapshot: (input, caller) => {
      const place = rds.at(caller.account, caller.region);
      const name = newIdentifier(input.DBClusterSnapshotIdentifier, "DBClusterSnapshotIdentifier");
      const own = withTags(new Map(), input.Tags ?? [], tagRules);
      const cluster = clusterOf(place, input.DBClusterIdentifier);
      mustBeFree(place, name);
      if (place.statusOf(cluster, "backing-up") !== "available") {
        throw new AwsError(
          "InvalidDBClusterStateFault",
          `Can't create a snapshot because the database cluster ${cluster.clusterName} isn't currently in the available state`,
        );
      }
      mustHaveRoom(place, behaviour.manualClusterSnapshots);
      const passes =
        cluster.copyTagsToSnapshot && (input.Tags === undefined || behaviour.clusterTagsBesideOwn);
      const tags = passes ? new Map([...cluster.tags, ...own]) : own;
      const snapshot = place.addSnapshotOf(
        cluster,
        { name, source: "manual", tags },
        behaviour.snapshotDuration,
      );
      return { DBClusterSnapshot: describe(snapshot, caller) };
    },

    CopyDBClusterSnapshot: (input, caller) => {
      const copy = copySnapshot(rds, caller, input, new Date(clock.now()));
      return { DBClusterSnapshot: describe(copy, caller) };
    },

    DescribeDBClusterSnapshots: (input, caller) => {
      const { items, nextToken } = pageOfRecords(selected(rds, input, caller), input, 100, INVALID);
      return {
        DBClusterSnapshots: items.map((snapshot) => describe(snapshot, caller)),
        Marker: nextToken,
      };
    },

    DeleteDBClusterSnapshot: (input, caller) => {
      const place = rds.at(caller.account, caller.region);
      const snapshot = snapshotOf(place, input.DBClusterSnapshotIdentifier);
      if (snapshot.source === "automated") {
        throw new AwsError(
          "InvalidDBClusterSnapshotStateFault",
          "Only manual snapshots may be deleted.",
        );
      }
      // Deleting an unfinished copy ends the copying.
      if (snapshot.lifetime.busy && snapshot.lifetime.status !== "copying") {
        throw wrongState(snapshot, "deleted");
      }
      // The answer shows the old status. Only later answers show that the snapshot is being deleted.
      const before = describe(snapshot, caller);
      snapshot.lifetime.delete("deleting", behaviour.deleteDuration);
      return { DBClusterSnapshot: before };
    },
  });
}

function describe(snapshot: RdsSnapshot, caller: Caller): DBClusterSnapshot {
  const type = typeOf(snapshot, caller);
  const { lifetime } = snapshot;
  return {
    AvailabilityZones: (snapshot.fromAbroad ? [] : ["a", "b", "c"]).map(
      (zone) => `${snapshot.arn.split(":")[3]}${zone}`,
    ),
    // A snapshot of another account is found by its ARN.
    DBClusterSnapshotIdentifier: type === snapshot.source ? snapshot.name : snapshot.arn,
    DBClusterIdentifier: snapshot.clusterName,
    SnapshotCreateTime: snapshot.createTime,
    Engine: snapshot.engine,
    AllocatedStorage: lifetime.status === "creating" ? 1 : 0,
    Status: lifetime.status,
    // The port belongs to the cluster, not to its snapshots.
    Port: 0,
    VpcId: snapshot.fromAbroad ? undefined : "vpc-0123456789abcdef0",
    ClusterCreateTime: snapshot.clusterCreateTime,
    MasterUsername: snapshot.masterUsername,
    EngineVersion: snapshot.engineVersion,
    LicenseModel: licenses[snapshot.engine] ?? snapshot.engine,
    SnapshotType: type,
    PercentProgress: lifetime.busy ? Math.floor(lifetime.progress * 100) : 100,
    StorageEncrypted: snapshot.encrypted,
    KmsKeyId: snapshot.kmsKeyId,
    DBClusterSnapshotArn: snapshot.arn,
    SourceDBClusterSnapshotArn: snapshot.sourceArn,
    IAMDatabaseAuthenticationEnabled: snapshot.iamAuthentication,
    // AWS reports the type only if it is not the default.
    StorageType: snapshot.storageType === "standard" ? undefined : snapshot.storageType,
  };
}

/** The license names of engines whose license is not named after the engine. */
const licenses: Readonly<Record<string, string>> = {
  "aurora-postgresql": "postgresql-license",
  postgres: "postgresql-license",
};
