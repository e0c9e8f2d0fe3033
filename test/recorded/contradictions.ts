/** The outcome of a contradiction between AWS and this project that the recordings showed. */
export interface Contradiction {
  /** What it affects. P: what a user may meet, S: members of answers, E: errors. */
  readonly id: string;
  readonly aws: string;
  /**
   * `mended`: local AWS or the product now behaves as AWS does. `switch`: both readings can be selected, and tests run
   * both. `equal`: nothing had to be changed. `exception`: an entry in exceptions.ts names it.
   */
  readonly became: "mended" | "switch" | "equal" | "exception";
  /** The place of the change, or the reason. */
  readonly where: string;
}

const copies = "src/local-aws/rds/copy.ts";
const described = "src/local-aws/rds/snapshot-operations.ts";
const nodes = "src/local-aws/elasticache/nodes.ts and node-operations.ts";

/** All contradictions that the comparison found. */
export const contradictions: readonly Contradiction[] = [
  row(
    "P1",
    "refuses the id of a group without cluster mode",
    "mended",
    "elasticache-groups.ts looks at the group, and names a node; elasticache-groups.test.ts",
  ),
  row(
    "P2",
    "takes the ids of a group and of its node together",
    "mended",
    "one snapshot may name both, and the node alone is sent: leftOut in exceptions.ts",
  ),
  row(
    "P3",
    "names a node's cluster or a group, never both",
    "equal",
    "inputsFrom of elasticache:Snapshot",
  ),
  row(
    "P4",
    "says AWS_OWNED_KMS_KEY for no key",
    "mended",
    "redshiftserverless:SnapshotCopyConfiguration, both ways",
  ),
  row(
    "P5",
    "says create_failed of serverless snapshots",
    "mended",
    "statuses are compared without case and punctuation",
  ),
  row(
    "P6",
    "says not found of tags of what is unfinished",
    "switch",
    "tagsOfUnfinished: a tag call is not believed about a snapshot that AWS shows",
  ),
  row(
    "P7",
    "gives one code for two limits",
    "mended",
    "the text decides, and the number of copies only where it says neither",
  ),
  row(
    "P8",
    "gives a copy the time of its source",
    "equal",
    "only shown, by the search for orphans",
  ),
  row(
    "P9",
    "gives no time while a snapshot is made",
    "equal",
    "createdAt may be undefined, and is played so",
  ),
  row(
    "P10",
    "looks for the service-linked role first",
    "switch",
    "serviceLinkedRole; service-linked-role.test.ts",
  ),
  row(
    "P11",
    "answers a repeated create that its name is taken",
    "equal",
    "the mark tells; played to the kinds",
  ),
  row(
    "P12",
    "refuses pre-signed URLs that are wrong",
    "mended",
    "presigned-url.ts signs the whole request; local AWS compares it",
  ),
  row(
    "P13",
    "obeys the filter engine",
    "equal",
    "the product sends another one, and does without it",
  ),
  row(
    "P14",
    "may answer a copy that is available",
    "switch",
    "copiesWithinRegion; cluster-snapshot-copies.test.ts",
  ),
  row("S1", "keeps the source's time in copies within a region", "mended", copies),
  row("S2", "gives copies from another region no zones and no VPC", "mended", described),
  row(
    "S3",
    "has copies within a region ready at once, or works on them",
    "switch",
    "copiesWithinRegion; Aurora always at once",
  ),
  row("S4", "calls the license as the engine", "mended", described),
  row("S5", "says port 0 of every cluster snapshot", "mended", described),
  row("S6", "says 1 GB allocated while creating, and 0 later", "mended", described),
  row("S7", "names no usual storage type", "mended", described),
  row("S8", "answers a delete with the snapshot as it was", "mended", described),
  row("S9", "names up to six zones", "equal", "three are seen too: their number says nothing"),
  row(
    "S10",
    "has members that the clients drop",
    "exception",
    "the clients' models cannot write them",
  ),
  row("S11", "says no size and no time of a node while it is backed up", "mended", nodes),
  row("S12", "names no shard in the snapshot of a node", "mended", nodes),
  row("S13", "says nothing of a first node for a group with cluster mode", "mended", nodes),
  row("S14", "says nothing of failover for a node", "mended", nodes),
  row(
    "S15",
    "backs up a replica, and numbers shards with gaps",
    "mended",
    `${nodes}; gaps are no rule`,
  ),
  row("S16", "gives times of node snapshots in seconds", "mended", nodes),
  row(
    "S17",
    "names automatic snapshots after the node",
    "equal",
    "of clusters, and of the node by which a group without cluster mode is backed up",
  ),
  row(
    "S18",
    "has no Durability in recorded answers",
    "exception",
    "the member is younger than they are",
  ),
  row("S19", "makes no clusters of Valkey by themselves", "mended", "node-source-operations.ts"),
  row(
    "S20",
    "says no time and no size of an unfinished serverless snapshot",
    "mended",
    "serverless-operations.ts",
  ),
  row(
    "S21",
    "says AWS_OWNED_KMS_KEY of a namespace without a key",
    "mended",
    "redshiftserverless/place.ts",
  ),
  row(
    "S22",
    "says the same of a copy configuration",
    "mended",
    "redshiftserverless/copy-operations.ts",
  ),
  row(
    "S23",
    "names a secret only where it manages the password",
    "mended",
    "redshiftserverless/snapshot-operations.ts",
  ),
  row("S24", "needs a workgroup", "switch", "withoutWorkgroup"),
  row("S25", "answers RDS's tag calls with nothing", "equal", "played to the kinds"),
  row(
    "S26",
    "keeps size and time in copies of node snapshots",
    "equal",
    "elasticache/node-operations.ts",
  ),
  row(
    "S27",
    "answers MemoryDB's deletes, tags and DataTiering so",
    "exception",
    "equal, but for members that are younger",
  ),
  row(
    "S28",
    "shows a deleted Redshift snapshot as available",
    "equal",
    "redshiftserverless/snapshot-operations.ts",
  ),
  row("E1", "says: DBClusterSnapshot not found: X", "mended", "rds/rules.ts"),
  row("E2", "says: Cannot create more than 100 manual snapshots", "mended", "rds/rules.ts"),
  row("E3", "says: Cannot copy more than 5 snapshots across regions", "mended", "rds/rules.ts"),
  row("E4", "says: Only manual snapshots may be deleted.", "mended", described),
  row("E5", "has its own words for keys of copies", "mended", "rds/copy.ts"),
  row("E6", "says: PreSignedurl could not be authenticated", "mended", "rds/copy.ts"),
  row("E7", "says of a busy cluster that it isn't in the available state", "mended", described),
  row("E8", "says which name is taken", "equal", "rds/rules.ts"),
  row(
    "E9",
    "leaves out the ending of some codes",
    "equal",
    "from the models; compared to the letter",
  ),
  row("E10", "names no snapshot where the name is taken", "mended", "elasticache/rules.ts"),
  row(
    "E11",
    "shows an empty list for a name that is missing",
    "mended",
    "elasticache/node-operations.ts",
  ),
  row("E12", "says not found of tags of what is unfinished", "switch", "tagsOfUnfinished"),
  row("E13", "tells groups without cluster mode from others", "mended", `${nodes}; P1 and P2`),
  row(
    "E14",
    "may miss the service-linked role",
    "switch",
    "serviceLinkedRole; service-linked-role.test.ts",
  ),
  row("E15", "has seven texts for buckets", "mended", "src/local-aws/store/buckets.ts"),
  row(
    "E16",
    "has its own words for namespaces",
    "mended",
    "redshiftserverless/rules.ts; the workgroup: S24",
  ),
  row("E17", "says already exists of a taken name", "equal", "redshiftserverless/rules.ts"),
  row(
    "E18",
    "obeys filters that the models deny",
    "switch",
    "clusterSnapshotFilters; poller.test.ts",
  ),
  row("E19", "MemoryDB's texts are not known", "equal", "nothing to compare"),
];

function row(
  id: string,
  aws: string,
  became: Contradiction["became"],
  where: string,
): Contradiction {
  return { id, aws, became, where };
}
