import * as pulumi from "@pulumi/pulumi";
import { docdb, elasticache, memorydb, neptune, redshiftserverless } from "pulumi-aws-snapshots";

const config = new pulumi.Config();
const bucket = config.get("bucket") ?? "backups";
const tags = { team: config.get("team") ?? "orders" };
// A new occasion takes a new snapshot of everything, and then new copies.
const triggers = { occasion: config.get("occasion") ?? "first" };

// For each service: a snapshot, a copy of it and, if the service has exports, an export to a bucket.
// ElastiCache and MemoryDB run one operation on a snapshot at a time, so an export begins after the copy.
const sessions = new memorydb.Snapshot("sessions", { clusterName: "sessions", triggers, tags });
const sessionsCopy = new memorydb.SnapshotCopy("sessions-copy", {
  sourceSnapshotName: sessions.id,
  tags,
});
const sessionsExport = new memorydb.SnapshotCopy(
  "sessions-export",
  { sourceSnapshotName: sessions.id, targetBucket: bucket },
  { dependsOn: sessionsCopy },
);

const graph = new neptune.ClusterSnapshot("graph", {
  dbClusterIdentifier: "graph",
  triggers,
  tags,
});
const graphRecovery = new neptune.ClusterSnapshotCopy("graph-recovery", {
  sourceDbClusterSnapshotIdentifier: graph.id,
  region: "eu-central-1",
  kmsKeyId: "alias/recovery",
  copyTags: true,
});

const documents = new docdb.ClusterSnapshot("documents", {
  dbClusterIdentifier: "documents",
  triggers,
  tags,
});
const documentsCopy = new docdb.ClusterSnapshotCopy("documents-copy", {
  sourceDbClusterSnapshotIdentifier: documents.id,
  // A snapshot that is encrypted with AWS's own key cannot be shared.
  kmsKeyId: "alias/shared",
  sharedAccounts: ["222233334444"],
  tags,
});

const carts = new elasticache.ServerlessCacheSnapshot("carts", {
  serverlessCacheName: "carts",
  triggers,
  tags,
});
const cartsCopy = new elasticache.ServerlessCacheSnapshotCopy("carts-copy", {
  sourceServerlessCacheSnapshotName: carts.id,
  tags,
});
const cartsExport = new elasticache.ServerlessCacheSnapshotExport(
  "carts-export",
  { serverlessCacheSnapshotName: carts.id, s3BucketName: bucket },
  { dependsOn: cartsCopy },
);

const ranks = new elasticache.Snapshot("ranks", { replicationGroupId: "ranks", triggers, tags });
const ranksCopy = new elasticache.SnapshotCopy("ranks-copy", {
  sourceSnapshotName: ranks.id,
  tags,
});

const sales = new redshiftserverless.Snapshot("sales", {
  namespaceName: "sales",
  retentionPeriod: 30,
  triggers,
  tags,
});
const salesCopies = new redshiftserverless.SnapshotCopyConfiguration("sales-copies", {
  namespaceName: "sales",
  destinationRegion: "eu-central-1",
  snapshotRetentionPeriod: 7,
});

export const exports = [sessionsExport.id, cartsExport.id];
export const copies = [sessionsCopy, graphRecovery, documentsCopy, cartsCopy, ranksCopy].map(
  ({ arn }) => arn,
);
export const redshift = [sales.arn, salesCopies.arn];
