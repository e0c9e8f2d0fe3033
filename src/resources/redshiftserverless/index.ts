import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { SnapshotResource } from "../base/snapshot-resource.js";
import { TaggedResource } from "../base/tagged-resource.js";
import type { SnapshotArgs, SnapshotCopyConfigurationArgs } from "./types.js";

export type { SnapshotArgs, SnapshotCopyConfigurationArgs } from "./types.js";

/**
 * A manual snapshot of a Redshift Serverless namespace, taken now or made from a recovery point.
 *
 * Redshift Serverless takes it in the background, and encrypts it with the namespace's key. While the namespace is
 * busy, the request is repeated. When the `retentionPeriod` ends, AWS deletes the snapshot: `pulumi refresh` then
 * reports it as gone, and the next `pulumi up` takes a new snapshot. No operation copies a single snapshot to another
 * region; a {@link SnapshotCopyConfiguration} copies all later snapshots of a namespace.
 *
 * The resource waits until the snapshot is available. Tags and `retentionPeriod` change in place. A replacement takes
 * the new snapshot first, then deletes the old one. Deleting the resource deletes the snapshot; `retainOnDelete` keeps
 * it.
 *
 * @example
 * const nightly = new redshiftserverless.Snapshot("orders", { namespaceName: "orders", retentionPeriod: 30 });
 *
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateSnapshot.html
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_ConvertRecoveryPointToSnapshot.html
 */
export class Snapshot extends TaggedResource {
  /** ARN of the snapshot: its `id`. It ends with an ID, not with the name. */
  declare readonly snapshotArn: Output<string>;
  /** Name of the snapshot. */
  declare readonly name: Output<string>;
  /** Name of the snapshot. */
  declare readonly snapshotName: Output<string>;
  /** Namespace that the snapshot was taken of. */
  declare readonly namespaceName: Output<string>;
  /** ARN of the namespace. */
  declare readonly namespaceArn: Output<string | undefined>;
  /** Recovery point that the snapshot was made from, if any. */
  declare readonly recoveryPointId: Output<string | undefined>;
  /** Days to keep the snapshot, as given. */
  declare readonly retentionPeriod: Output<number | undefined>;
  /** Days that AWS keeps the snapshot, or -1 for ever. */
  declare readonly snapshotRetentionPeriod: Output<number | undefined>;
  /** Days until AWS deletes the snapshot. */
  declare readonly snapshotRemainingDays: Output<number | undefined>;
  /** When the retention period began, as ISO 8601. */
  declare readonly snapshotRetentionStartTime: Output<string | undefined>;
  /** When the snapshot was created, as ISO 8601. */
  declare readonly snapshotCreateTime: Output<string | undefined>;
  /** Status: `CREATING`, `COPYING`, `AVAILABLE`, `FAILED`, `CANCELLED`, `DELETED`, or a status that AWS adds later. */
  declare readonly status: Output<string>;
  /** ARN or ID of the KMS key of the snapshot. */
  declare readonly kmsKeyId: Output<string | undefined>;
  /** Account that owns the snapshot. */
  declare readonly ownerAccount: Output<string | undefined>;
  /** Name of the database's administrator. */
  declare readonly adminUsername: Output<string | undefined>;
  /** ARN of the secret that holds the administrator's password, if AWS manages it. */
  declare readonly adminPasswordSecretArn: Output<string | undefined>;
  /** KMS key of that secret. */
  declare readonly adminPasswordSecretKmsKeyId: Output<string | undefined>;
  /** Size of the snapshot, in MB. */
  declare readonly totalBackupSizeInMegaBytes: Output<number | undefined>;
  /** Size of the data that the snapshot added to earlier snapshots, in MB. */
  declare readonly actualIncrementalBackupSizeInMegaBytes: Output<number | undefined>;
  /** How much of the snapshot is complete, in MB. */
  declare readonly backupProgressInMegaBytes: Output<number | undefined>;
  /** Rate at which AWS creates the snapshot, in MB per second. */
  declare readonly currentBackupRateInMegaBytesPerSecond: Output<number | undefined>;
  /** Seconds until the snapshot is complete, as AWS estimates. */
  declare readonly estimatedSecondsToCompletion: Output<number | undefined>;
  /** Seconds that AWS has spent on the snapshot. */
  declare readonly elapsedTimeInSeconds: Output<number | undefined>;
  /** Accounts that may restore the snapshot into a namespace. */
  declare readonly accountsWithRestoreAccess: Output<string[] | undefined>;
  /** Accounts that may restore the snapshot into a provisioned cluster. */
  declare readonly accountsWithProvisionedRestoreAccess: Output<string[] | undefined>;

