/** Operations that no kind calls, and why their recordings are kept. */
export const neighbours: Readonly<Record<string, string>> = {
  CopyDBSnapshot:
    "snapshots of instances: RDS's other family, with the texts of the same limits and keys",
  CreateCacheCluster: "makes what is backed up",
  CreateCluster: "makes what is backed up",
  CreateDBCluster: "makes what is backed up",
  CreateDBSnapshot: "snapshots of instances: RDS's other family",
  CreateNamespace: "makes what is backed up",
  CreateReplicationGroup: "makes what is backed up",
  DeleteCacheCluster: "deletes what is backed up",
  DeleteDBInstance: "deletes what is backed up, with a last snapshot",
  DeleteNamespace: "deletes what is backed up",
  DeleteReplicationGroup: "deletes what is backed up, with a last snapshot",
  DeleteWorkgroup: "deletes what backups need",
  DescribeDBClusterParameterGroups: "of the same API: how it says that something is missing",
  DescribeDBInstances: "of the same API: how it says that something is missing",
  GetResources: "another service, which shows the form of an ARN",
  ModifyDBCluster: "changes what is backed up",
  ModifyReplicationGroup: "changes what is backed up",
  ModifyServerlessCache: "changes what is backed up",
  RestoreDBClusterFromSnapshot: "restores a backup",
};

/**
 * Refusals of neighbouring operations that our operations also give, because both have the same limits, keys, names and
 * states. They are played as the answer to our operation.
 */
export const playedAs: Readonly<Record<string, string>> = {
  "elasticache/DeleteCacheCluster-snapshotting": "CreateSnapshot",
  "elasticache/DeleteReplicationGroup-name-taken": "CreateSnapshot",
  "rds/CopyDBSnapshot-across-regions-without-key": "CopyDBClusterSnapshot",
  "rds/CopyDBSnapshot-presigned-url": "CopyDBClusterSnapshot",
  "rds/CopyDBSnapshot-reserved-tag": "CopyDBClusterSnapshot",
  "rds/CopyDBSnapshot-sixth-copy": "CopyDBClusterSnapshot",
  "rds/CopyDBSnapshot-sixth-copy-2020": "CopyDBClusterSnapshot",
  "rds/CopyDBSnapshot-target-key": "CopyDBClusterSnapshot",
  "rds/CreateDBSnapshot-bad-first-character": "CreateDBClusterSnapshot",
  "rds/DeleteDBInstance-hundred": "CreateDBClusterSnapshot",
  "rds/RestoreDBClusterFromSnapshot-missing": "CopyDBClusterSnapshot",
  "rds/RestoreDBClusterFromSnapshot-missing-arn": "CopyDBClusterSnapshot",
  "redshift-serverless/DeleteNamespace-namespace-busy": "CreateSnapshot",
  "redshift-serverless/DeleteWorkgroup-workgroup-busy": "CreateSnapshot",
};

/** Operations of the recordings that local AWS lacks. */
export const absent: readonly string[] = [
  "CopyDBSnapshot",
  "CreateDBSnapshot",
  "DeleteDBInstance",
  "DeleteNamespace",
  "DeleteWorkgroup",
  "DescribeDBClusterParameterGroups",
  "DescribeDBInstances",
  "GetResources",
  "ModifyDBCluster",
  "ModifyReplicationGroup",
  "ModifyServerlessCache",
];
