/** How long operations take, in seconds, and which reading applies if AWS's documentation is not clear. */
export interface Behaviour {
  /** @default 10 */
  readonly snapshotDuration: number;
  /** @default 10 */
  readonly copyDuration: number;
  /** @default 10 */
  readonly exportDuration: number;
  /** @default 2 */
  readonly deleteDuration: number;
  /**
   * The status of a snapshot while it is being exported.
   *
   * @default "copying"
   */
  readonly exportSourceStatus: string;
  /**
   * Whether the name of an export can be described as if it were a snapshot.
   *
   * @default "never"
   */
  readonly exportTargetShown: "never" | "while exporting" | "always";
  /**
   * Whether Redshift Serverless still lists a snapshot whose retention has ended.
   *
   * @default "gone"
   */
  readonly expiredSnapshots: "gone" | "shown as DELETED";
  /**
   * The code with which Redshift Serverless refuses a snapshot of a namespace without a workgroup. Its message was
   * seen, but not its code; somebody expected AWS to take the snapshot.
   *
   * @default "ConflictException"
   */
  readonly withoutWorkgroup:
    | "ConflictException"
    | "ResourceNotFoundException"
    | "ValidationException"
    | "taken";
  /**
   * What AWS refuses to do with the tags of an unfinished snapshot. `read` and `read and change` apply to ElastiCache,
   * which then reports the wrong state. With `not found` every service answers both as if the snapshot did not exist:
   * ElastiCache was seen to do that with the tags of its clusters, and neither the model of ElastiCache nor that of
   * MemoryDB has a wrong state of snapshots among the errors of these calls.
   *
   * @default "read"
   */
  readonly tagsOfUnfinished: "read" | "read and change" | "not found";
  /**
   * Whether a Neptune or DocumentDB snapshot gets the tags that its cluster passes on even if the request has tags.
   *
   * @default false
   */
  readonly clusterTagsBesideOwn: boolean;
  /**
   * The quota of manual snapshots of Neptune, DocumentDB and Aurora clusters in a region of an account.
   *
   * @default 100
   */
  readonly manualClusterSnapshots: number;
  /**
   * How filters on Neptune and DocumentDB snapshots are treated. Their documentation supports none. The documentation
   * of RDS, which answers for them, supports some, and a filter was seen to work through the clients of both.
   *
   * @default "obeyed"
   */
  readonly clusterSnapshotFilters: "refused" | "obeyed";
  /**
   * Whether Neptune, DocumentDB and Redshift Serverless describe the caller's own snapshot by its ARN.
   *
   * @default true
   */
  readonly describedByArn: boolean;
  /**
   * How the filters of a listing are treated. If they are ignored, everything is listed. If filters for manual
   * snapshots are misread, nothing is listed.
   *
   * @default "obeyed"
   */
  readonly listingFilters: "obeyed" | "ignored" | "misread";
  /**
   * Whether a copy gets the requested key even if AWS reports its source as unencrypted. AWS also reports that of
   * clusters that it encrypts automatically.
   *
   * @default false
   */
  readonly unencryptedTakesKey: boolean;
  /**
   * How a copy of a Neptune or DocumentDB snapshot within its region begins. DocumentDB was seen to begin with copying,
   * and Aurora to answer with an available copy; nothing is known about Neptune.
   *
   * @default "copying"
   */
  readonly copiesWithinRegion: "copying" | "available at once";
  /**
   * Whether the account has the service-linked role that MemoryDB and serverless ElastiCache need. Without it they
   * refuse snapshot calls before they look for the snapshot.
   *
   * @default "there"
   */
  readonly serviceLinkedRole: "there" | "missing";
  /**
   * Whether DocumentDB also copies a snapshot of another account into another region.
   *
   * @default true
   */
  readonly sharedAcrossRegions: boolean;
}

/** The plain reading of the documentation, with short waits. */
export const defaultBehaviour: Behaviour = {
  snapshotDuration: 10,
  copyDuration: 10,
  exportDuration: 10,
  deleteDuration: 2,
  exportSourceStatus: "copying",
  exportTargetShown: "never",
  expiredSnapshots: "gone",
  withoutWorkgroup: "ConflictException",
  tagsOfUnfinished: "read",
  clusterTagsBesideOwn: false,
  manualClusterSnapshots: 100,
  describedByArn: true,
  listingFilters: "obeyed",
  unencryptedTakesKey: false,
  clusterSnapshotFilters: "obeyed",
  copiesWithinRegion: "copying",
  serviceLinkedRole: "there",
  sharedAcrossRegions: true,
};
