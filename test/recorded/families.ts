/** The member names and the operations of a family of kinds. */
export interface Family {
  readonly arn: string;
  readonly name: string;
  readonly status: string | undefined;
  /** The kinds that describe, delete and tag. Kinds that create are listed with the operation. */
  readonly kinds: readonly string[];
  /** The kinds whose create call is this operation. */
  readonly makers: Readonly<Record<string, readonly string[]>>;
  readonly describe: string;
  /** The sources of the kinds' create calls, by the operation that describes them. */
  readonly sources: Readonly<Record<string, ShownSource>>;
}

/** The members with which AWS describes the source of a create call. */
export interface ShownSource {
  readonly name: string;
  readonly status: string;
  readonly arn: string;
  /** The whole that the source may be a part of. */
  readonly partOf?: string;
  /** The kinds that use the source, each with the input that names it. */
  readonly inputs: Readonly<Record<string, string>>;
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
  sources: {
    DescribeDBClusters: {
      arn: "DBClusterArn",
      name: "DBClusterIdentifier",
      status: "Status",
      inputs: {
        "neptune:ClusterSnapshot": "dbClusterIdentifier",
        "docdb:ClusterSnapshot": "dbClusterIdentifier",
      },
    },
    DescribeDBClusterSnapshots: {
      arn: "DBClusterSnapshotArn",
      name: "DBClusterSnapshotIdentifier",
      status: "Status",
      inputs: {
        "neptune:ClusterSnapshotCopy": "sourceDbClusterSnapshotIdentifier",
        "docdb:ClusterSnapshotCopy": "sourceDbClusterSnapshotIdentifier",
      },
    },
  },
};

export const copyConfiguration: Family = {
  arn: "snapshotCopyConfigurationArn",
  name: "namespaceName",
  status: undefined,
  kinds: ["redshiftserverless:SnapshotCopyConfiguration"],
  makers: { CreateSnapshotCopyConfiguration: ["redshiftserverless:SnapshotCopyConfiguration"] },
  describe: "ListSnapshotCopyConfigurations",
  sources: {},
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
    sources: {
      DescribeClusters: {
        arn: "ARN",
        name: "ClusterName",
        status: "Status",
        inputs: { "memorydb:Snapshot": "clusterName" },
      },
      DescribeSnapshots: {
        arn: "ARN",
        name: "SnapshotName",
        status: "Status",
        inputs: { "memorydb:SnapshotCopy": "sourceSnapshotName" },
      },
    },
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
    sources: {
      DescribeCacheClusters: {
        arn: "ARN",
        name: "CacheClusterId",
        status: "CacheClusterStatus",
        partOf: "ReplicationGroupId",
        inputs: { "elasticache:Snapshot": "cacheClusterId" },
      },
      DescribeSnapshots: {
        arn: "ARN",
        name: "SnapshotName",
        status: "SnapshotStatus",
        inputs: { "elasticache:SnapshotCopy": "sourceSnapshotName" },
      },
    },
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
    sources: {
      DescribeServerlessCaches: {
        arn: "ARN",
        name: "ServerlessCacheName",
        status: "Status",
        inputs: { "elasticache:ServerlessCacheSnapshot": "serverlessCacheName" },
      },
      DescribeServerlessCacheSnapshots: {
        arn: "ARN",
        name: "ServerlessCacheSnapshotName",
        status: "Status",
        inputs: {
          "elasticache:ServerlessCacheSnapshotCopy": "sourceServerlessCacheSnapshotName",
          "elasticache:ServerlessCacheSnapshotExport": "serverlessCacheSnapshotName",
        },
      },
    },
  },
  "redshift-serverless": {
    arn: "snapshotArn",
    name: "snapshotName",
    status: "status",
    kinds: ["redshiftserverless:Snapshot"],
    makers: { CreateSnapshot: ["redshiftserverless:Snapshot"] },
    describe: "ListSnapshots",
    sources: {
      GetNamespace: {
        arn: "namespaceArn",
        name: "namespaceName",
        status: "status",
        inputs: {
          "redshiftserverless:Snapshot": "namespaceName",
          "redshiftserverless:SnapshotCopyConfiguration": "namespaceName",
        },
      },
    },
  },
};
