// Made by `npm run docs` from the classes in src/resources. Do not edit.

/**
 * The outputs of each kind that repeat another output or the id. The classes fill them in; a host without classes takes
 * them from this table.
 */
export const repeatedOutputs = {
  "elasticache:Snapshot": {
    name: "snapshotName",
    arn: "id",
  },
  "elasticache:SnapshotCopy": {
    name: "targetSnapshotName",
    snapshotName: "targetSnapshotName",
    arn: "id",
  },
  "elasticache:ServerlessCacheSnapshot": {
    name: "serverlessCacheSnapshotName",
    arn: "id",
  },
  "elasticache:ServerlessCacheSnapshotCopy": {
    name: "targetServerlessCacheSnapshotName",
    serverlessCacheSnapshotName: "targetServerlessCacheSnapshotName",
    arn: "id",
  },
  "elasticache:ServerlessCacheSnapshotExport": {
    arn: "id",
  },
  "memorydb:Snapshot": {
    name: "snapshotName",
    arn: "id",
  },
  "memorydb:SnapshotCopy": {
    name: "targetSnapshotName",
    arn: "id",
  },
  "docdb:ClusterSnapshot": {
    name: "dbClusterSnapshotIdentifier",
    dbClusterSnapshotArn: "id",
    arn: "id",
  },
  "docdb:ClusterSnapshotCopy": {
    name: "targetDbClusterSnapshotIdentifier",
    dbClusterSnapshotIdentifier: "targetDbClusterSnapshotIdentifier",
    dbClusterSnapshotArn: "id",
    arn: "id",
  },
  "neptune:ClusterSnapshot": {
    name: "dbClusterSnapshotIdentifier",
    dbClusterSnapshotArn: "id",
    arn: "id",
  },
  "neptune:ClusterSnapshotCopy": {
    name: "targetDbClusterSnapshotIdentifier",
    dbClusterSnapshotIdentifier: "targetDbClusterSnapshotIdentifier",
    dbClusterSnapshotArn: "id",
    arn: "id",
  },
  "redshiftserverless:Snapshot": {
    snapshotArn: "id",
    name: "snapshotName",
    arn: "id",
  },
  "redshiftserverless:SnapshotCopyConfiguration": {
    snapshotCopyConfigurationArn: "id",
    arn: "id",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
