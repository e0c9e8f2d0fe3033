import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { SnapshotResource } from "../base/snapshot-resource.js";
import { TaggedResource } from "../base/tagged-resource.js";
import type {
  ServerlessCacheConfiguration,
  ServerlessCacheSnapshotArgs,
  ServerlessCacheSnapshotCopyArgs,
  ServerlessCacheSnapshotExportArgs,
} from "./types.js";

/** Outputs that snapshots of serverless caches and their copies have in common. */
abstract class ServerlessSnapshot extends TaggedResource {
  /** KMS key of the snapshot: the ARN that AWS reports. Absent if no key was given and AWS reports none. */
  declare readonly kmsKeyId: Output<string | undefined>;
  /** Status: `creating`, `available`, `deleting`, or a status that AWS adds later. */
  declare readonly status: Output<string>;
  /** Type of the snapshot, for example `manual`. */
  declare readonly snapshotType: Output<string | undefined>;
  /** When the snapshot was taken, as ISO 8601. */
  declare readonly createTime: Output<string | undefined>;
  /** When the snapshot expires, as ISO 8601. Manual snapshots do not expire. */
  declare readonly expiryTime: Output<string | undefined>;
  /** Size of the snapshot in bytes, as a string. */
  declare readonly bytesUsedForCache: Output<string | undefined>;
  /** Configuration of the cache when the snapshot was taken. */
  declare readonly serverlessCacheConfiguration: Output<ServerlessCacheConfiguration | undefined>;
}

/**
 * A manual snapshot of an ElastiCache serverless cache.
 *
 * ElastiCache takes it in the background: one at a time for each cache, and at most 24 in 24 hours. The cache cannot be
 * modified meanwhile. The resource waits until the snapshot is available. Tags change in place. A replacement takes the
 * new snapshot first, then deletes the old one. Deleting the resource deletes the snapshot; `retainOnDelete` keeps it.
 *
 * @example
 * const nightly = new elasticache.ServerlessCacheSnapshot(
 *   "orders",
 *   { serverlessCacheName: cache.name },
 *   { retainOnDelete: true },
 * );
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCacheSnapshot.html
 */
export class ServerlessCacheSnapshot extends ServerlessSnapshot {
  /** Name of the snapshot. */
  declare readonly name: Output<string>;
  /** Name of the snapshot. */
  declare readonly serverlessCacheSnapshotName: Output<string>;
  /** Cache that the snapshot was taken of, as given. */
  declare readonly serverlessCacheName: Output<string>;

  constructor(name: string, args: ServerlessCacheSnapshotArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(
    name: string,
    args?: ServerlessCacheSnapshotArgs,
    options: CustomResourceOptions = {},
  ) {
    super("elasticache:ServerlessCacheSnapshot", name, args, options);
    this.name = this.serverlessCacheSnapshotName;
  }

  /**
   * Reads an existing snapshot that this program does not manage.
   *
   * @param name - logical name of the result
   * @param id - ARN of the snapshot
   */
  static get(
    name: string,
    id: Input<string>,
    options?: CustomResourceOptions,
  ): ServerlessCacheSnapshot {
    return new ServerlessCacheSnapshot(name, undefined, { ...options, id });
  }
}

/**
 * A copy of an ElastiCache serverless cache snapshot in the same region. To export a snapshot to S3, use {@link
 * ServerlessCacheSnapshotExport}.
 *
 * ElastiCache copies in the background; the resource waits until the copy is available. Tags change in place. A
 * replacement makes the new copy first, then deletes the old one. Deleting the resource deletes the copy.
 *
 * @example
 * const copy = new elasticache.ServerlessCacheSnapshotCopy("orders-copy", {
 *   sourceServerlessCacheSnapshotName: snapshot.id,
 *   kmsKeyId: key.arn,
 * });
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CopyServerlessCacheSnapshot.html
 */
export class ServerlessCacheSnapshotCopy extends ServerlessSnapshot {
  /** Name of the copy. */
  declare readonly name: Output<string>;
  /** Name of the copy. */
  declare readonly serverlessCacheSnapshotName: Output<string>;
  /** Name of the copy. */
  declare readonly targetServerlessCacheSnapshotName: Output<string>;
  /** Snapshot that was copied, as given. */
  declare readonly sourceServerlessCacheSnapshotName: Output<string>;

  constructor(name: string, args: ServerlessCacheSnapshotCopyArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(
    name: string,
    args?: ServerlessCacheSnapshotCopyArgs,
    options: CustomResourceOptions = {},
  ) {
    super("elasticache:ServerlessCacheSnapshotCopy", name, args, options);
    this.serverlessCacheSnapshotName = this.targetServerlessCacheSnapshotName;
    this.name = this.targetServerlessCacheSnapshotName;
  }

  /**
   * Reads an existing copy that this program does not manage. AWS does not report the source of a copy, so the result
   * has no `sourceServerlessCacheSnapshotName`.
   *
   * @param name - logical name of the result
   * @param id - ARN of the copy
   */
  static get(
    name: string,
    id: Input<string>,
    options?: CustomResourceOptions,
  ): ServerlessCacheSnapshotCopy {
    return new ServerlessCacheSnapshotCopy(name, undefined, { ...options, id });
  }
}

/**
 * An export of an ElastiCache serverless cache snapshot: files `<snapshot name>-0001.rdb` and so on in an S3 bucket
 * of the same region.
 *
 * ElastiCache does not report on exports: an export counts as done when its snapshot was busy and is available again,
 * or after a minute if the snapshot never shows as busy. An export has no ARN and no tags; its `id` is
 * `s3://<bucket>/<name>`. Another snapshot or bucket replaces it. Changed `triggers` replace it only together with
 * another snapshot or bucket, because the files stay and ElastiCache does not overwrite them. Deleting the resource
 * leaves the files in the bucket.
 *
 * @example
 * const files = new elasticache.ServerlessCacheSnapshotExport("orders-files", {
 *   serverlessCacheSnapshotName: snapshot.id,
 *   s3BucketName: bucket.bucket,
 * });
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ExportServerlessCacheSnapshot.html
 */
export class ServerlessCacheSnapshotExport extends SnapshotResource {
  /** Snapshot that was exported, as given. */
  declare readonly serverlessCacheSnapshotName: Output<string>;
  /** Bucket that the files are in. */
  declare readonly s3BucketName: Output<string>;
  /** Status: `exported`, or `exporting` if the export was not waited for. Absent in the result of `get`. */
  declare readonly status: Output<string | undefined>;

  constructor(
    name: string,
    args: ServerlessCacheSnapshotExportArgs,
    options?: CustomResourceOptions,
  );
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(
    name: string,
    args?: ServerlessCacheSnapshotExportArgs,
    options: CustomResourceOptions = {},
  ) {
    super("elasticache:ServerlessCacheSnapshotExport", name, args, options);
  }

  /**
   * Refers to an existing export that this program does not manage. Nothing is read from AWS: the result has only what
   * the `id` contains.
   *
   * @param name - logical name of the result
   * @param id - `s3://bucket/name` of the export; the name is that of the snapshot
   */
  static get(
    name: string,
    id: Input<string>,
    options?: CustomResourceOptions,
  ): ServerlessCacheSnapshotExport {
    return new ServerlessCacheSnapshotExport(name, undefined, { ...options, id });
  }
}
