import type { Input } from "@pulumi/pulumi";
import type { TaggedBackupArgs } from "../base/resource-args.js";

/** Arguments of every cluster snapshot and of every copy of one. */
interface SharableArgs extends TaggedBackupArgs {
  /**
   * Accounts that may restore and copy the snapshot: at most 20 account IDs of 12 digits, or `all` for everybody.
   * While it is given the list is exact: what others add or take out is set back by the next update. Giving none
   * any more ends the sharing; as long as it was never given, sharing is left alone. An encrypted snapshot cannot
   * be shared with `all`, nor at all if it is encrypted with AWS's own key for the service, and the accounts need
   * the right to use its key. Needs `waitForCompletion`. Changing it updates in place.
   *
   * @default - sharing is left as it is, which is private at first
   */
  sharedAccounts?: Input<Input<string>[]>;
}

/** Arguments of a {@link ClusterSnapshot}. */
export interface ClusterSnapshotArgs extends SharableArgs {
  /**
   * Cluster to take the snapshot of: its name, or its ARN. It must be in the region and account of the snapshot.
   * Changing it replaces the snapshot.
   */
  dbClusterIdentifier: Input<string>;
  /**
   * Name of the snapshot: 1 to 63 letters, digits and hyphens, beginning with a letter, no two hyphens in a row
   * and none at the end; upper case is folded to lower case, as AWS does. Unique in the account and region among
   * the cluster snapshots of Neptune, DocumentDB and RDS together. Changing it replaces the snapshot. While it is
   * fixed, another input that replaces is refused at preview, because the new snapshot cannot have the name of
   * the old one beside it.
   *
   * @default - the resource's logical name and seven random hex digits, fresh for each replacement
   */
  dbClusterSnapshotIdentifier?: Input<string>;
}

/** Arguments of a {@link ClusterSnapshotCopy}. */
export interface ClusterSnapshotCopyArgs extends SharableArgs {
  /**
   * Snapshot to copy: its name, or its ARN, manual or automatic. Pass the `id` of a snapshot resource, so that a
   * replaced source gets a new copy. A snapshot of another account that is shared with this one is found by its
   * ARN only. Changing it replaces the copy.
   */
  sourceDbClusterSnapshotIdentifier: Input<string>;
  /**
   * Name of the copy: 1 to 63 letters, digits and hyphens, beginning with a letter, no two hyphens in a row and
   * none at the end; upper case is folded to lower case, as AWS does. Unique in the account and region among the
   * cluster snapshots of Neptune, DocumentDB and RDS together. Changing it replaces the copy.
   *
   * @default - the resource's logical name and seven random hex digits, fresh for each replacement
   */
  targetDbClusterSnapshotIdentifier?: Input<string>;
  /**
   * KMS key that encrypts the copy: key ARN, key ID or alias, in the copy's region. Must be given if the source
   * is encrypted and in another region or account. AWS refuses it where the source is not encrypted. Changing it replaces the copy; the ARN and the ID of the same key are no change.
   *
   * @default - the key of the source
   */
  kmsKeyId?: Input<string>;
  /**
   * Whether the copy gets the tags of its source. Together with `tags` and default tags it has both, and where
   * they share a key, the copy's own value; a key that is taken out of `tags` later goes, also where the source
   * has it. Changing it replaces the copy.
   *
   * @default false
   */
  copyTags?: Input<boolean>;
  /**
   * Region of the source, for example `us-east-1`, if it is given by name. Leave it out where the source is given
   * by ARN, which names the region. Changing it replaces the copy.
   *
   * @default - the region of the source's ARN, else the region of the copy
   */
  sourceRegion?: Input<string>;
}
