import type { Input } from "@pulumi/pulumi";
import type { ResourceArgs, TaggedBackupArgs } from "../base/resource-args.js";

/** Arguments of a {@link Snapshot}. Exactly one of `namespaceName` and `recoveryPointId` must be given. */
export interface SnapshotArgs extends TaggedBackupArgs {
  /**
   * Namespace to take the snapshot of, by name: 3 to 64 lowercase letters, digits and hyphens. It must have a
   * workgroup. Changing it replaces the snapshot.
   *
   * @default - none: `recoveryPointId` names the source
   */
  namespaceName?: Input<string>;
  /**
   * Recovery point to make a snapshot of, by ID. Redshift Serverless makes recovery points by itself and keeps them
   * for 24 hours; the snapshot stays when its recovery point is gone. Changing it replaces the snapshot.
   *
   * @default - none: the snapshot is taken of the namespace as it is now
   */
  recoveryPointId?: Input<string>;
  /**
   * Name of the snapshot: 3 to 64 lowercase letters, digits and hyphens. Unique in the account and region. Changing it
   * replaces the snapshot. While it is fixed, another input that replaces is refused at preview, because the new
   * snapshot cannot have the name of the old one beside it.
   *
   * @default - the resource's logical name and seven random hex digits, fresh for each replacement
   */
  snapshotName?: Input<string>;
  /**
   * Days to keep the snapshot: 1 to 3653, or -1 for ever. At their end AWS deletes it by itself, and the next
   * `pulumi refresh` and `pulumi up` make a new one. Changing it updates in place.
   *
   * @default -1
   */
  retentionPeriod?: Input<number>;
}

/** Arguments of a {@link SnapshotCopyConfiguration}. */
export interface SnapshotCopyConfigurationArgs extends ResourceArgs {
  /**
   * Namespace whose snapshots are copied, by name: 3 to 64 lowercase letters, digits and hyphens. Changing it replaces
   * the configuration.
   */
  namespaceName: Input<string>;
  /**
   * Region to copy to, for example `eu-west-1`; another one than that of the namespace. Changing it replaces the
   * configuration.
   */
  destinationRegion: Input<string>;
  /**
   * KMS key that encrypts the copies: key ARN or key ID, in the destination region. The caller needs
   * `kms:CreateGrant` and `kms:DescribeKey` on it. Changing it replaces the configuration; the ARN and the ID of
   * the same key are no change. `AWS_OWNED_KMS_KEY`, AWS's word for a key of its own, is the same as none.
   *
   * @default - a key that AWS owns
   */
  destinationKmsKeyId?: Input<string>;
  /**
   * Days to keep copies of snapshots: 1 to 3653, or -1 for ever, however long the snapshots themselves are kept.
   * Copies of recovery points are kept for one day. Changing it updates in place.
   *
   * @default -1
   */
  snapshotRetentionPeriod?: Input<number>;
}
