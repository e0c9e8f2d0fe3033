import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { TaggedResource } from "../base/tagged-resource.js";
import type { ClusterConfiguration, SnapshotArgs, SnapshotCopyArgs } from "./types.js";

export type {
  ClusterConfiguration,
  ShardConfiguration,
  ShardDetail,
  SnapshotArgs,
  SnapshotCopyArgs,
} from "./types.js";

/** Outputs that snapshots and copies have in common. */
abstract class MemorydbSnapshot extends TaggedResource {
  /** KMS key of the snapshot: the ARN that AWS reports. Absent if no key was given and AWS reports none. */
  declare readonly kmsKeyId: Output<string | undefined>;
  /**
   * Status: `creating`, `available`, `restoring`, `copying`, `deleting`, or a status that AWS adds later. An export has
   * `exported`.
   */
  declare readonly status: Output<string>;
  /** `manual`, or `automated` for a snapshot that MemoryDB took automatically. */
  declare readonly source: Output<string | undefined>;
  /** Configuration of the cluster, and its shards in the snapshot. */
  declare readonly clusterConfiguration: Output<ClusterConfiguration | undefined>;
  /** Whether the cluster keeps part of its data on disk: the string `true` or `false`. */
  declare readonly dataTiering: Output<string | undefined>;
}

/**
 * A manual snapshot of a MemoryDB cluster.
 *
 * MemoryDB takes it in the background: one at a time for each cluster, and at most 20 in 24 hours. The cluster cannot
 * be modified meanwhile. The resource waits until the snapshot is available. Tags change in place. A replacement takes
 * the new snapshot first, then deletes the old one. Deleting the resource deletes the snapshot; `retainOnDelete` keeps
 * it.
 *
 * @example
 * const nightly = new memorydb.Snapshot("orders", { clusterName: "orders" }, { retainOnDelete: true });
 *
 * @see https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateSnapshot.html
 */
export class Snapshot extends MemorydbSnapshot {
  /** Name of the snapshot. */
  declare readonly name: Output<string>;
  /** Cluster that the snapshot was taken of, as given. */
  declare readonly clusterName: Output<string>;
  /** Name of the snapshot. */
  declare readonly snapshotName: Output<string>;

  constructor(name: string, args: SnapshotArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(name: string, args?: SnapshotArgs, options: CustomResourceOptions = {}) {
    super("memorydb:Snapshot", name, args, options);
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
 * A copy of a MemoryDB snapshot in the same region or, with `targetBucket`, an export of the snapshot to S3.
 *
 * MemoryDB copies in the background; the resource waits until the copy is available. Tags change in place. A
 * replacement makes the new copy first, then deletes the old one. Deleting the resource deletes the copy, but never the
 * files of an export. MemoryDB does not report on exports: an export counts as done when its source is available again.
 * Its `id` is `s3://<bucket>/<name>`.
 *
 * @example
 * const copy = new memorydb.SnapshotCopy("orders-copy", { sourceSnapshotName: snapshot.id, kmsKeyId: key.arn });
 *
 * @see https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CopySnapshot.html
 */
export class SnapshotCopy extends MemorydbSnapshot {
  /** Name of the copy. */
  declare readonly name: Output<string>;
  /** Snapshot that was copied, as given. */
  declare readonly sourceSnapshotName: Output<string>;
  /** Name of the copy. */
  declare readonly targetSnapshotName: Output<string>;
  /** Bucket of the export. Absent if the copy is a snapshot. */
  declare readonly targetBucket: Output<string | undefined>;

  constructor(name: string, args: SnapshotCopyArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(name: string, args?: SnapshotCopyArgs, options: CustomResourceOptions = {}) {
    super("memorydb:SnapshotCopy", name, args, options);
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
