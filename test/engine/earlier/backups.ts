import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { docdb, elasticache, memorydb, neptune, redshiftserverless } from "pulumi-aws-snapshots";
import type { LocalAws, LocalAwsOptions } from "../../../src/local-aws/index.js";
import { classOf } from "../classes.js";
import { addSource } from "../sources.js";
import { home } from "../world.js";

// The programs whose stacks an earlier version made and the present version takes over. The script that makes the states
// anew copies this file into a checkout of the earlier version: import only what that version has too.

/** What happened to a stack in the earlier version. */
export type Fate = "made" | "timed out" | "killed";

/** A stack of an earlier version. */
export interface EarlierStack {
  /** The sources of its snapshots. */
  addSources(aws: LocalAws): void;
  /** The program. Another team changes everything that changes in place. */
  program(team: string): () => Promise<void>;
  readonly config: Readonly<Record<string, string>>;
  readonly behaviour: LocalAwsOptions;
  /** The number of backups in the program. */
  readonly count: number;
}

/** Every kind, finished: with tags, secrets, fixed names, exports, shared accounts and a provider. */
const made: EarlierStack = {
  count: 17,
  behaviour: { snapshotDuration: 10, copyDuration: 10, exportDuration: 10 },
  config: { "aws:defaultTags": JSON.stringify({ tags: { owner: "platform" } }) },
  addSources: (aws) => {
    aws.memorydb.addCluster(...home, { ClusterName: "customers" });
    for (const engine of ["neptune", "docdb"]) {
      addSource(aws, home, `${engine}:ClusterSnapshot`, "dbClusterIdentifier", `${engine}-orders`);
    }
    const nodes = "elasticache:Snapshot";
    addSource(aws, home, nodes, "replicationGroupId", "ranks");
    addSource(aws, home, nodes, "cacheClusterId", "ranks-single");
    addSource(aws, home, "elasticache:ServerlessCacheSnapshot", "serverlessCacheName", "carts");
    const redshift = "redshiftserverless:Snapshot";
    addSource(aws, home, redshift, "namespaceName", "sales");
    addSource(aws, home, redshift, "recoveryPointId", recoveryPointId);
  },
  program: (team) => async () => {
    const tags = { team };
    memorydbBackups(tags);
    clusterBackups(tags);
    elasticacheBackups(tags);
    redshiftBackups(tags);
  },
};

type Tags = Record<string, pulumi.Input<string>>;
const recoveryPointId = "11112222-3333-4444-5555-666677778888";

function memorydbBackups(tags: Tags): void {
  const orders = new memorydb.Snapshot(
    "orders",
    {
      clusterName: "orders",
      triggers: { occasion: "first" },
      tags: { ...tags, token: pulumi.secret("hush-hush") },
    },
    { customTimeouts: { create: "45m" } },
  );
  const copy = new memorydb.SnapshotCopy("orders-copy", {
    sourceSnapshotName: orders.id,
    targetSnapshotName: "Orders-Copy",
    tags,
  });
  new memorydb.SnapshotCopy(
    "orders-export",
    { sourceSnapshotName: orders.id, targetBucket: "backups", tags },
    { dependsOn: copy },
  );
  const provider = new aws.Provider("ops", {
    region: "eu-west-1",
    defaultTags: { tags: { from: "provider" } },
  });
  new memorydb.Snapshot("customers", { clusterName: "customers", tags }, { provider });
}

function clusterBackups(tags: Tags): void {
  const graph = new neptune.ClusterSnapshot("graph", {
    dbClusterIdentifier: "neptune-orders",
    tags,
  });
  new neptune.ClusterSnapshotCopy("graph-recovery", {
    sourceDbClusterSnapshotIdentifier: graph.id,
    region: "eu-central-1",
    kmsKeyId: "alias/recovery",
    copyTags: true,
    tags,
  });
  const documents = new docdb.ClusterSnapshot("documents", {
    dbClusterIdentifier: "docdb-orders",
    dbClusterSnapshotIdentifier: "documents-fixed",
    tags,
  });
  new docdb.ClusterSnapshotCopy("documents-copy", {
    sourceDbClusterSnapshotIdentifier: documents.id,
    kmsKeyId: "alias/shared",
    sharedAccounts: ["222233334444"],
    tags,
  });
}

