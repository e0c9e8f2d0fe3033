import type { Input } from "@pulumi/pulumi";
import type { BackupArgs, TaggedBackupArgs } from "../base/resource-args.js";

/** Arguments of a {@link Snapshot}. At least one of `replicationGroupId` and `cacheClusterId` must be given. */
export interface SnapshotArgs extends TaggedBackupArgs {
  /**
   * Name or ARN of the replication group to take the snapshot of. It must be in the region and account of the snapshot.
   * If cluster mode is off, AWS takes the snapshot of a single node: a replica, or the primary if the group has no
   * replica. The output `cacheClusterId` then names that node. Changing it replaces the snapshot, unless it only takes
   * the place of a `cacheClusterId` that is a node of the group (`orders-002` of `orders`).
   *
   * @default - none: `cacheClusterId` names the source
   */
  replicationGroupId?: Input<string>;
  /**
   * Name or ARN of the cluster to take the snapshot of. It must be in the region and account of the snapshot. It may be
   * a node of a replication group; together with `replicationGroupId`, it selects that node of the group. Changing it
   * replaces the snapshot.
   *
   * @default - none: `replicationGroupId` names the source
   */
  cacheClusterId?: Input<string>;
  /**
   * Name of the snapshot: 1 to 255 letters, digits and hyphens, beginning with a letter, with no two hyphens in a row
   * and no hyphen at the end. Upper-case letters become lower case, as in ElastiCache itself. Unique in the account and
   * region. Changing it replaces the snapshot. If a name is given, the preview refuses to replace the snapshot under
   * the same name in the same region, unless `deleteBeforeReplace` is set: two snapshots cannot have the same name at
   * the same time.
   *
   * @default - the resource's logical name and seven random hexadecimal digits, new for each replacement
   */
  snapshotName?: Input<string>;
  /**
   * ARN or ID of the KMS key that encrypts the snapshot. The key must be in the snapshot's region. Changing it replaces
   * the snapshot; the ARN and the ID of the same key are not a change.
   *
   * @default - ElastiCache decides
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link SnapshotCopy}. */
export interface SnapshotCopyArgs extends TaggedBackupArgs {
  /**
   * Name or ARN of the snapshot to copy, manual or automatic. To copy a snapshot of this program, pass its `id`: then a
   * replaced source gets a new copy. The source must be in the region and account of the copy: ElastiCache copies
   * within one region. Changing it replaces the copy.
   */
  sourceSnapshotName: Input<string>;
  /**
   * Name of the copy: 1 to 255 letters, digits and hyphens, beginning with a letter, with no two hyphens in a row and
   * no hyphen at the end. Upper-case letters become lower case. With `targetBucket`, this is the prefix of the file
   * names: 1 to 1000 characters, used as written. Changing it replaces the copy.
   *
   * @default - the resource's logical name and seven random hexadecimal digits, new for each replacement
   */
  targetSnapshotName?: Input<string>;
  /**
   * Name of an S3 bucket in the same region. If it is given, the snapshot is exported there as files
   * `<targetSnapshotName>-0001.rdb` and so on, one for each shard, and no ElastiCache snapshot is created. The bucket
   * must allow the service principal `<region>.elasticache-snapshot.amazonaws.com` to write. The caller also needs
   * permissions in S3, including `s3:ListAllMyBuckets` on `*`. Deleting the resource leaves the files in the bucket.
   * Changing it replaces the copy.
   *
   * @default - the copy is an ElastiCache snapshot
   */
  targetBucket?: Input<string>;
  /**
   * ARN or ID of the KMS key that encrypts the copy. The key must be in the same region. Changing it replaces the copy;
   * the ARN and the ID of the same key are not a change.
   *
   * @default - ElastiCache decides
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link ServerlessCacheSnapshot}. */
export interface ServerlessCacheSnapshotArgs extends TaggedBackupArgs {
  /**
   * Name or ARN of the serverless cache to take the snapshot of. It must be in the region and account of the snapshot.
   * Changing it replaces the snapshot.
   */
  serverlessCacheName: Input<string>;
  /**
   * Name of the snapshot: 1 to 255 letters, digits and hyphens. Upper-case letters become lower case, as in ElastiCache
   * itself. Unique in the account and region. Changing it replaces the snapshot. If a name is given, the preview
   * refuses to replace the snapshot under the same name in the same region, unless `deleteBeforeReplace` is set: two
   * snapshots cannot have the same name at the same time.
   *
   * @default - the resource's logical name and seven random hexadecimal digits, new for each replacement
   */
  serverlessCacheSnapshotName?: Input<string>;
  /**
   * ARN or ID of the KMS key that encrypts the snapshot. The key must be in the snapshot's region. Changing it replaces
   * the snapshot; the ARN and the ID of the same key are not a change.
   *
   * @default - ElastiCache decides
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link ServerlessCacheSnapshotCopy}. */
export interface ServerlessCacheSnapshotCopyArgs extends TaggedBackupArgs {
  /**
   * Name or ARN of the snapshot to copy, manual or automatic. To copy a snapshot of this program, pass its `id`: then a
   * replaced source gets a new copy. The source must be in the region and account of the copy: ElastiCache copies
   * within one region. Changing it replaces the copy.
   */
  sourceServerlessCacheSnapshotName: Input<string>;
  /**
   * Name of the copy: 1 to 255 letters, digits and hyphens. Upper-case letters become lower case, as in ElastiCache
   * itself. Unique in the account and region. Changing it replaces the copy.
   *
   * @default - the resource's logical name and seven random hexadecimal digits, new for each replacement
   */
  targetServerlessCacheSnapshotName?: Input<string>;
  /**
   * ARN or ID of the KMS key that encrypts the copy. The key must be in the same region. Changing it replaces the copy;
   * the ARN and the ID of the same key are not a change.
   *
   * @default - ElastiCache decides
   */
  kmsKeyId?: Input<string>;
}

/** Arguments of a {@link ServerlessCacheSnapshotExport}. */
export interface ServerlessCacheSnapshotExportArgs extends BackupArgs {
  /**
   * Name or ARN of the snapshot to export. The snapshot's name is the prefix of the file names. To export a snapshot of
   * this program, pass its `id`: then a replaced snapshot is exported again. The snapshot must be in the region and
   * account of the export. Changing it replaces the export.
   */
  serverlessCacheSnapshotName: Input<string>;
  /**
   * Name of an S3 bucket in the same region. It must allow the service principal
   * `<region>.elasticache-snapshot.amazonaws.com` to write. The caller also needs permissions in S3, including
   * `s3:ListAllMyBuckets` on `*`. Changing it replaces the export.
   */
  s3BucketName: Input<string>;
}

/** One node in a snapshot. */
export interface NodeSnapshot {
  /** Name of the node's cluster. */
  cacheClusterId?: string;
  /** Shard of the node. */
  nodeGroupId?: string;
  /** ID of the node in its cluster. */
  cacheNodeId?: string;
  /** Configuration of the shard. */
  nodeGroupConfiguration?: NodeGroupConfiguration;
  /** Size of the data on the node, in ElastiCache's format, for example `12 MB`. */
  cacheSize?: string;
  /** When the node was created, as ISO 8601. */
  cacheNodeCreateTime?: string;
  /** When the node's part of the snapshot was taken, as ISO 8601. */
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
