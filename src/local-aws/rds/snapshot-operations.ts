import type {
  CopyDBClusterSnapshotMessage,
  CopyDBClusterSnapshotResult,
  CreateDBClusterSnapshotMessage,
  CreateDBClusterSnapshotResult,
  DBClusterSnapshot,
  DBClusterSnapshotMessage,
  DeleteDBClusterSnapshotMessage,
  DeleteDBClusterSnapshotResult,
  DescribeDBClusterSnapshotsMessage,
} from "@aws-sdk/client-neptune";
import { AwsError } from "../aws-error.js";
import type { Caller } from "../caller.js";
import type { Clock } from "../clock.js";
import { pageOf } from "../pages.js";
import { type Checked, type Handler, handler } from "../service.js";
import { withTags } from "../tags.js";
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
  usableSnapshot,
  wrongState,
} from "./rules.js";

/** Cluster snapshots: taking, copying, describing, deleting. */
export function snapshotOperations(rds: Rds, clock: Clock): Record<string, Handler> {
  const { behaviour } = rds;
  return {
    CreateDBClusterSnapshot: handler<CreateDBClusterSnapshotMessage, CreateDBClusterSnapshotResult>(
      (input, caller) => {
        const place = rds.at(caller.account, caller.region);
        const name = newIdentifier(
          input.DBClusterSnapshotIdentifier,
          "DBClusterSnapshotIdentifier",
        );
        const own = withTags(new Map(), input.Tags ?? [], tagRules);
        const cluster = clusterOf(place, input.DBClusterIdentifier);
        mustBeFree(place, name);
        const running = place.snapshotting(cluster);
        if (running) {
          throw new AwsError(
            "InvalidDBClusterStateFault",
            `DBCluster ${cluster.clusterName} is backing-up: its snapshot ${running.name} is creating.`,
          );
        }
        mustHaveRoom(place, behaviour.manualClusterSnapshots);
        const passes =
          cluster.copyTagsToSnapshot &&
          (input.Tags === undefined || behaviour.clusterTagsBesideOwn);
        const tags = passes ? new Map([...cluster.tags, ...own]) : own;
        const snapshot = place.addSnapshotOf(
          cluster,
          { name, source: "manual", tags },
          behaviour.snapshotDuration,
        );
        return { DBClusterSnapshot: describe(snapshot) };
      },
    ),

    CopyDBClusterSnapshot: handler<CopyDBClusterSnapshotMessage, CopyDBClusterSnapshotResult>(
      (input, caller) => {
        const copy = copySnapshot(rds, caller, input, new Date(clock.now()));
        return { DBClusterSnapshot: { ...describe(copy), Port: 0 } };
      },
    ),

    DescribeDBClusterSnapshots: handler<
      DescribeDBClusterSnapshotsMessage,
      DBClusterSnapshotMessage
    >((input, caller) => {
      const { Marker: token, MaxRecords: size } = input;
      if (size !== undefined && (size < 20 || size > 100)) {
        throw new AwsError(INVALID, "MaxRecords must be between 20 and 100.");
      }
      if (input.Filters !== undefined && input.Filters.length > 0) {
        throw new AwsError(INVALID, "The parameter Filters is not supported.");
      }
      const found = selected(rds, input, caller);
      const page = pageOf(found, { token, size, defaultSize: 100, invalid: INVALID });
      return { DBClusterSnapshots: page.items.map(describe), Marker: page.nextToken };
    }),

    DeleteDBClusterSnapshot: handler<DeleteDBClusterSnapshotMessage, DeleteDBClusterSnapshotResult>(
      (input, caller) => {
        const place = rds.at(caller.account, caller.region);
        const snapshot = snapshotOf(place, input.DBClusterSnapshotIdentifier);
        if (snapshot.source === "automated") {
          throw new AwsError(
            "InvalidDBClusterSnapshotStateFault",
            "Only manual cluster snapshots can be deleted.",
          );
        }
        // Deleting one that is being copied ends the copying.
        if (snapshot.lifetime.busy && snapshot.lifetime.status !== "copying") {
          throw wrongState(snapshot, "deleted");
        }
        snapshot.lifetime.delete("deleting", behaviour.deleteDuration);
        return { DBClusterSnapshot: describe(snapshot) };
      },
    ),
  };
}

/** The snapshots that a request to describe means. */
function selected(
  rds: Rds,
  input: Checked<DescribeDBClusterSnapshotsMessage>,
  caller: Caller,
): RdsSnapshot[] {
  const { DBClusterIdentifier, DBClusterSnapshotIdentifier, SnapshotType } = input;
  if (DBClusterIdentifier !== undefined && DBClusterSnapshotIdentifier !== undefined) {
    throw new AwsError(
      "InvalidParameterCombination",
      "DBClusterIdentifier and DBClusterSnapshotIdentifier cannot be used together.",
    );
  }
  if (DBClusterSnapshotIdentifier !== undefined) {
    const snapshot = usableSnapshot(rds, caller, DBClusterSnapshotIdentifier);
    const [, , , region, owner] = snapshot.arn.split(":");
    const isForeign = owner !== caller.account;
    const isHidden =
      region !== caller.region ||
      (isForeign && !(input.IncludeShared || SnapshotType === "shared")) ||
      (snapshot.source === "automated" && SnapshotType !== "automated");
    if (isHidden) {
      throw new AwsError(
        "DBClusterSnapshotNotFoundFault",
        `DBClusterSnapshot ${DBClusterSnapshotIdentifier} not found.`,
      );
    }
    return [snapshot];
  }
  return rds
    .snapshots(caller.account, caller.region)
    .filter(
      ({ clusterName, source }) =>
        clusterName === (DBClusterIdentifier?.toLowerCase() ?? clusterName) &&
        source === (SnapshotType ?? source),
    );
}

function describe(snapshot: RdsSnapshot): DBClusterSnapshot {
  const { lifetime } = snapshot;
  return {
    AvailabilityZones: ["a", "b", "c"].map((zone) => `${snapshot.arn.split(":")[3]}${zone}`),
    DBClusterSnapshotIdentifier: snapshot.name,
    DBClusterIdentifier: snapshot.clusterName,
    SnapshotCreateTime: snapshot.createTime,
    Engine: snapshot.engine,
    AllocatedStorage: 1,
    Status: lifetime.status,
    Port: snapshot.port,
    VpcId: "vpc-0123456789abcdef0",
    ClusterCreateTime: snapshot.clusterCreateTime,
    MasterUsername: snapshot.masterUsername,
    EngineVersion: snapshot.engineVersion,
    LicenseModel: "amazon-license",
    SnapshotType: snapshot.source,
    PercentProgress: lifetime.busy ? Math.floor(lifetime.progress * 100) : 100,
    StorageEncrypted: snapshot.encrypted,
    KmsKeyId: snapshot.kmsKeyId,
    DBClusterSnapshotArn: snapshot.arn,
    SourceDBClusterSnapshotArn: snapshot.sourceArn,
    IAMDatabaseAuthenticationEnabled: snapshot.iamAuthentication,
    StorageType: snapshot.storageType,
  };
}
