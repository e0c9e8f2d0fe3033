import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { CopiedClusterSnapshot, TakenClusterSnapshot } from "./cluster-snapshot.js";
import type { ClusterSnapshotArgs, ClusterSnapshotCopyArgs } from "./types.js";

export type { ClusterSnapshotArgs, ClusterSnapshotCopyArgs } from "./types.js";

/**
 * A manual snapshot of a Neptune cluster.
 *
 * Neptune takes it in the background, while the cluster is available; until then, for example during another
 * backup of it, the request is repeated. Neptune, DocumentDB and RDS together keep 100 manual cluster snapshots in
 * a region, unless AWS raised that, and share their names. A snapshot is encrypted if its cluster is, with the same
 * key. If the cluster is set to copy its tags to snapshots, the snapshot gets those too.
 *
 * The resource waits until the snapshot is available. Tags and `sharedAccounts` change in place, everything else
 * replaces: the new snapshot is taken first, then the old one is deleted. Deleting the resource deletes the
 * snapshot; `retainOnDelete` keeps it. A cluster of another engine is refused.
 *
 * @example
 * const nightly = new neptune.ClusterSnapshot("graph", { dbClusterIdentifier: cluster.id }, { retainOnDelete: true });
 *
 * @see https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBClusterSnapshot.html
 */
export class ClusterSnapshot extends TakenClusterSnapshot {
  /** Size of the cluster's storage, in GiB. */
  declare readonly allocatedStorage: Output<number | undefined>;
  /** License model of the engine. */
  declare readonly licenseModel: Output<string | undefined>;
  /** Whether IAM accounts could log in to the cluster. */
  declare readonly iamDatabaseAuthenticationEnabled: Output<boolean | undefined>;

  constructor(name: string, args: ClusterSnapshotArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(name: string, args?: ClusterSnapshotArgs, options: CustomResourceOptions = {}) {
    super("neptune:ClusterSnapshot", name, args, options);
  }

  /**
   * Reads a snapshot that exists and is not managed here.
   *
   * @param name - logical name of the result
   * @param id - ARN of the snapshot
   */
  static get(name: string, id: Input<string>, options?: CustomResourceOptions): ClusterSnapshot {
    return new ClusterSnapshot(name, undefined, { ...options, id });
  }
}

/**
 * A copy of a Neptune cluster snapshot, in the same region or another one, from the same account or another one.
 *
 * The resource is in the region of the copy: set `region`, or give it an `aws.Provider` of that region. The source
 * is named by its ARN, or by its name and `sourceRegion`; the caller needs the right to read it there. AWS makes
 * five copies from other regions at a time for each account and region, and leaves others waiting. Regions of China
 * and GovCloud exchange none with others.
 *
 * An encrypted source stays encrypted: in its own region and account with its own key unless `kmsKeyId` says
 * otherwise, elsewhere with the key that `kmsKeyId` must name. One that is not encrypted cannot become so.
 *
 * The resource waits until the copy is available; do not delete the source before that. Tags and `sharedAccounts`
 * change in place, everything else replaces: the new copy is made first, then the old one is deleted. Deleting the
 * resource deletes the copy.
 *
 * @example
 * const recovery = new neptune.ClusterSnapshotCopy("graph-recovery", {
 *   sourceDbClusterSnapshotIdentifier: snapshot.id,
 *   region: "eu-west-1",
 *   kmsKeyId: key.arn,
 * });
 *
 * @see https://docs.aws.amazon.com/neptune/latest/apiref/API_CopyDBClusterSnapshot.html
 */
export class ClusterSnapshotCopy extends CopiedClusterSnapshot {
  /** Size of the cluster's storage, in GiB. */
  declare readonly allocatedStorage: Output<number | undefined>;
  /** License model of the engine. */
  declare readonly licenseModel: Output<string | undefined>;
  /** Whether IAM accounts could log in to the cluster. */
  declare readonly iamDatabaseAuthenticationEnabled: Output<boolean | undefined>;

  constructor(name: string, args: ClusterSnapshotCopyArgs, options?: CustomResourceOptions);
  /** @internal */
  constructor(name: string, args: undefined, options: CustomResourceOptions);
  constructor(name: string, args?: ClusterSnapshotCopyArgs, options: CustomResourceOptions = {}) {
    super("neptune:ClusterSnapshotCopy", name, args, options);
  }

  /**
   * Reads a copy that exists and is not managed here.
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
