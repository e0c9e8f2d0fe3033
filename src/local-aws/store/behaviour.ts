/** How long things take, and which reading to take where AWS's documentation leaves it open. Times in seconds. */
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
   * Whether Redshift Serverless still shows a snapshot whose retention is over.
   *
   * @default "gone"
   */
  readonly expiredSnapshots: "gone" | "shown as DELETED";
  /**
   * The code with which Redshift Serverless refuses a snapshot of a namespace without a workgroup. Its text was seen, the
   * code was not; somebody expected that the snapshot is taken.
   *
   * @default "ConflictException"
   */
  readonly withoutWorkgroup:
    | "ConflictException"
    | "ResourceNotFoundException"
    | "ValidationException"
    | "taken";
  /**
   * What cannot be done with the tags of a snapshot while it is being made. `read` and `read and change` hold for
   * ElastiCache, which then names the wrong state. With `not found` every service answers to both as if there were no
   * such snapshot: ElastiCache was seen to do that with the tags of its clusters, and neither the model of ElastiCache
   * nor that of MemoryDB has a wrong state of snapshots among the errors of these calls.
   *
   * @default "read"
   */
  readonly tagsOfUnfinished: "read" | "read and change" | "not found";
  /**
   * Whether a Neptune or DocumentDB snapshot of a cluster that passes its tags on gets them although the request
   * brings tags of its own.
   *
   * @default false
   */
  readonly clusterTagsBesideOwn: boolean;
  /**
   * Manual snapshots of Neptune, DocumentDB and Aurora clusters that an account may have in a region.
   *
   * @default 100
   */
  readonly manualClusterSnapshots: number;
  /**
   * What becomes of filters on Neptune and DocumentDB snapshots. Their documentation says that there are none, and
   * that of RDS, which answers for them, has some; through the clients of both one was seen to work.
   *
   * @default "obeyed"
   */
  readonly clusterSnapshotFilters: "refused" | "obeyed";
  /**
   * Whether Neptune, DocumentDB and Redshift Serverless know a snapshot of the caller's own by its ARN where it is
   * looked at.
   *
   * @default true
   */
  readonly describedByArn: boolean;
  /**
   * What becomes of the filters of a listing: ignored, so that everything is shown; or those misread that ask for
   * manual snapshots, so that nothing is shown.
   *
   * @default "obeyed"
   */
  readonly listingFilters: "obeyed" | "ignored" | "misread";
  /**
   * Whether a copy gets the key that it is given although its source says that it is not encrypted. Of clusters that
   * AWS encrypts by itself it says so too.
   *
   * @default false
   */
  readonly unencryptedTakesKey: boolean;
  /**
   * How a copy of a Neptune or DocumentDB snapshot within its region begins. DocumentDB was seen to begin with copying,
   * and Aurora to answer one that is available; of Neptune nothing is known.
   *
   * @default "copying"
   */
  readonly copiesWithinRegion: "copying" | "available at once";
  /**
   * Whether the account has the role with which MemoryDB and serverless ElastiCache act for it. Without it they refuse
   * calls for snapshots before they look for the snapshot.
   *
   * @default "there"
   */
  readonly serviceLinkedRole: "there" | "missing";
  /**
   * Whether DocumentDB copies a snapshot of another account also into another region.
   *
   * @default true
   */
  readonly sharedAcrossRegions: boolean;
}

/** The plain reading of the documentation, and short waits. */
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
