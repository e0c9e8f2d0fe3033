import type { Input } from "@pulumi/pulumi";
import type { TaggedBackupArgs } from "../base/resource-args.js";

/** Arguments of a {@link Snapshot}. */
export interface SnapshotArgs extends TaggedBackupArgs {
  /**
   * Cluster to take the snapshot of: its name, or its ARN. Changing it replaces the snapshot.
   */
  clusterName: Input<string>;
  /**
   * Name of the snapshot: 1 to 255 letters, digits and hyphens, no two hyphens in a row and none at the end;
   * upper case is folded to lower case, as MemoryDB does. Unique in the account and region. Changing it
   * replaces the snapshot. While it is fixed, another input that replaces is refused at preview, because the
   * new snapshot cannot have the name of the old one beside it.
   *
   * @default - the resource's logical name and seven random hex digits, fresh for each replacement
   */
  snapshotName?: Input<string>;
  /**
   * KMS key that encrypts the snapshot: key ARN or key ID, in the snapshot's region. Changing it replaces the
   * snapshot; the ARN and the ID of the same key are no change.
   *
   * @default - the key of the cluster
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link SnapshotCopy}. */
export interface SnapshotCopyArgs extends TaggedBackupArgs {
  /**
   * Snapshot to copy: its name, or its ARN, manual or automatic. Pass the `id` of a snapshot resource, so that
   * a replaced source gets a new copy. It must be in the region and account of the copy: MemoryDB copies
   * within one region. Changing it replaces the copy.
   */
  sourceSnapshotName: Input<string>;
  /**
   * Name of the copy: 1 to 255 letters, digits and hyphens, no two hyphens in a row and none at the end; upper
   * case is folded to lower case. With `targetBucket`: 1 to 1000 characters, taken as written, the beginning of
   * the names of the files. Changing it replaces the copy.
   *
   * @default - the resource's logical name and seven random hex digits, fresh for each replacement
   */
  targetSnapshotName?: Input<string>;
  /**
   * Name of an S3 bucket in the same region: the snapshot is exported into files
   * `<targetSnapshotName>-0001.rdb` (one for each shard) there, and no MemoryDB snapshot is made. The bucket
   * must allow the service principal `<region>.memorydb-snapshot.amazonaws.com` to write and have its object
   * ownership set to "bucket owner preferred". Deleting the resource leaves the files in the bucket. Changing
   * it replaces the copy.
   *
   * @default - the copy is a MemoryDB snapshot
   */
  targetBucket?: Input<string>;
  /**
   * KMS key that encrypts the copy: key ARN or key ID, in the same region. Changing it replaces the copy; the
   * ARN and the ID of the same key are no change.
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
  /** Size of the shard's part of the snapshot, as MemoryDB words it, for example `12 MB`. */
  size?: string;
  /** When the shard's part of the snapshot was made, as ISO 8601. */
  snapshotCreationTime?: string;
}

/** Configuration of one shard. */
export interface ShardConfiguration {
  /** Key slots of the shard, for example `0-8191`. */
  slots?: string;
  /** Number of replicas. */
  replicaCount?: number;
}
