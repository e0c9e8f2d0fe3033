/** What a family of kinds calls the members by which the lifecycle goes, and which operations are its. */
export interface Family {
  readonly arn: string;
  readonly name: string;
  readonly status: string | undefined;
  /** Kinds that show, delete and tag; those that make one stand with the operation. */
  readonly kinds: readonly string[];
  /** The kinds whose create call an operation is. */
  readonly makers: Readonly<Record<string, readonly string[]>>;
  readonly describe: string;
}

const rds: Family = {
  arn: "DBClusterSnapshotArn",
  name: "DBClusterSnapshotIdentifier",
  status: "Status",
  kinds: [
    "neptune:ClusterSnapshot",
    "neptune:ClusterSnapshotCopy",
    "docdb:ClusterSnapshot",
    "docdb:ClusterSnapshotCopy",
  ],
  makers: {
    CreateDBClusterSnapshot: ["neptune:ClusterSnapshot", "docdb:ClusterSnapshot"],
    CopyDBClusterSnapshot: ["neptune:ClusterSnapshotCopy", "docdb:ClusterSnapshotCopy"],
  },
  describe: "DescribeDBClusterSnapshots",
};

export const copyConfiguration: Family = {
  arn: "snapshotCopyConfigurationArn",
  name: "namespaceName",
  status: undefined,
  kinds: ["redshiftserverless:SnapshotCopyConfiguration"],
  makers: { CreateSnapshotCopyConfiguration: ["redshiftserverless:SnapshotCopyConfiguration"] },
  describe: "ListSnapshotCopyConfigurations",
};

export const families: Readonly<Record<string, Family>> = {
  rds,
  docdb: rds,
  neptune: rds,
  memorydb: {
    arn: "ARN",
    name: "Name",
    status: "Status",
    kinds: ["memorydb:Snapshot", "memorydb:SnapshotCopy"],
    makers: {
      CreateSnapshot: ["memorydb:Snapshot"],
      CopySnapshot: ["memorydb:SnapshotCopy"],
    },
    describe: "DescribeSnapshots",
  },
  elasticache: {
    arn: "ARN",
    name: "SnapshotName",
    status: "SnapshotStatus",
    kinds: ["elasticache:Snapshot", "elasticache:SnapshotCopy"],
    makers: {
      CreateSnapshot: ["elasticache:Snapshot"],
      CopySnapshot: ["elasticache:SnapshotCopy"],
    },
    describe: "DescribeSnapshots",
  },
  "elasticache-serverless": {
    arn: "ARN",
    name: "ServerlessCacheSnapshotName",
    status: "Status",
    kinds: ["elasticache:ServerlessCacheSnapshot", "elasticache:ServerlessCacheSnapshotCopy"],
    makers: {
      CreateServerlessCacheSnapshot: ["elasticache:ServerlessCacheSnapshot"],
      CopyServerlessCacheSnapshot: ["elasticache:ServerlessCacheSnapshotCopy"],
      ExportServerlessCacheSnapshot: ["elasticache:ServerlessCacheSnapshotExport"],
    },
    describe: "DescribeServerlessCacheSnapshots",
  },
  "redshift-serverless": {
    arn: "snapshotArn",
    name: "snapshotName",
    status: "status",
    kinds: ["redshiftserverless:Snapshot"],
    makers: { CreateSnapshot: ["redshiftserverless:Snapshot"] },
    describe: "ListSnapshots",
  },
};
