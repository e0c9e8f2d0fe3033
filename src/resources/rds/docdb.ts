import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { CopiedClusterSnapshot, TakenClusterSnapshot } from "./cluster-snapshot.js";
import type { ClusterSnapshotArgs, ClusterSnapshotCopyArgs } from "./types.js";

export type { ClusterSnapshotArgs, ClusterSnapshotCopyArgs } from "./types.js";

/**
 * A manual snapshot of a DocumentDB cluster.
 *
 * DocumentDB takes it in the background. While the cluster is not available, for example during another backup, the
 * request is repeated. Neptune, DocumentDB and RDS share a quota of 100 manual cluster snapshots in a region, which AWS
 * can raise, and their snapshots share one set of names. A snapshot is encrypted if its cluster is, with the same key.
 * If the cluster copies its tags to snapshots, the snapshot gets those tags too.
 *
 * The resource waits until the snapshot is available. Tags and `sharedAccounts` change in place. A replacement takes
 * the new snapshot first, then deletes the old one. Deleting the resource deletes the snapshot; `retainOnDelete` keeps
 * it. A cluster of another engine is refused.
 *
 * @example
 * const nightly = new docdb.ClusterSnapshot("orders", { dbClusterIdentifier: cluster.id }, { retainOnDelete: true });
 *
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBClusterSnapshot.html
 */
export class ClusterSnapshot extends TakenClusterSnapshot {
  constructor(name: string, args: ClusterSnapshotArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(name: string, args?: ClusterSnapshotArgs, options: CustomResourceOptions = {}) {
    super("docdb:ClusterSnapshot", name, args, options);
  }

  /**
   * Reads an existing snapshot that this program does not manage.
   *
   * @param name - logical name of the result
   * @param id - ARN of the snapshot
   */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): ClusterSnapshot {
    return new ClusterSnapshot(name, undefined, { ...options, id });
  }
}

/**
 * A copy of a DocumentDB cluster snapshot from the same or another region, and from the same or another account.
 *
 * The resource is in the region of the copy: set `region`, or pass an `aws.Provider` of that region. Give the source by
 * its ARN, or by its name and `sourceRegion`; the caller needs permission to read it there. AWS makes at most five
 * copies from other regions at a time for each account and region; further copies wait in a queue. AWS copies nothing
 * between the regions of China, those of GovCloud, and all others.
 *
 * A copy of an encrypted source is encrypted. In the region and account of the source, the copy has the key of the
 * source unless `kmsKeyId` names another key; in any other region or account, `kmsKeyId` is required. A copy of an
 * unencrypted source cannot be encrypted.
 *
 * The resource waits until the copy is available; do not delete the source before that. Tags and `sharedAccounts`
 * change in place. A replacement makes the new copy first, then deletes the old one. Deleting the resource deletes the
 * copy.
 *
 * @example
 * const recovery = new docdb.ClusterSnapshotCopy("orders-recovery", {
 *   sourceDbClusterSnapshotIdentifier: snapshot.id,
 *   region: "eu-west-1",
 *   kmsKeyId: key.arn,
 * });
 *
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CopyDBClusterSnapshot.html
 */
export class ClusterSnapshotCopy extends CopiedClusterSnapshot {
  constructor(name: string, args: ClusterSnapshotCopyArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(name: string, args?: ClusterSnapshotCopyArgs, options: CustomResourceOptions = {}) {
    super("docdb:ClusterSnapshotCopy", name, args, options);
  }

  /**
   * Reads an existing copy that this program does not manage.
   *
   * @param name - logical name of the result
   * @param id - ARN of the copy
   */
  static get(
    name: string,
    id: Input<string>,
    options?: CustomResourceOptions,
  ): ClusterSnapshotCopy {
    return new ClusterSnapshotCopy(name, undefined, { ...options, id });
  }
}
