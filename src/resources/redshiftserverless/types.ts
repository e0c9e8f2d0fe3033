import type { Input } from "@pulumi/pulumi";
import type { ResourceArgs, TaggedBackupArgs } from "../base/resource-args.js";

/** Arguments of a {@link Snapshot}. Exactly one of `namespaceName` and `recoveryPointId` must be given. */
export interface SnapshotArgs extends TaggedBackupArgs {
  /**
   * Name of the namespace to take the snapshot of: 3 to 64 lowercase letters, digits and hyphens. The namespace must
   * have a workgroup. Changing it replaces the snapshot.
   *
   * @default - none: `recoveryPointId` names the source
   */
  namespaceName?: Input<string>;
  /**
   * ID of the recovery point to make a snapshot from. Redshift Serverless creates recovery points automatically and
   * keeps them for 24 hours. The snapshot stays when its recovery point is gone. Changing it replaces the snapshot.
   *
   * @default - none: the snapshot is taken of the namespace as it is now
   */
  recoveryPointId?: Input<string>;
  /**
   * Name of the snapshot: 3 to 64 lowercase letters, digits and hyphens. Unique in the account and region. Changing it
   * replaces the snapshot. If a name is given, the preview refuses to replace the snapshot under the same name in the
   * same region, unless `deleteBeforeReplace` is set: two snapshots cannot have the same name at the same time.
   *
   * @default - the resource's logical name and seven random hexadecimal digits, new for each replacement
   */
  snapshotName?: Input<string>;
  /**
   * Days to keep the snapshot: 1 to 3653, or -1 for ever. When the period ends, AWS deletes the snapshot; after the
   * next `pulumi refresh`, `pulumi up` takes a new one. Changing it updates in place.
   *
   * @default -1
   */
  retentionPeriod?: Input<number>;
}

/** Arguments of a {@link SnapshotCopyConfiguration}. */
export interface SnapshotCopyConfigurationArgs extends ResourceArgs {
  /**
   * Name of the namespace whose snapshots are copied: 3 to 64 lowercase letters, digits and hyphens. Changing it
   * replaces the configuration.
   */
  namespaceName: Input<string>;
  /**
   * Region to copy to, for example `eu-west-1`. It must not be the region of the namespace. Changing it replaces the
   * configuration.
   */
  destinationRegion: Input<string>;
  /**
   * ARN or ID of the KMS key that encrypts the copies. The key must be in the destination region, and the caller needs
   * `kms:CreateGrant` and `kms:DescribeKey` on it. Changing it replaces the configuration; the ARN and the ID of the
   * same key are not a change. `AWS_OWNED_KMS_KEY`, AWS's name for a key that it owns, means the same as no key.
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