function elasticacheBackups(tags: Tags): void {
  const ranks = new elasticache.Snapshot("ranks", { replicationGroupId: "ranks", tags });
  new elasticache.Snapshot("ranks-single", { cacheClusterId: "ranks-single", tags });
  new elasticache.SnapshotCopy("ranks-copy", { sourceSnapshotName: ranks.id, tags });
  const carts = new elasticache.ServerlessCacheSnapshot("carts", {
    serverlessCacheName: "carts",
    tags,
  });
  const copy = new elasticache.ServerlessCacheSnapshotCopy("carts-copy", {
    sourceServerlessCacheSnapshotName: carts.id,
    tags,
  });
  new elasticache.ServerlessCacheSnapshotExport(
    "carts-export",
    { serverlessCacheSnapshotName: carts.id, s3BucketName: "backups" },
    { dependsOn: copy },
  );
}

function redshiftBackups(tags: Tags): void {
  new redshiftserverless.Snapshot("sales", { namespaceName: "sales", retentionPeriod: 30, tags });
  new redshiftserverless.Snapshot("sales-recovered", { recoveryPointId, tags });
  new redshiftserverless.SnapshotCopyConfiguration("sales-copies", {
    namespaceName: "sales",
    destinationRegion: "eu-central-1",
    snapshotRetentionPeriod: tags["team"] === "orders" ? 7 : 30,
  });
}

/** Every kind with the input that names its source. */
const sources: Readonly<Record<string, string>> = {
  "memorydb:Snapshot": "clusterName",
  "memorydb:SnapshotCopy": "sourceSnapshotName",
  "neptune:ClusterSnapshot": "dbClusterIdentifier",
  "neptune:ClusterSnapshotCopy": "sourceDbClusterSnapshotIdentifier",
  "docdb:ClusterSnapshot": "dbClusterIdentifier",
  "docdb:ClusterSnapshotCopy": "sourceDbClusterSnapshotIdentifier",
  "elasticache:Snapshot": "replicationGroupId",
  "elasticache:SnapshotCopy": "sourceSnapshotName",
  "elasticache:ServerlessCacheSnapshot": "serverlessCacheName",
  "elasticache:ServerlessCacheSnapshotCopy": "sourceServerlessCacheSnapshotName",
  "elasticache:ServerlessCacheSnapshotExport": "serverlessCacheSnapshotName",
  "redshiftserverless:Snapshot": "namespaceName",
  "redshiftserverless:SnapshotCopyConfiguration": "namespaceName",
};

/** Returns a backup of each of these kinds, with its own source. */
function ofEach(kinds: readonly string[], options: pulumi.CustomResourceOptions): EarlierStack {
  const named = kinds.map((kind) => {
    const name = kind.replace(":", "-").toLowerCase();
    return { kind, name, key: sources[kind] ?? "", source: `${name}-src` };
  });
  return {
    // So long that AWS is still working when the earlier version has lost the stack.
    behaviour: { snapshotDuration: 60, copyDuration: 60, exportDuration: 60 },
    config: {},
    count: kinds.length,
    addSources: (aws) => {
      for (const { kind, key, source } of named) addSource(aws, home, kind, key, source);
    },
    program: () => async () => {
      for (const { kind, name, key, source } of named) {
        const more = {
          ...(kind.endsWith("Export") && { s3BucketName: "backups" }),
          ...(kind.endsWith("Configuration") && { destinationRegion: "eu-central-1" }),
        };
        new (classOf(kind))(name, { [key]: source, ...more }, options);
      }
    },
  };
}

const isExport = (kind: string) => kind.endsWith("Export");
const isConfiguration = (kind: string) => kind.endsWith("Configuration");
const kinds = Object.keys(sources);

/** The stacks, by what happened to them in the earlier version. */
export const earlierStacks: Readonly<Record<Fate, EarlierStack>> = {
  made,
  // AWS creates a copy configuration at once, so no wait for it times out.
  "timed out": ofEach(
    kinds.filter((kind) => !isConfiguration(kind)),
    { customTimeouts: { create: "10s" } },
  ),
  // A killed export leaves nothing that a later run could find.
  killed: ofEach(
    kinds.filter((kind) => !isExport(kind)),
    {},
  ),
};
