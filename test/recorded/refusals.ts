import type { LocalAnswer } from "./asking.js";
import { addCluster, addSnapshot } from "./rds-situations.js";
import type { Stage } from "./worlds.js";

/** Brings local AWS to refuse as AWS did. */
type Provocation = (stage: Stage) => Promise<LocalAnswer>;

const gone = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:sample";
const target = { TargetDBClusterSnapshotIdentifier: "a" };
const identifier = "DBClusterSnapshotIdentifier";

function copyOfNothing(stage: Stage): Promise<LocalAnswer> {
  return stage.ask("CopyDBClusterSnapshot", { SourceDBClusterSnapshotIdentifier: "x", ...target });
}

function deleteNothing(stage: Stage): Promise<LocalAnswer> {
  return stage.ask("DeleteDBClusterSnapshot", { [identifier]: "x" });
}

/** Creates a snapshot with a name that is taken. */
function takeTwice(name: string): Provocation {
  return async (stage) => {
    const { clusterName } = addCluster(stage, {});
    addSnapshot(stage, { [identifier]: name });
    return stage.ask("CreateDBClusterSnapshot", {
      DBClusterIdentifier: clusterName,
      [identifier]: name,
    });
  };
}

/** Starts a local AWS in which the quota of snapshots is reached. */
function fill(stage: Stage): void {
  for (let index = 0; index < 100; index++) addSnapshot(stage, { [identifier]: `full-${index}` });
}

/** Copies an encrypted snapshot of another region or account into the home region, without a key. */
function copyFrom(account: string, region: string): Provocation {
  return (stage) => {
    const encrypted = { StorageEncrypted: true, [identifier]: "base", KmsKeyId: "alias/own" };
    const source = addSnapshot(stage, encrypted, [account, region]);
    source.sharedWith.add(stage.asker.account);
    return stage.ask("CopyDBClusterSnapshot", {
      SourceDBClusterSnapshotIdentifier: source.arn,
      ...target,
    });
  };
}

/** Starts five copies into the home region, and a sixth. */
const sixthCopy: Provocation = async (stage) => {
  const source = addSnapshot(stage, { [identifier]: "base" }, [stage.asker.account, "eu-west-1"]);
  const copy = (name: string) =>
    stage.ask("CopyDBClusterSnapshot", {
      SourceDBClusterSnapshotIdentifier: source.arn,
      TargetDBClusterSnapshotIdentifier: name,
    });
  for (let index = 0; index < 5; index++) await copy(`copy-${index}`);
  return copy("sixth");
};

/** Exports a snapshot into a bucket that the service cannot use. */
function exported(
  refusal: "taken" | Parameters<Stage["aws"]["buckets"]["refuse"]>[1],
): Provocation {
  return async (stage) => {
    const { buckets, memorydb, elasticache } = stage.aws;
    const isMemoryDb = stage.item.service === "memorydb";
    if (isMemoryDb) memorydb.addCluster(...stage.place, { ClusterName: "orders" });
    else elasticache.nodes.addCacheCluster(...stage.place, { name: "orders" });
    await stage.ask("CreateSnapshot", {
      [isMemoryDb ? "ClusterName" : "CacheClusterId"]: "orders",
      SnapshotName: "base",
    });
    stage.pass();
    if (refusal === "taken") buckets.putObject("vault", "a-0001.rdb");
    else buckets.refuse("vault", refusal);
    return stage.ask("CopySnapshot", {
      SourceSnapshotName: "base",
      TargetSnapshotName: "a",
      TargetBucket: "vault",
    });
  };
}

