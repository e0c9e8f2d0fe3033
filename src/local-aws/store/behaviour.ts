/** How long operations take, in seconds, and how local AWS behaves if AWS's documentation leaves something open. */
export interface Behaviour {
  /**
   * Seconds until a new snapshot is available.
   *
   * @default 10
   */
  readonly snapshotDuration: number;
  /**
   * Seconds until a copy is available.
   *
   * @default 10
   */
  readonly copyDuration: number;
  /**
   * Seconds until an export ends.
   *
   * @default 10
   */
  readonly exportDuration: number;
  /**
   * Seconds until a deleted snapshot is gone.
   *
   * @default 2
   */
  readonly deleteDuration: number;
  /**
   * The status of a snapshot while it is being exported.
   *
   * @default "copying"
   */
  readonly exportSourceStatus: string;
  /**
   * Whether describing the name of an export shows it as if it were a snapshot.
   *
   * @default "never"
   */
  readonly exportTargetShown: "never" | "while exporting" | "always";
  /**
   * Whether Redshift Serverless still shows a snapshot whose retention period has ended.
   *
   * @default "gone"
   */
  readonly expiredSnapshots: "gone" | "shown as DELETED";
  /**
   * The code with which Redshift Serverless refuses a snapshot of a namespace without a workgroup. AWS's message is
   * known, its code is not. With `taken`, the snapshot is taken.
   *
   * @default "ConflictException"
   */
  readonly withoutWorkgroup:
    | "ConflictException"
    | "ResourceNotFoundException"
    | "ValidationException"
    | "taken";
  /**
   * What AWS refuses to do with the tags of a snapshot that it is still creating. `read` and `read and change` apply to
   * ElastiCache, which then reports an invalid state. With `not found`, every service answers both calls as if the
   * snapshot did not exist: ElastiCache is known to do that with the tags of its clusters, and the models of
   * ElastiCache and MemoryDB have no error for an invalid snapshot state in these calls.
   *
   * @default "read"
   */
  readonly tagsOfUnfinished: "read" | "read and change" | "not found";
  /**
   * Whether a Neptune or DocumentDB snapshot gets the tags of its cluster (`CopyTagsToSnapshot`) even if the request
   * has tags of its own.
   *
   * @default false
   */
  readonly clusterTagsBesideOwn: boolean;
  /**
   * Number of manual snapshots of Neptune, DocumentDB and Aurora clusters that an account may have in a region.
   *
   * @default 100
   */
  readonly manualClusterSnapshots: number;
  /**
   * How filters on Neptune and DocumentDB snapshots are treated. The documentation of both says that filters are not
   * supported, but RDS, which serves both APIs, documents some, and a filter is known to work with both clients.
   *
   * @default "obeyed"
   */
  readonly clusterSnapshotFilters: "refused" | "obeyed";
  /**
   * Whether the caller's own snapshots of Neptune, DocumentDB and Redshift Serverless can be described by ARN.
   *
   * @default true
   */
  readonly describedByArn: boolean;
  /**
   * How the filters of a listing are treated: `ignored` shows everything; `misread` shows nothing if the filter asks
   * for manual snapshots.
   *
   * @default "obeyed"
   */
  readonly listingFilters: "obeyed" | "ignored" | "misread";
  /**
   * Whether a copy gets the given key even if AWS reports its source as not encrypted. AWS also reports clusters that
   * it encrypts automatically as not encrypted.
   *
   * @default false
   */
  readonly unencryptedTakesKey: boolean;
  /**
   * The first status of a copy of a Neptune or DocumentDB snapshot within a region. DocumentDB is known to begin with
   * `copying`, and Aurora to return a copy that is already available. Nothing is known about Neptune.
   *
   * @default "copying"
   */
  readonly copiesWithinRegion: "copying" | "available at once";
  /**
   * Whether the account has the service-linked role of MemoryDB and ElastiCache. Without it, MemoryDB and serverless
   * ElastiCache refuse snapshot calls before they look for the snapshot.
   *
   * @default "there"
   */
  readonly serviceLinkedRole: "there" | "missing";
  /**
   * Whether DocumentDB can copy a snapshot of another account into another region.
   *
   * @default true
   */
  readonly sharedAcrossRegions: boolean;
}

/** The plain reading of AWS's documentation, and short waits. */
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
