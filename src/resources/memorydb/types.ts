import type { Input } from "@pulumi/pulumi";
import type { TaggedBackupArgs } from "../base/resource-args.js";

/** Arguments of a {@link Snapshot}. */
export interface SnapshotArgs extends TaggedBackupArgs {
  /**
   * Name or ARN of the cluster to take the snapshot of. Changing it replaces the snapshot.
   */
  clusterName: Input<string>;
  /**
   * Name of the snapshot: 1 to 255 letters, digits and hyphens, with no two hyphens in a row and no hyphen at the end.
   * Upper-case letters become lower case, as in MemoryDB itself. Unique in the account and region. Changing it replaces
   * the snapshot. If a name is given, the preview refuses to replace the snapshot under the same name in the same
   * region, unless `deleteBeforeReplace` is set: two snapshots cannot have the same name at the same time.
   *
   * @default - the resource's logical name and seven random hexadecimal digits, new for each replacement
   */
  snapshotName?: Input<string>;
  /**
   * ARN or ID of the KMS key that encrypts the snapshot. The key must be in the snapshot's region. Changing it replaces
   * the snapshot; the ARN and the ID of the same key are not a change.
   *
   * @default - the key of the cluster
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link SnapshotCopy}. */
export interface SnapshotCopyArgs extends TaggedBackupArgs {
  /**
   * Name or ARN of the snapshot to copy, manual or automatic. To copy a snapshot of this program, pass its `id`: then a
   * replaced source gets a new copy. The source must be in the region and account of the copy: MemoryDB copies within
   * one region. Changing it replaces the copy.
   */
  sourceSnapshotName: Input<string>;
  /**
   * Name of the copy: 1 to 255 letters, digits and hyphens, with no two hyphens in a row and no hyphen at the end.
   * Upper-case letters become lower case. With `targetBucket`, this is the prefix of the file names: 1 to 1000
   * characters, used as written. Changing it replaces the copy.
   *
   * @default - the resource's logical name and seven random hexadecimal digits, new for each replacement
   */
  targetSnapshotName?: Input<string>;
  /**
   * Name of an S3 bucket in the same region. If it is given, the snapshot is exported there as files
   * `<targetSnapshotName>-0001.rdb` and so on, one for each shard, and no MemoryDB snapshot is created. The bucket must
   * allow the service principal `<region>.memorydb-snapshot.amazonaws.com` to write, and its object ownership must be
   * "bucket owner preferred". Deleting the resource leaves the files in the bucket. Changing it replaces the copy.
   *
   * @default - the copy is a MemoryDB snapshot
   */
  targetBucket?: Input<string>;
  /**
   * ARN or ID of the KMS key that encrypts the copy. The key must be in the same region. Changing it replaces the copy;
   * the ARN and the ID of the same key are not a change.
   *
   * @default - the key of the source
   */
  kmsKeyId?: Input<string>;
}

/** Configuration of the cluster that a snapshot was taken of. */
export interface ClusterConfiguration {
  /** Name of the cluster. */
  name?: string;
  /** Description of the cluster. */
  description?: string;
  /** Node type, for example `db.r7g.large`. */
  nodeType?: string;
  /** Engine: `valkey` or `redis`. */
  engine?: string;
  /** Version of the engine. */
  engineVersion?: string;
  /** Weekly maintenance window, for example `sun:23:00-mon:01:30` (UTC). */
  maintenanceWindow?: string;
  /** ARN of the SNS topic for the cluster's notifications. */
  topicArn?: string;
  /** Port of the cluster. */
  port?: number;
  /** Name of the parameter group. */
  parameterGroupName?: string;
  /** Name of the subnet group. */
  subnetGroupName?: string;
  /** VPC of the cluster. */
  vpcId?: string;
  /** Days that automatic snapshots are kept. */
  snapshotRetentionLimit?: number;
  /** Daily window in which automatic snapshots are taken, for example `05:00-09:00` (UTC). */
  snapshotWindow?: string;
  /** Number of shards. */
  numShards?: number;
  /** The shards in the snapshot. */
  shards?: ShardDetail[];
  /** Name of the multi-Region parameter group. */
  multiRegionParameterGroupName?: string;
  /** Name of the multi-Region cluster that the cluster belongs to. */
  multiRegionClusterName?: string;
}

/** One shard in a snapshot. */
export interface ShardDetail {
  /** Name of the shard. */
  name?: string;
  /** Configuration of the shard. */
  configuration?: ShardConfiguration;
  /** Size of the shard's part of the snapshot, in MemoryDB's format, for example `12 MB`. */
  size?: string;
  /** When the shard's part of the snapshot was taken, as ISO 8601. */
  snapshotCreationTime?: string;
}

/** Configuration of one shard. */
export interface ShardConfiguration {
  /** Key slots of the shard, for example `0-8191`. */
  slots?: string;
  /** Number of replicas. */
  replicaCount?: number;
}
