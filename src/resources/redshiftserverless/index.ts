import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { SnapshotResource } from "../base/snapshot-resource.js";
import { TaggedResource } from "../base/tagged-resource.js";
import type { SnapshotArgs, SnapshotCopyConfigurationArgs } from "./types.js";

export type { SnapshotArgs, SnapshotCopyConfigurationArgs } from "./types.js";

/**
 * A manual snapshot of a Redshift Serverless namespace, taken now or made of a recovery point.
 *
 * Redshift Serverless takes it in the background, with the namespace's key; while the namespace is busy, the
 * request is repeated. With `retentionPeriod` AWS deletes it by itself at the end: `pulumi refresh` then notices
 * that it is gone, and the next `pulumi up` makes a new one. No call copies one snapshot to another region; a
 * {@link SnapshotCopyConfiguration} copies all future ones of a namespace.
 *
 * The resource waits until the snapshot is available. Tags and `retentionPeriod` change in place, everything else
 * replaces: the new snapshot is taken first, then the old one is deleted. Deleting the resource deletes the
 * snapshot; `retainOnDelete` keeps it.
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
  /** Namespace that the snapshot is of. */
  declare readonly namespaceName: Output<string>;
  /** ARN of the namespace. */
  declare readonly namespaceArn: Output<string | undefined>;
  /** Recovery point that the snapshot was made of, if it was. */
  declare readonly recoveryPointId: Output<string | undefined>;
  /** Days to keep the snapshot, if that was asked for. */
  declare readonly retentionPeriod: Output<number | undefined>;
  /** Days that AWS keeps the snapshot; -1 for ever. */
  declare readonly snapshotRetentionPeriod: Output<number | undefined>;
  /** Days until AWS deletes the snapshot. */
  declare readonly snapshotRemainingDays: Output<number | undefined>;
  /** When the days began to count, as ISO 8601. */
  declare readonly snapshotRetentionStartTime: Output<string | undefined>;
  /** When the snapshot was created, as ISO 8601. */
  declare readonly snapshotCreateTime: Output<string | undefined>;
  /** Status: `CREATING`, `COPYING`, `AVAILABLE`, `FAILED`, `CANCELLED`, `DELETED`, or another one that AWS adds. */
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
  /** Size of what the snapshot added to those before it, in MB. */
  declare readonly actualIncrementalBackupSizeInMegaBytes: Output<number | undefined>;
  /** How much of the snapshot is made, in MB. */
  declare readonly backupProgressInMegaBytes: Output<number | undefined>;
  /** How fast the snapshot is made, in MB per second. */
  declare readonly currentBackupRateInMegaBytesPerSecond: Output<number | undefined>;
  /** Seconds until the snapshot is made, as AWS estimates. */
  declare readonly estimatedSecondsToCompletion: Output<number | undefined>;
  /** Seconds that the making of the snapshot has taken. */
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
   * Reads a snapshot that exists and is not managed here. AWS does not say whether it was made of a recovery point,
   * so the result has no `recoveryPointId`.
   *
   * @param name - logical name of the result
   * @param id - ARN of the snapshot
   */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): Snapshot {
    return new Snapshot(name, undefined, { ...options, id });
  }
}

/**
 * The rule by which Redshift Serverless copies all future snapshots and recovery points of a namespace to another
 * region. There is no call that copies one snapshot.
 *
 * A namespace has one such rule or none. So a change that replaces deletes the old rule, and what depends on it in
 * the stack, before it makes the new one: `deleteBeforeReplace` is always on, whatever the options say, and copying
 * pauses in between. Only `snapshotRetentionPeriod` changes in place. AWS keeps no tags on it. Under `retainOnDelete` the
 * old rule would stay, so a change that replaces is refused.
 *
 * Deleting the resource ends the copying. The copies stay in the other region, until their days are over or
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
  /** Region that they are copied to. */
  declare readonly destinationRegion: Output<string>;
  /** KMS key of the copies. Once made, as AWS answers it; absent where AWS uses a key of its own. */
  declare readonly destinationKmsKeyId: Output<string | undefined>;
  /** Days that copies of snapshots are kept; -1, or absent, for ever. */
  declare readonly snapshotRetentionPeriod: Output<number | undefined>;

  constructor(name: string, args: SnapshotCopyConfigurationArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(
    name: string,
    args?: SnapshotCopyConfigurationArgs,
    options: CustomResourceOptions = {},
  ) {
    // AWS refuses a second one beside the first.
    const one = { ...options, deleteBeforeReplace: true };
    super("redshiftserverless:SnapshotCopyConfiguration", name, args, one);
    this.snapshotCopyConfigurationArn = this.id;
  }

  /**
   * Reads a configuration that exists and is not managed here.
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
