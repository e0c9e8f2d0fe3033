import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { SnapshotResource } from "../base/snapshot-resource.js";
import { TaggedResource } from "../base/tagged-resource.js";
import type {
  ServerlessCacheConfiguration,
  ServerlessCacheSnapshotArgs,
  ServerlessCacheSnapshotCopyArgs,
  ServerlessCacheSnapshotExportArgs,
} from "./types.js";

/** What snapshots of serverless caches and copies of them have in common. */
abstract class ServerlessSnapshot extends TaggedResource {
  /** KMS key of the snapshot. Once made, the key's ARN; absent where none was given and AWS reports none. */
  declare readonly kmsKeyId: Output<string | undefined>;
  /** Status: `creating`, `available`, `deleting`, or another one. */
  declare readonly status: Output<string>;
  /** Type of the snapshot: how it came to be. */
  declare readonly snapshotType: Output<string | undefined>;
  /** When the snapshot was taken, as ISO 8601. */
  declare readonly createTime: Output<string | undefined>;
  /** When the snapshot expires, as ISO 8601. Manual ones do not. */
  declare readonly expiryTime: Output<string | undefined>;
  /** Size of the snapshot in bytes, as text. */
  declare readonly bytesUsedForCache: Output<string | undefined>;
  /** Configuration of the cache when the snapshot was taken. */
  declare readonly serverlessCacheConfiguration: Output<ServerlessCacheConfiguration | undefined>;
}

/**
 * A manual snapshot of an ElastiCache serverless cache.
 *
 * ElastiCache takes it in the background, one at a time for each cache and at most 24 in 24 hours; the cache cannot
 * be modified meanwhile. The resource waits until it is available. Tags change in place, everything else replaces:
 * the new snapshot is taken first, then the old one is deleted. Deleting the resource deletes the snapshot;
 * `retainOnDelete` keeps it.
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
  /** Cache that the snapshot was taken of, as it was given. */
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
   * Reads a snapshot that exists and is not managed here.
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
 * A copy of an ElastiCache serverless cache snapshot in the same region. To get one into S3, use a
 * {@link ServerlessCacheSnapshotExport}.
 *
 * ElastiCache copies in the background; the resource waits until the copy is available. Tags change in place,
 * everything else replaces: the new copy is made first, then the old one is deleted. Deleting the resource deletes
 * the copy.
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
  /** Snapshot that was copied, as it was given. */
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
   * Reads a copy that exists and is not managed here. AWS does not say what it is a copy of, so the result has no
   * `sourceServerlessCacheSnapshotName`.
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
 * ElastiCache has no way to ask about an export: it counts as done when its snapshot was busy and is free again,
 * or after a minute in which it never was. It has no ARN and no tags; its `id` is `s3://<bucket>/<name>`. Another
 * snapshot or bucket replaces it. So do `triggers`, but only together with one of these: the files stay where they
 * are, and ElastiCache does not write over them. Deleting the resource leaves the files in the bucket.
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
  /** Snapshot that was exported, as it was given. */
  declare readonly serverlessCacheSnapshotName: Output<string>;
  /** Bucket that the files are in. */
  declare readonly s3BucketName: Output<string>;
  /** Status: `exported`, or `exporting` if nobody waited; absent of one that was only looked up. */
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
   * Takes an export for one that exists and is not managed here. AWS is not asked: the result has what the `id`
   * says.
   *
   * @param name - logical name of the result
   * @param id - `s3://bucket/name` of the export, where the name is that of the snapshot
   */
  static get(
    name: string,
    id: Input<string>,
    options?: CustomResourceOptions,
  ): ServerlessCacheSnapshotExport {
    return new ServerlessCacheSnapshotExport(name, undefined, { ...options, id });
  }
}
