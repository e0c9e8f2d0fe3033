import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import type { KindName } from "../../schema/inputs.js";
import { TaggedResource } from "../base/tagged-resource.js";

/** Outputs that all cluster snapshots of Neptune and DocumentDB have in common, including copies. */
abstract class AnyClusterSnapshot extends TaggedResource {
  /** ARN of the snapshot: its `id`. */
  declare readonly dbClusterSnapshotArn: Output<string>;
  /** Name of the cluster that the snapshot was taken of. */
  declare readonly dbClusterIdentifier: Output<string>;
  /** Accounts that the snapshot is shared with, as given. */
  declare readonly sharedAccounts: Output<string[] | undefined>;
  /** KMS key of the snapshot: the ARN that AWS reports. Absent if the snapshot is not encrypted. */
  declare readonly kmsKeyId: Output<string | undefined>;
  /** Status: `creating`, `copying`, `available`, `failed`, or a status that AWS adds later. */
  declare readonly status: Output<string>;
  /** How much of the snapshot is complete, in percent; 0 until AWS begins. */
  declare readonly percentProgress: Output<number | undefined>;
  /** `manual`, or `automated` for a snapshot that AWS took automatically. */
  declare readonly snapshotType: Output<string | undefined>;
  /** When the snapshot was taken, as ISO 8601. */
  declare readonly snapshotCreateTime: Output<string | undefined>;
  /** ARN of the snapshot that this one is a copy of. */
  declare readonly sourceDbClusterSnapshotArn: Output<string | undefined>;
  /** Whether the snapshot is encrypted. */
  declare readonly storageEncrypted: Output<boolean | undefined>;
  /** Storage type of the snapshot. */
  declare readonly storageType: Output<string | undefined>;
  /** Engine of the cluster. */
  declare readonly engine: Output<string | undefined>;
  /** Version of the engine. */
  declare readonly engineVersion: Output<string | undefined>;
  /** When the cluster was created, as ISO 8601. */
  declare readonly clusterCreateTime: Output<string | undefined>;
  /** Name of the cluster's master user. */
  declare readonly masterUsername: Output<string | undefined>;
  /** Port of the cluster. A new copy may have 0. */
  declare readonly port: Output<number | undefined>;
  /** VPC of the cluster. */
  declare readonly vpcId: Output<string | undefined>;
  /** Availability zones in which the snapshot can be restored. */
  declare readonly availabilityZones: Output<string[] | undefined>;

  protected constructor(
    kind: KindName,
    name: string,
    args: object | undefined,
    options: CustomResourceOptions,
  ) {
    super(kind, name, args, options);
    this.dbClusterSnapshotArn = this.id;
  }
}

/** Outputs of snapshots that are taken of a cluster. */
export abstract class TakenClusterSnapshot extends AnyClusterSnapshot {
  /** Name of the snapshot. */
  declare readonly name: Output<string>;
  /** Name of the snapshot. */
  declare readonly dbClusterSnapshotIdentifier: Output<string>;

  protected constructor(
    kind: KindName,
    name: string,
    args: object | undefined,
    options: CustomResourceOptions,
  ) {
    super(kind, name, args, options);
    this.name = this.dbClusterSnapshotIdentifier;
  }
}

/** Outputs of snapshots that are copies of other snapshots. */
export abstract class CopiedClusterSnapshot extends AnyClusterSnapshot {
  /** Name of the copy. */
  declare readonly name: Output<string>;
  /** Name of the copy. */
  declare readonly dbClusterSnapshotIdentifier: Output<string>;
  /** Name of the copy. */
  declare readonly targetDbClusterSnapshotIdentifier: Output<string>;
  /** Snapshot that was copied, as given. */
  declare readonly sourceDbClusterSnapshotIdentifier: Output<string>;
  /** Region of the snapshot that was copied. */
  declare readonly sourceRegion: Output<string>;
  /** Whether the copy got the tags of its source, as given. */
  declare readonly copyTags: Output<boolean | undefined>;

  protected constructor(
    kind: KindName,
    name: string,
    args: object | undefined,
    options: CustomResourceOptions,
  ) {
    super(kind, name, args, options);
    this.dbClusterSnapshotIdentifier = this.targetDbClusterSnapshotIdentifier;
    this.name = this.targetDbClusterSnapshotIdentifier;
  }
}
