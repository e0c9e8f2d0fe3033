// A backup of every kind, as a Pulumi program in JavaScript. The same program is in test/sdk/python and test/sdk/go.
const pulumi = require("@pulumi/pulumi");
const {
  docdb,
  elasticache,
  memorydb,
  neptune,
  redshiftserverless,
} = require("pulumi-aws-snapshots/provider");

exports.program = async () => {
  const config = new pulumi.Config();
  const tags = { team: config.require("team") };
  // A new occasion takes a new backup of everything.
  const triggers = { occasion: config.require("occasion") };

  const sessions = new memorydb.Snapshot(
    "sessions",
    {
      clusterName: "sessions",
      triggers,
      tags: { ...tags, contact: config.requireSecret("contact") },
    },
    { customTimeouts: { create: "30m" } },
  );
  // A copy of the snapshot that AWS took last night.
  const lastNight = memorydb.getLatestSnapshotOutput({
    clusterName: "sessions",
    snapshotType: "automated",
  });
  new memorydb.SnapshotCopy("nightly", {
    sourceSnapshotName: lastNight.apply(({ arn }) => arn ?? ""),
    triggers,
    tags,
  });

  const graph = new neptune.ClusterSnapshot("graph", {
    dbClusterIdentifier: "graph",
    triggers,
    tags,
  });
  new neptune.ClusterSnapshotCopy("graph-recovery", {
    sourceDbClusterSnapshotIdentifier: graph.arn,
    region: "eu-central-1",
    kmsKeyId: "alias/recovery",
    tags,
  });

  const documents = new docdb.ClusterSnapshot("documents", {
    dbClusterIdentifier: "documents",
    triggers,
    tags,
  });
  new docdb.ClusterSnapshotCopy("documents-copy", {
    sourceDbClusterSnapshotIdentifier: documents.arn,
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
    sourceServerlessCacheSnapshotName: carts.arn,
    tags,
  });
  // AWS runs one operation on a snapshot at a time.
  new elasticache.ServerlessCacheSnapshotExport(
    "carts-export",
    { serverlessCacheSnapshotName: carts.arn, s3BucketName: "backups" },
    { dependsOn: cartsCopy },
  );

  const ranks = new elasticache.Snapshot("ranks", { replicationGroupId: "ranks", triggers, tags });
  new elasticache.SnapshotCopy("ranks-copy", { sourceSnapshotName: ranks.arn, tags });

  const sales = new redshiftserverless.Snapshot("sales", {
    namespaceName: "sales",
    retentionPeriod: 30,
    triggers,
    tags,
  });
  new redshiftserverless.SnapshotCopyConfiguration("sales-copies", {
    namespaceName: "sales",
    destinationRegion: "eu-central-1",
    snapshotRetentionPeriod: 7,
  });

  // A snapshot that was taken by hand comes into the stack by its ARN.
  const byHand = config.get("byHand");
  if (byHand !== undefined) {
    new memorydb.Snapshot(
      "by-hand",
      { clusterName: "sessions", snapshotName: "by-hand" },
      { import: byHand },
    );
  }

  const found = redshiftserverless.getSnapshotOutput({ arn: sales.arn });
  return {
    sessions: sessions.arn,
    shards: sessions.clusterConfiguration.apply((configuration) => configuration?.numShards),
    tags: sessions.tags,
    lastNight: lastNight.apply(({ name }) => name),
    found: found.apply(({ status }) => status),
  };
};
