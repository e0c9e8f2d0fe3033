// Made by `npm run docs` from the classes in src/resources. Do not edit.
import type { DeclaredInput } from "./declared.js";

/** The inputs that kinds share. */
export const commonInputs = {
  region: { type: "string", required: false, replaces: true },
  profile: { type: "string", required: false, replaces: false },
  assumeRoleArn: { type: "string", required: false, replaces: false },
  triggers: { type: "map", required: false, replaces: true },
  waitForCompletion: { type: "boolean", required: false, replaces: false },
  stallTimeout: { type: "string", required: false, replaces: false },
  tags: { type: "map", required: false, replaces: false },
} as const satisfies Readonly<Record<string, DeclaredInput>>;

/** The other inputs of each kind. */
export const inputs = {
  "elasticache:Snapshot": {
    replicationGroupId: { type: "string", required: false, replaces: true },
    cacheClusterId: { type: "string", required: false, replaces: true },
    snapshotName: { type: "string", required: false, replaces: true },
    kmsKeyId: { type: "string", required: false, replaces: true },
  },
  "elasticache:SnapshotCopy": {
    sourceSnapshotName: { type: "string", required: true, replaces: true },
    targetSnapshotName: { type: "string", required: false, replaces: true },
    targetBucket: { type: "string", required: false, replaces: true },
    kmsKeyId: { type: "string", required: false, replaces: true },
  },
  "elasticache:ServerlessCacheSnapshot": {
    serverlessCacheName: { type: "string", required: true, replaces: true },
    serverlessCacheSnapshotName: { type: "string", required: false, replaces: true },
    kmsKeyId: { type: "string", required: false, replaces: true },
  },
  "elasticache:ServerlessCacheSnapshotCopy": {
    sourceServerlessCacheSnapshotName: { type: "string", required: true, replaces: true },
    targetServerlessCacheSnapshotName: { type: "string", required: false, replaces: true },
    kmsKeyId: { type: "string", required: false, replaces: true },
  },
  "elasticache:ServerlessCacheSnapshotExport": {
    serverlessCacheSnapshotName: { type: "string", required: true, replaces: true },
    s3BucketName: { type: "string", required: true, replaces: true },
  },
  "memorydb:Snapshot": {
    clusterName: { type: "string", required: true, replaces: true },
    snapshotName: { type: "string", required: false, replaces: true },
    kmsKeyId: { type: "string", required: false, replaces: true },
  },
  "memorydb:SnapshotCopy": {
    sourceSnapshotName: { type: "string", required: true, replaces: true },
    targetSnapshotName: { type: "string", required: false, replaces: true },
    targetBucket: { type: "string", required: false, replaces: true },
    kmsKeyId: { type: "string", required: false, replaces: true },
  },
  "docdb:ClusterSnapshot": {
    dbClusterIdentifier: { type: "string", required: true, replaces: true },
    dbClusterSnapshotIdentifier: { type: "string", required: false, replaces: true },
    sharedAccounts: { type: "strings", required: false, replaces: false },
  },
  "docdb:ClusterSnapshotCopy": {
    sourceDbClusterSnapshotIdentifier: { type: "string", required: true, replaces: true },
    targetDbClusterSnapshotIdentifier: { type: "string", required: false, replaces: true },
    kmsKeyId: { type: "string", required: false, replaces: true },
    copyTags: { type: "boolean", required: false, replaces: true },
    sourceRegion: { type: "string", required: false, replaces: true },
    sharedAccounts: { type: "strings", required: false, replaces: false },
  },
  "neptune:ClusterSnapshot": {
    dbClusterIdentifier: { type: "string", required: true, replaces: true },
    dbClusterSnapshotIdentifier: { type: "string", required: false, replaces: true },
    sharedAccounts: { type: "strings", required: false, replaces: false },
  },
  "neptune:ClusterSnapshotCopy": {
    sourceDbClusterSnapshotIdentifier: { type: "string", required: true, replaces: true },
    targetDbClusterSnapshotIdentifier: { type: "string", required: false, replaces: true },
    kmsKeyId: { type: "string", required: false, replaces: true },
    copyTags: { type: "boolean", required: false, replaces: true },
    sourceRegion: { type: "string", required: false, replaces: true },
    sharedAccounts: { type: "strings", required: false, replaces: false },
  },
  "redshiftserverless:Snapshot": {
    namespaceName: { type: "string", required: false, replaces: true },
    recoveryPointId: { type: "string", required: false, replaces: true },
    snapshotName: { type: "string", required: false, replaces: true },
    retentionPeriod: { type: "number", required: false, replaces: false },
  },
  "redshiftserverless:SnapshotCopyConfiguration": {
    namespaceName: { type: "string", required: true, replaces: true },
    destinationRegion: { type: "string", required: true, replaces: true },
    destinationKmsKeyId: { type: "string", required: false, replaces: true },
    snapshotRetentionPeriod: { type: "number", required: false, replaces: false },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, DeclaredInput>>>>;

/** The name of a kind, for example `memorydb:Snapshot`. */
export type KindName = keyof typeof inputs;