  constructor(name: string, args: SnapshotArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(name: string, args?: SnapshotArgs, options: CustomResourceOptions = {}) {
    super("redshiftserverless:Snapshot", name, args, options);
    this.snapshotArn = this.id;
    this.name = this.snapshotName;
  }

  /**
   * Reads an existing snapshot that this program does not manage. AWS does not report whether a snapshot was made from
   * a recovery point, so the result has no `recoveryPointId`.
   *
   * @param name - logical name of the result
   * @param id - ARN of the snapshot
   */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): Snapshot {
    return new Snapshot(name, undefined, { ...options, id });
  }
}

/**
 * A configuration that makes Redshift Serverless copy all later snapshots and recovery points of a namespace to another
 * region. No operation copies a single snapshot.
 *
 * A namespace has at most one configuration. A replacement therefore deletes the old configuration, and everything in
 * the stack that depends on it, before it creates the new one: `deleteBeforeReplace` is always on, whatever the options
 * say, and copying pauses in between. Only `snapshotRetentionPeriod` changes in place. A configuration has no tags.
 * With `retainOnDelete` the old configuration would stay, so a replacement is refused.
 *
 * Deleting the resource ends the copying. Existing copies stay in the other region until their retention period ends or
 * somebody deletes them.
 *
 * @example
 * const toFrankfurt = new redshiftserverless.SnapshotCopyConfiguration("orders", {
 *   namespaceName: "orders",
 *   destinationRegion: "eu-central-1",
 *   snapshotRetentionPeriod: 30,
 * });
 *
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateSnapshotCopyConfiguration.html
 */
export class SnapshotCopyConfiguration extends SnapshotResource {
  /** ARN of the configuration: its `id`. */
  declare readonly snapshotCopyConfigurationArn: Output<string>;
  /** ID that AWS gave the configuration. */
  declare readonly snapshotCopyConfigurationId: Output<string>;
  /** Namespace whose snapshots are copied. */
  declare readonly namespaceName: Output<string>;
  /** Region of the copies. */
  declare readonly destinationRegion: Output<string>;
  /** KMS key of the copies, as AWS reports it. Absent if AWS uses a key that it owns. */
  declare readonly destinationKmsKeyId: Output<string | undefined>;
  /** Days that copies of snapshots are kept. If it is -1 or absent, they are kept for ever. */
  declare readonly snapshotRetentionPeriod: Output<number | undefined>;

  constructor(name: string, args: SnapshotCopyConfigurationArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(
    name: string,
    args?: SnapshotCopyConfigurationArgs,
    options: CustomResourceOptions = {},
  ) {
    // AWS refuses a second configuration.
    const one = { ...options, deleteBeforeReplace: true };
    super("redshiftserverless:SnapshotCopyConfiguration", name, args, one);
    this.snapshotCopyConfigurationArn = this.id;
  }

  /**
   * Reads an existing configuration that this program does not manage.
   *
   * @param name - logical name of the result
   * @param id - ARN of the configuration
   */
  static get(
    name: string,
    id: Input<string>,
    options?: CustomResourceOptions,
  ): SnapshotCopyConfiguration {
    return new SnapshotCopyConfiguration(name, undefined, { ...options, id });
  }
}
