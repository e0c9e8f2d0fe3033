import type { Input } from "@pulumi/pulumi";
import type { BackupArgs, TaggedBackupArgs } from "../base/resource-args.js";

/** Arguments of a {@link Snapshot}. At least one of `replicationGroupId` and `cacheClusterId` must be given. */
export interface SnapshotArgs extends TaggedBackupArgs {
  /**
   * Replication group to take the snapshot of: its name, or its ARN. It must be in the region and account of the
   * snapshot. Where cluster mode is off, AWS takes the snapshot of one node: a replica, or the primary if the group
   * has no replica; `cacheClusterId` then says which node it was. Changing it replaces the snapshot, but not
   * where it is given for a `cacheClusterId` that is a node of it (`orders-002` of `orders`).
   *
   * @default - none: `cacheClusterId` names the source
   */
  replicationGroupId?: Input<string>;
  /**
   * Cluster to take the snapshot of: its name, or its ARN. It must be in the region and account of the snapshot. It
   * may be a node of a replication group; beside `replicationGroupId` it says which node to take the snapshot of.
   * Changing it replaces the snapshot.
   *
   * @default - none: `replicationGroupId` names the source
   */
  cacheClusterId?: Input<string>;
  /**
   * Name of the snapshot: 1 to 255 letters, digits and hyphens, beginning with a letter, no two hyphens in a row
   * and none at the end; upper case is folded to lower case, as ElastiCache does. Unique in the account and
   * region. Changing it replaces the snapshot. While it is fixed, another input that replaces is refused at
   * preview, because the new snapshot cannot have the name of the old one beside it.
   *
   * @default - the resource's logical name and seven random hex digits, fresh for each replacement
   */
  snapshotName?: Input<string>;
  /**
   * KMS key that encrypts the snapshot: key ARN or key ID, in the snapshot's region. Changing it replaces the
   * snapshot; the ARN and the ID of the same key are no change.
   *
   * @default - the choice of ElastiCache
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link SnapshotCopy}. */
export interface SnapshotCopyArgs extends TaggedBackupArgs {
  /**
   * Snapshot to copy: its name, or its ARN, manual or automatic. Pass the `id` of a snapshot resource, so that a
   * replaced source gets a new copy. It must be in the region and account of the copy: ElastiCache copies within
   * one region. Changing it replaces the copy.
   */
  sourceSnapshotName: Input<string>;
  /**
   * Name of the copy: 1 to 255 letters, digits and hyphens, beginning with a letter, no two hyphens in a row and
   * none at the end; upper case is folded to lower case. With `targetBucket`: 1 to 1000 characters, taken as
   * written, the beginning of the names of the files. Changing it replaces the copy.
   *
   * @default - the resource's logical name and seven random hex digits, fresh for each replacement
   */
  targetSnapshotName?: Input<string>;
  /**
   * Name of an S3 bucket in the same region: the snapshot is exported into files
   * `<targetSnapshotName>-0001.rdb` (one for each shard) there, and no ElastiCache snapshot is made. The bucket
   * must allow the service principal `<region>.elasticache-snapshot.amazonaws.com` to write, and the caller needs
   * rights in S3 too, `s3:ListAllMyBuckets` on `*` among them. Deleting the resource leaves the files in the
   * bucket. Changing it replaces the copy.
   *
   * @default - the copy is an ElastiCache snapshot
   */
  targetBucket?: Input<string>;
  /**
   * KMS key that encrypts the copy: key ARN or key ID, in the same region. Changing it replaces the copy; the ARN
   * and the ID of the same key are no change.
   *
   * @default - the choice of ElastiCache
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link ServerlessCacheSnapshot}. */
export interface ServerlessCacheSnapshotArgs extends TaggedBackupArgs {
  /**
   * Serverless cache to take the snapshot of: its name, or its ARN. It must be in the region and account of the
   * snapshot. Changing it replaces the snapshot.
   */
  serverlessCacheName: Input<string>;
  /**
   * Name of the snapshot: 1 to 255 letters, digits and hyphens; upper case is folded to lower case, as ElastiCache
   * does. Unique in the account and region. Changing it replaces the snapshot. While it is fixed, another input
   * that replaces is refused at preview, because the new snapshot cannot have the name of the old one beside it.
   *
   * @default - the resource's logical name and seven random hex digits, fresh for each replacement
   */
  serverlessCacheSnapshotName?: Input<string>;
  /**
   * KMS key that encrypts the snapshot: key ARN or key ID, in the snapshot's region. Changing it replaces the
   * snapshot; the ARN and the ID of the same key are no change.
   *
   * @default - the choice of ElastiCache
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link ServerlessCacheSnapshotCopy}. */
export interface ServerlessCacheSnapshotCopyArgs extends TaggedBackupArgs {
  /**
   * Snapshot to copy: its name, or its ARN, manual or automatic. Pass the `id` of a snapshot resource, so that a
   * replaced source gets a new copy. It must be in the region and account of the copy: ElastiCache copies within
   * one region. Changing it replaces the copy.
   */
  sourceServerlessCacheSnapshotName: Input<string>;
  /**
   * Name of the copy: 1 to 255 letters, digits and hyphens; upper case is folded to lower case, as ElastiCache
   * does. Unique in the account and region. Changing it replaces the copy.
   *
   * @default - the resource's logical name and seven random hex digits, fresh for each replacement
   */
  targetServerlessCacheSnapshotName?: Input<string>;
  /**
   * KMS key that encrypts the copy: key ARN or key ID, in the same region. Changing it replaces the copy; the ARN
   * and the ID of the same key are no change.
   *
   * @default - the choice of ElastiCache
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link ServerlessCacheSnapshotExport}. */
export interface ServerlessCacheSnapshotExportArgs extends BackupArgs {
  /**
   * Snapshot to export: its name, or its ARN. Its name is the beginning of the names of the files. Pass the `id`
   * of a snapshot resource, so that a replaced snapshot is exported again. It must be in the region and account of
   * the export. Changing it replaces the export.
   */
  serverlessCacheSnapshotName: Input<string>;
  /**
   * Name of an S3 bucket in the same region. It must allow the service principal
   * `<region>.elasticache-snapshot.amazonaws.com` to write, and the caller needs rights in S3 too,
   * `s3:ListAllMyBuckets` on `*` among them. Changing it replaces the export.
   */
  s3BucketName: Input<string>;
}

/** One node in a snapshot. */
export interface NodeSnapshot {
  /** Name of the node's cluster. */
  cacheClusterId?: string;
  /** Shard of the node. */
  nodeGroupId?: string;
  /** The node in its cluster. */
  cacheNodeId?: string;
  /** Configuration of the shard. */
  nodeGroupConfiguration?: NodeGroupConfiguration;
  /** Size of the data on the node, as ElastiCache words it, for example `12 MB`. */
  cacheSize?: string;
  /** When the node was created, as ISO 8601. */
  cacheNodeCreateTime?: string;
  /** When the node's data was taken, as ISO 8601. */
  snapshotCreateTime?: string;
}

/** Configuration of one shard. */
export interface NodeGroupConfiguration {
  /** Name of the shard: up to four digits. */
  nodeGroupId?: string;
  /** Key slots of the shard, for example `0-8191`. */
  slots?: string;
  /** Number of replicas. */
  replicaCount?: number;
  /** Availability zone of the primary node. */
  primaryAvailabilityZone?: string;
  /** Availability zones of the replicas. */
  replicaAvailabilityZones?: string[];
  /** ARN of the outpost of the primary node. */
  primaryOutpostArn?: string;
  /** ARNs of the outposts of the replicas. */
  replicaOutpostArns?: string[];
}

/** Configuration of the serverless cache that a snapshot was taken of. */
export interface ServerlessCacheConfiguration {
  /** Name of the cache. */
  serverlessCacheName?: string;
  /** Engine of the cache, for example `valkey`. */
  engine?: string;
  /** Major version of the engine. */
  majorEngineVersion?: string;
}
