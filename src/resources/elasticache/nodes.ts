import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { TaggedResource } from "../base/tagged-resource.js";
import type { NodeSnapshot, SnapshotArgs, SnapshotCopyArgs } from "./types.js";

/** Outputs that snapshots of nodes and their copies have in common. */
abstract class NodeBasedSnapshot extends TaggedResource {
  /** Name of the replication group that the snapshot was taken of, if any. */
  declare readonly replicationGroupId: Output<string | undefined>;
  /** Description of the replication group. */
  declare readonly replicationGroupDescription: Output<string | undefined>;
  /** Name of the cluster that the snapshot was taken of. */
  declare readonly cacheClusterId: Output<string | undefined>;
  /** KMS key of the snapshot: the ARN that AWS reports. Absent if no key was given and AWS reports none. */
  declare readonly kmsKeyId: Output<string | undefined>;
  /** Status: `creating`, `available`, `restoring`, `copying`, `deleting`, `failed`, or a status that AWS adds later. */
  declare readonly snapshotStatus: Output<string | undefined>;
  /** The same as `snapshotStatus`. An export has `exported`. */
  declare readonly status: Output<string>;
  /** `manual`, or `automated` for a snapshot that ElastiCache took automatically. */
  declare readonly snapshotSource: Output<string | undefined>;
  /** Node type of the cluster, for example `cache.r7g.large`. */
  declare readonly cacheNodeType: Output<string | undefined>;
  /** Engine of the cluster: `valkey` or `redis`. */
  declare readonly engine: Output<string | undefined>;
  /** Version of the engine. */
  declare readonly engineVersion: Output<string | undefined>;
  /** Number of nodes in the cluster. */
  declare readonly numCacheNodes: Output<number | undefined>;
  /** Number of shards in the snapshot. A replication group that is restored from it must have the same number. */
  declare readonly numNodeGroups: Output<number | undefined>;
  /** The nodes in the snapshot. */
  declare readonly nodeSnapshots: Output<NodeSnapshot[] | undefined>;
  /** Availability zone of the cluster. */
  declare readonly preferredAvailabilityZone: Output<string | undefined>;
  /** ARN of the cluster's outpost. */
  declare readonly preferredOutpostArn: Output<string | undefined>;
  /** When the cluster was created, as ISO 8601. */
  declare readonly cacheClusterCreateTime: Output<string | undefined>;
  /** Weekly maintenance window of the cluster, for example `sun:23:00-mon:01:30` (UTC). */
  declare readonly preferredMaintenanceWindow: Output<string | undefined>;
  /** ARN of the SNS topic for the cluster's notifications. */
  declare readonly topicArn: Output<string | undefined>;
  /** Port of the cluster's nodes. */
  declare readonly port: Output<number | undefined>;
  /** Name of the parameter group. */
  declare readonly cacheParameterGroupName: Output<string | undefined>;
  /** Name of the subnet group. */
  declare readonly cacheSubnetGroupName: Output<string | undefined>;
  /** VPC of the cluster. */
  declare readonly vpcId: Output<string | undefined>;
  /** Whether the cluster is upgraded automatically to new minor versions of the engine. */
  declare readonly autoMinorVersionUpgrade: Output<boolean | undefined>;
  /** Days that the cluster keeps automatic snapshots. Manual snapshots do not expire. */
  declare readonly snapshotRetentionLimit: Output<number | undefined>;
  /** Daily window in which automatic snapshots are taken, for example `05:00-09:00` (UTC). */
  declare readonly snapshotWindow: Output<string | undefined>;
  /** Whether the replication group fails over automatically: `enabled`, `disabled`, `enabling` or `disabling`. */
  declare readonly automaticFailover: Output<string | undefined>;
  /** Whether the cluster keeps part of its data on disk: `enabled` or `disabled`. */
  declare readonly dataTiering: Output<string | undefined>;
  /** Durability of the cluster: `default`, `async`, `sync` or `disabled`. */
  declare readonly durability: Output<string | undefined>;
}

/**
 * A manual snapshot of an ElastiCache replication group or cluster of nodes.
 *
 * ElastiCache takes it in the background, at most 20 of a node in 24 hours. It cannot take snapshots of Memcached or of
 * t1.micro nodes. For serverless caches, use {@link ServerlessCacheSnapshot}. While the group is busy with another
 * backup or a change, the request is repeated. Manual snapshots do not expire.
 *
 * The resource waits until the snapshot is available. Tags change in place. A replacement takes the new snapshot first,
 * then deletes the old one. Deleting the resource deletes the snapshot; `retainOnDelete` keeps it.
 *
 * @example
 * const nightly = new elasticache.Snapshot("orders", { replicationGroupId: group.id }, { retainOnDelete: true });
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateSnapshot.html
 */
export class Snapshot extends NodeBasedSnapshot {
  /** Name of the snapshot. */
  declare readonly name: Output<string>;
  /** Name of the snapshot. */
  declare readonly snapshotName: Output<string>;

  constructor(name: string, args: SnapshotArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(name: string, args?: SnapshotArgs, options: CustomResourceOptions = {}) {
    super("elasticache:Snapshot", name, args, options);
    this.name = this.snapshotName;
  }

  /**
   * Reads an existing snapshot that this program does not manage.
   *
   * @param name - logical name of the result
   * @param id - ARN of the snapshot
   */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): Snapshot {
    return new Snapshot(name, undefined, { ...options, id });
  }
}

/**
 * A copy of an ElastiCache snapshot in the same region or, with `targetBucket`, an export of the snapshot to S3.
 *
 * ElastiCache copies in the background; the resource waits until the copy is available. Tags change in place. A
 * replacement makes the new copy first, then deletes the old one. Deleting the resource deletes the copy, but never the
 * files of an export. ElastiCache cannot export snapshots of clusters with data tiering. It does not report on exports:
 * an export counts as done when its source is available again. Its `id` is `s3://<bucket>/<name>`.
 *
 * @example
 * const copy = new elasticache.SnapshotCopy("orders-copy", { sourceSnapshotName: snapshot.id, kmsKeyId: key.arn });
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CopySnapshot.html
 */
export class SnapshotCopy extends NodeBasedSnapshot {
  /** Name of the copy. */
  declare readonly name: Output<string>;
  /** Name of the copy. */
  declare readonly snapshotName: Output<string>;
  /** Name of the copy. */
  declare readonly targetSnapshotName: Output<string>;
  /** Snapshot that was copied, as given. */
  declare readonly sourceSnapshotName: Output<string>;
  /** Bucket of the export. Absent if the copy is a snapshot. */
  declare readonly targetBucket: Output<string | undefined>;

  constructor(name: string, args: SnapshotCopyArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(name: string, args?: SnapshotCopyArgs, options: CustomResourceOptions = {}) {
    super("elasticache:SnapshotCopy", name, args, options);
    this.snapshotName = this.targetSnapshotName;
    this.name = this.targetSnapshotName;
  }

  /**
   * Reads an existing copy that this program does not manage. AWS does not report the source of a copy, so the result
   * has no `sourceSnapshotName`.
   *
   * @param name - logical name of the result
   * @param id - ARN of the copy, or `s3://bucket/name` of an export, about which AWS reports nothing
   */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): SnapshotCopy {
    return new SnapshotCopy(name, undefined, { ...options, id });
  }
}