/** The ways to make local AWS give the recorded refusals. */
export const provocations: Readonly<Record<string, Provocation>> = {
  "docdb/CopyDBClusterSnapshot-bad-presigned-url": (stage) => {
    const place = [stage.asker.account, "eu-west-1"] as const;
    const source = addSnapshot(stage, { [identifier]: "base" }, place);
    return stage.ask("CopyDBClusterSnapshot", {
      SourceDBClusterSnapshotIdentifier: source.arn,
      PreSignedUrl: "https://rds.eu-west-1.amazonaws.com/?Action=CopyDBClusterSnapshot",
      ...target,
    });
  },
  "docdb/CopyDBClusterSnapshot-missing-source": copyOfNothing,
  "docdb/DeleteDBClusterSnapshot-missing": deleteNothing,
  "docdb/DescribeDBClusters-missing": (stage) =>
    stage.ask("DescribeDBClusters", { DBClusterIdentifier: "x" }),
  "elasticache/CopySnapshot-export-bucket-missing": exported("missing"),
  "elasticache/CopySnapshot-export-bucket-no-permission": exported("no permission"),
  "elasticache/CopySnapshot-export-bucket-not-owned": exported("not owned"),
  "elasticache/CopySnapshot-export-bucket-other-region": exported("another region"),
  "elasticache/CopySnapshot-export-key-taken": exported("taken"),
  "elasticache/CopySnapshot-export-no-read": exported("READ"),
  "elasticache/CopySnapshot-export-no-read-acp": exported("READ_ACP"),
  "elasticache/CopySnapshot-export-no-write": exported("WRITE"),
  "elasticache/CreateCacheCluster-valkey": (stage) =>
    stage.ask("CreateCacheCluster", { CacheClusterId: "orders", Engine: "valkey" }),
  "elasticache/CreateSnapshot-group-without-cluster-mode": (stage) => {
    stage.aws.elasticache.nodes.addReplicationGroup(...stage.place, { name: "orders" });
    return stage.ask("CreateSnapshot", { ReplicationGroupId: "orders", SnapshotName: "a" });
  },
  "elasticache/DeleteCacheCluster-snapshotting": async (stage) => {
    const CacheClusterId = "tf-tvzyhadgqq";
    stage.aws.elasticache.nodes.addCacheCluster(...stage.place, { name: CacheClusterId });
    await stage.ask("CreateSnapshot", { CacheClusterId, SnapshotName: "a" });
    return stage.ask("DeleteCacheCluster", { CacheClusterId });
  },
  "elasticache/DeleteReplicationGroup-name-taken": async (stage) => {
    stage.aws.elasticache.nodes.addCacheCluster(...stage.place, { name: "orders" });
    const create = () =>
      stage.ask("CreateSnapshot", { CacheClusterId: "orders", SnapshotName: "a" });
    await create();
    return create();
  },
  "elasticache/DeleteSnapshot-missing": (stage) =>
    stage.ask("DeleteSnapshot", { SnapshotName: "x" }),
  "elasticache/ListTagsForResource-cluster-busy": async (stage) => {
    const CacheClusterId = "prod-001";
    const { arn } = stage.aws.elasticache.nodes.addCacheCluster(...stage.place, {
      name: CacheClusterId,
    });
    await stage.ask("CreateSnapshot", { CacheClusterId, SnapshotName: "a" });
    return stage.ask("ListTagsForResource", { ResourceName: arn });
  },
  "elasticache-serverless/CopyServerlessCacheSnapshot-missing-source": (stage) =>
    stage.ask("CopyServerlessCacheSnapshot", {
      SourceServerlessCacheSnapshotName: "x",
      TargetServerlessCacheSnapshotName: "a",
    }),
  "elasticache-serverless/CreateServerlessCacheSnapshot-name-taken": async (stage) => {
    stage.aws.elasticache.serverless.addCache(...stage.place, { name: "orders" });
    const create = () =>
      stage.ask("CreateServerlessCacheSnapshot", {
        ServerlessCacheName: "orders",
        ServerlessCacheSnapshotName: "a",
      });
    await create();
    return create();
  },
  "elasticache-serverless/DeleteServerlessCacheSnapshot-missing": (stage) =>
    stage.ask("DeleteServerlessCacheSnapshot", { ServerlessCacheSnapshotName: "x" }),
  "elasticache-serverless/DescribeServerlessCaches-missing": (stage) =>
    stage.ask("DescribeServerlessCaches", { ServerlessCacheName: "x" }),
  "elasticache-serverless/ExportServerlessCacheSnapshot-missing": (stage) =>
    stage.ask("ExportServerlessCacheSnapshot", {
      ServerlessCacheSnapshotName: "x",
      S3BucketName: "vault",
    }),
  "elasticache-serverless/ListTagsForResource-cache-creating": async (stage) => {
    const { arn } = stage.aws.elasticache.serverless.addCache(...stage.place, { name: "orders" });
    await stage.ask("CreateServerlessCacheSnapshot", {
      ServerlessCacheName: "orders",
      ServerlessCacheSnapshotName: "a",
    });
    return stage.ask("ListTagsForResource", { ResourceName: arn });
  },
  "elasticache-serverless/ListTagsForResource-creating": async (stage) => {
    const { serverless } = stage.aws.elasticache;
    serverless.addCache(...stage.place, { name: "orders" });
    await stage.ask("CreateServerlessCacheSnapshot", {
      ServerlessCacheName: "orders",
      ServerlessCacheSnapshotName: "a",
    });
    const ResourceName = serverless.snapshot(...stage.place, "a")?.arn;
    return stage.ask("ListTagsForResource", { ResourceName });
  },
  "memorydb/CopySnapshot-export-no-read": exported("READ"),
  "memorydb/CopySnapshot-export-no-read-acp": exported("READ_ACP"),
  "memorydb/CopySnapshot-export-no-write": exported("WRITE"),
  "memorydb/CopySnapshot-missing-source": (stage) =>
    stage.ask("CopySnapshot", { SourceSnapshotName: "x", TargetSnapshotName: "a" }),
  "memorydb/DeleteSnapshot-missing": (stage) => stage.ask("DeleteSnapshot", { SnapshotName: "x" }),
  "memorydb/DeleteSnapshot-missing-without-role": (stage) =>
    stage.ask("DeleteSnapshot", { SnapshotName: "x" }),
  "memorydb/DescribeClusters-missing": (stage) =>
    stage.ask("DescribeClusters", { ClusterName: "x" }),
  "neptune/CopyDBClusterSnapshot-missing-source": copyOfNothing,
  "neptune/DeleteDBClusterSnapshot-automated": (stage) => {
    const name = "rds:database-1-2021-11-01-16-16";
    addSnapshot(stage, { [identifier]: name });
    return stage.ask("DeleteDBClusterSnapshot", { [identifier]: name });
  },
  "neptune/DeleteDBClusterSnapshot-missing": deleteNothing,
  "neptune/DescribeDBClusters-missing": (stage) =>
    stage.ask("DescribeDBClusters", { DBClusterIdentifier: "x" }),
  "rds/CopyDBClusterSnapshot-hundred": (stage) => {
    fill(stage);
    return stage.ask("CopyDBClusterSnapshot", {
      SourceDBClusterSnapshotIdentifier: "full-1",
      ...target,
    });
  },
  "rds/CopyDBClusterSnapshot-no-key": copyFrom("444455556666", "us-east-1"),
  "rds/CopyDBClusterSnapshot-source-key": (stage) => {
    const [account, region] = ["444455556666", "us-east-1"] as const;
    const source = addSnapshot(
      stage,
      { StorageEncrypted: true, KmsKeyId: "alias/aws/rds", [identifier]: "base" },
      [account, region],
    );
    source.sharedWith.add(stage.asker.account);
    return stage.ask("CopyDBClusterSnapshot", {
      SourceDBClusterSnapshotIdentifier: source.arn,
      KmsKeyId: "alias/own",
      ...target,
    });
  },
  "rds/CopyDBSnapshot-across-regions-without-key": copyFrom("111122223333", "eu-west-1"),
  "rds/CopyDBSnapshot-sixth-copy": sixthCopy,
  "rds/CopyDBSnapshot-sixth-copy-2020": sixthCopy,
  "rds/CreateDBClusterSnapshot-cluster-busy": async (stage) => {
    const { clusterName } = addCluster(stage, { DBClusterIdentifier: "my-cluster" });
    const create = (name: string) =>
      stage.ask("CreateDBClusterSnapshot", {
        DBClusterIdentifier: clusterName,
        [identifier]: name,
      });
    await create("a");
    return create("b");
  },
  "rds/CreateDBClusterSnapshot-hundred": (stage) => {
    fill(stage);
    return stage.ask("CreateDBClusterSnapshot", {
      DBClusterIdentifier: "base",
      [identifier]: "a",
    });
  },
  "rds/CreateDBClusterSnapshot-name-taken": takeTwice("aurora-example-shared"),
  "rds/CreateDBClusterSnapshot-name-taken-by-the-first-try": takeTwice(
    "proddb-hourly-2021-06-29-17-00-00",
  ),
  "rds/DescribeDBClusterSnapshots-missing": (stage) =>
    stage.ask("DescribeDBClusterSnapshots", { [identifier]: "abc-fault-x" }),
  "rds/RestoreDBClusterFromSnapshot-missing": (stage) =>
    restored(stage, "abcde-abc-abcde-dev-pre-migration-20210723-1436"),
  "rds/RestoreDBClusterFromSnapshot-missing-arn": (stage) => restored(stage, gone),
  "redshift-serverless/CreateSnapshot-name-taken": async (stage) => {
    stage.aws.redshiftserverless.addNamespace(...stage.place, "orders");
    const create = () =>
      stage.ask("CreateSnapshot", { namespaceName: "orders", snapshotName: "nightly" });
    await create();
    stage.pass();
    return create();
  },
  "redshift-serverless/CreateSnapshot-no-namespace": (stage) =>
    stage.ask("CreateSnapshot", { namespaceName: "sample", snapshotName: "nightly" }),
  "redshift-serverless/CreateSnapshot-no-workgroup": (stage) => {
    const namespace = stage.aws.redshiftserverless.addNamespace(...stage.place, "orders");
    namespace.hasWorkgroup = false;
    return stage.ask("CreateSnapshot", { namespaceName: "orders", snapshotName: "nightly" });
  },
  "redshift-serverless/DeleteSnapshot-missing": (stage) =>
    stage.ask("DeleteSnapshot", { snapshotName: "nowhere" }),
  "redshift-serverless/GetSnapshot-missing": (stage) =>
    stage.ask("GetSnapshot", { snapshotName: "nowhere" }),
};

function restored(stage: Stage, SnapshotIdentifier: string): Promise<LocalAnswer> {
  return stage.ask("RestoreDBClusterFromSnapshot", {
    DBClusterIdentifier: "restored",
    Engine: "aurora-mysql",
    SnapshotIdentifier,
  });
}
