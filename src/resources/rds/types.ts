import type { Input } from "@pulumi/pulumi";
import type { TaggedBackupArgs } from "../base/resource-args.js";

/** Arguments of all cluster snapshots and their copies. */
interface SharableArgs extends TaggedBackupArgs {
  /**
   * Accounts that may restore and copy the snapshot: at most 20 account IDs of 12 digits, or `all` for everybody. While
   * the list is given, it is exact: the next update reverts what others add or remove. Removing the list ends the
   * sharing. If the list was never given, existing sharing is left alone. An encrypted snapshot cannot be shared with
   * `all`. A snapshot that is encrypted with AWS's default key cannot be shared at all; with another key, the accounts
   * also need permission to use that key. It cannot be combined with `waitForCompletion: false`. Changing it updates in
   * place.
   *
   * @default - existing sharing is left alone; a new snapshot is private
   */
  sharedAccounts?: Input<Input<string>[]>;
}

/** Arguments of a {@link ClusterSnapshot}. */
export interface ClusterSnapshotArgs extends SharableArgs {
  /**
   * Name or ARN of the cluster to take the snapshot of. It must be in the region and account of the snapshot. Changing
   * it replaces the snapshot.
   */
  dbClusterIdentifier: Input<string>;
  /**
   * Name of the snapshot: 1 to 63 letters, digits and hyphens, beginning with a letter, with no two hyphens in a row
   * and no hyphen at the end. Upper-case letters become lower case, as in AWS itself. Unique in the account and region
   * among all cluster snapshots of Neptune, DocumentDB and RDS. Changing it replaces the snapshot. If a name is given,
   * the preview refuses to replace the snapshot under the same name in the same region, unless `deleteBeforeReplace` is
   * set: two snapshots cannot have the same name at the same time.
   *
   * @default - the resource's logical name and seven random hexadecimal digits, new for each replacement
   */
  dbClusterSnapshotIdentifier?: Input<string>;
}

/** Arguments of a {@link ClusterSnapshotCopy}. */
export interface ClusterSnapshotCopyArgs extends SharableArgs {
  /**
   * Name or ARN of the snapshot to copy, manual or automatic. To copy a snapshot of this program, pass its `id`: then a
   * replaced source gets a new copy. A snapshot that another account shares with this account must be given by its ARN.
   * Changing it replaces the copy.
   */
  sourceDbClusterSnapshotIdentifier: Input<string>;
  /**
   * Name of the copy: 1 to 63 letters, digits and hyphens, beginning with a letter, with no two hyphens in a row and no
   * hyphen at the end. Upper-case letters become lower case, as in AWS itself. Unique in the account and region among
   * all cluster snapshots of Neptune, DocumentDB and RDS. Changing it replaces the copy.
   *
   * @default - the resource's logical name and seven random hexadecimal digits, new for each replacement
   */
  targetDbClusterSnapshotIdentifier?: Input<string>;
  /**
   * ARN, ID or alias of the KMS key that encrypts the copy. The key must be in the copy's region. It is required if the
   * source is encrypted and in another region or account. AWS refuses a key if the source is not encrypted. Changing it
   * replaces the copy; the ARN and the ID of the same key are not a change.
   *
   * @default - the key of the source
   */
  kmsKeyId?: Input<string>;
  /**
   * Whether the copy gets the tags of its source, in addition to `tags` and default tags. If both have a key, the
   * copy's own value wins. A key that is later removed from `tags` is removed from the copy, even if the source has it.
   * Changing it replaces the copy.
   *
   * @default false
   */
  copyTags?: Input<boolean>;
  /**
   * Region of the source, for example `us-east-1`, if the source is given by name. Omit it if the source is given by
   * ARN, because the ARN contains the region. Changing it replaces the copy.
   *
   * @default - the region in the source's ARN, otherwise the region of the copy
   */
  sourceRegion?: Input<string>;
}
