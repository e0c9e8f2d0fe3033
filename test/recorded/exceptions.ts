/** Items that a kind does not read as AWS meant them, with the reasons. */
export const misread: Readonly<Record<string, string>> = {};

/** Members of a recorded request that a kind does not send, and why AWS accepts the request without them. */
export const leftOut: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "elasticache/CreateSnapshot-group-and-node": {
    ReplicationGroupId:
      "AWS takes both names, and the node alone as well: it is a node of one group only",
  },
};

/** Differences between local AWS and what was recorded. */
export interface Exception {
  /** The items that show the difference. */
  readonly files: RegExp;
  /** The members that differ, without the name of the answer's own structure. Each must differ in at least one item. */
  readonly members: readonly string[];
  readonly reason: string;
}

/** The intended differences between local AWS and recorded answers, with the reasons. */
export const exceptions: readonly Exception[] = [
  {
    files:
      /^docdb\/(CreateDBClusterSnapshot-creating|DeleteDBClusterSnapshot-available|DescribeDBClusterSnapshots-unencrypted|CopyDBClusterSnapshot-(shared-across|same))/,
    members: ["AllocatedStorage", "LicenseModel", "IAMDatabaseAuthenticationEnabled"],
    reason: "printed by DocumentDB's client, whose model leaves out what RDS's client has recorded",
  },
  {
    files: /^docdb\/CopyDBClusterSnapshot-(across-regions-encrypted|unencrypted)$/,
    members: ["IAMDatabaseAuthenticationEnabled"],
    reason: "the page leaves out this member alone of those that DocumentDB's model lacks",
  },
  {
    files: /^docdb\/RestoreDBClusterFromSnapshot-creating$/,
    members: [
      "AssociatedRoles",
      "AvailabilityZones",
      "BackupRetentionPeriod",
      "CopyTagsToSnapshot",
      "DBClusterMembers",
      "DBClusterParameterGroup",
      "DBSubnetGroup",
      "DbClusterResourceId",
      "Endpoint",
      "HostedZoneId",
      "IAMDatabaseAuthenticationEnabled",
      "MultiAZ",
      "PreferredBackupWindow",
      "PreferredMaintenanceWindow",
      "ReaderEndpoint",
      "VpcSecurityGroups",
    ],
    reason: "clusters are there to be backed up only, and have what a snapshot needs of them",
  },
  {
    files: /^elasticache\/DescribeCacheClusters-nodes-of-group$/,
    members: [
      "ARN",
      "AutoMinorVersionUpgrade",
      "CacheParameterGroup",
      "CacheSecurityGroups",
      "CacheSubnetGroupName",
      "ClientDownloadLandingPage",
      "PendingModifiedValues",
      "PreferredAvailabilityZone",
      "PreferredMaintenanceWindow",
      "SecurityGroups",
      "SnapshotRetentionLimit",
      "SnapshotWindow",
    ],
    reason: "clusters are there to be backed up only, and have what a snapshot needs of them",
  },
  {
    files: /^elasticache\/(Create|Copy|Delete|Describe)Snapshots?-(?!.*(tiering|missing|2026))/,
    members: ["ARN", "DataTiering", "Durability"],
    reason: "members that are younger than these answers (S18)",
  },
  {
    files: /^elasticache\/CreateSnapshot-.*-tiering$/,
    members: ["ARN", "Durability"],
    reason: "members that are younger than these answers, or left out by the guide (S18)",
  },
  {
    files: /^elasticache\/(CreateSnapshot-outside-vpc|DescribeSnapshots-creating-with-time)$/,
    members: ["CacheSubnetGroupName", "VpcId"],
    reason: "all nodes of local AWS are in a VPC: others are made no more",
  },
  {
    files:
      /^elasticache\/(DeleteSnapshot-group-with-cluster-mode|DescribeSnapshots-automated-and-manual)$/,
    members: ["TopicArn"],
    reason: "local AWS sends no notifications",
  },
  {
    files: /^elasticache\/DeleteSnapshot-group-with-cluster-mode$/,
    members: ["NodeSnapshots.SnapshotCreateTime"],
    reason: "the command line printed three digits of a second, which flight data does not have",
  },
  {
    files: /^elasticache\/DescribeSnapshots-by-name$/,
    members: ["Marker"],
    reason: "an empty marker in one page of a guide; flight data has none at the last page",
  },
  {
    files: /^elasticache\/DescribeSnapshots-creating-with-time$/,
    members: ["NodeSnapshots.SnapshotCreateTime", "NodeSnapshots.CacheSize"],
    reason: "the pages of that reference share one body, and flight data of creates has neither",
  },
  {
    files: /^elasticache\/DeleteCacheCluster-snapshotting$/,
    members: ["message"],
    reason: "the text lists all statuses in which a cluster can be deleted, and local AWS has two",
  },
  {
    files: /^elasticache\/ListTagsForResource-cluster-busy$/,
    members: ["answered"],
    reason: "no kind asks for the tags of a cluster",
  },
  {
    files: /^elasticache-serverless\/ListTagsForResource-cache-creating$/,
    members: ["code"],
    reason: "the source leaves out an ending that AWS's model has on the wire",
  },
  {
    files: /^memorydb\/(Create|Copy|Delete|Describe)Snapshots?-(creating|deleting|available|two)/,
    members: ["ClusterConfiguration.Engine"],
    reason: "a member that is younger than these answers, or than the SDK that recorded them (S27)",
  },
  {
    files: /^memorydb\/(CopySnapshot|CreateSnapshot)-creating$|^memorydb\/.*-two-shards$/,
    members: ["DataTiering"],
    reason: "a member that is younger than these answers (S27)",
  },
  {
    files: /^neptune\/DescribeDBClusterSnapshotAttributes-steampipe$/,
    members: ["DBClusterSnapshotAttributes.AttributeValues"],
    reason: "a client in Go reads the empty list as nothing; flight data has the empty list",
  },
  {
    files: /^rds\/CopyDBClusterSnapshot-available-at-once/,
    members: ["SourceDBClusterSnapshotArn"],
    reason: "not answered in 2016 and 2019; flight data of 2024 has it for copies within a region",
  },
  {
    files:
      /^rds\/(CopyDBClusterSnapshot-available-at-once-2016|CreateDBClusterSnapshot-creating-201\d|DeleteDBClusterSnapshot-available-2016|DescribeDBClusterSnapshots-automated-creating)$/,
    members: ["EngineVersion", "IAMDatabaseAuthenticationEnabled", "DBClusterSnapshotArn"],
    reason: "members that are younger than these answers, or that the page leaves out",
  },
  {
    files:
      /^rds\/(CreateDBClusterSnapshot-creating-2015|DescribeDBClusterSnapshots-automated-creating)$/,
    members: ["AvailabilityZones", "StorageEncrypted"],
    reason: "members that are younger than these answers, or that the page leaves out",
  },
  {
    files: /^rds\/DescribeDBClusterSnapshots-automated-creating$/,
    members: ["LicenseModel"],
    reason: "aurora for aurora-mysql on one page, which its writers retouched",
  },
  {
    files:
      /^rds\/(CopyDBClusterSnapshot-available-at-once-2016|DeleteDBClusterSnapshot-available-2016|DescribeDBClusterSnapshots-(automated-creating|copying|multi-az-cluster))$/,
    members: ["AllocatedStorage"],
    reason: "of Aurora and of RDS's clusters of several zones it is sometimes the real size",
  },
  {
    files: /^rds\//,
    members: ["DbClusterResourceId", "EngineMode", "TagList"],
    reason: "members that the models of Neptune's and DocumentDB's clients do not have (S10)",
  },
  {
    files: /^redshift-serverless\/CreateSnapshot-name-taken$/,
    members: ["status"],
    reason: "the source shows the code alone, and AWS's model has the status 409 for it",
  },
];

/** Items of which only the existing members are compared, and why the others may be missing. */
export const partial: Readonly<Record<string, string>> = {
  "neptune/DescribeDBClusterSnapshots-two-manual": "columns of a query",
  "rds/DescribeDBClusterSnapshots-automated-encrypted": "members as another service lists them",
  "rds/DescribeDBClusterSnapshots-multi-az-cluster": "columns of a query",
};

/** Items of supported operations that cannot be compared, with the reasons. */
export const uncompared: Readonly<Record<string, string>> = {
  "elasticache/CreateReplicationGroup-snapshotting-cluster-missing":
    "groups of local AWS take no snapshots by themselves",
  "elasticache/ListTagsForResource-cluster-creating": "clusters of local AWS are available at once",
  "memorydb/CreateCluster-trail": "a trail of calls, which spells members in its own way",
  "rds/CreateDBCluster-presigned-url-wanted": "clusters of local AWS are no replicas",
  "rds/ModifyDBClusterSnapshotAttribute-throttled": "local AWS is never busy unless a test says so",
  "redshift-serverless/CreateNamespace-trail":
    "a trail of calls, which spells members in its own way",
};
