import { nameOrArnName } from "../../src/values/arn.js";
import type { Props } from "../../src/values/json.js";
import { answeredKey, exactly, type KindExample, kindOf, kmsKeyId, named } from "./example.js";

const arn = "arn:aws:elasticache:eu-west-1:111122223333:";

function nodeSnapshot(name: unknown, key: unknown, more: object = {}): unknown {
  return {
    SnapshotName: name,
    ARN: `${arn}snapshot:${String(name)}`,
    SnapshotStatus: "available",
    SnapshotSource: "manual",
    KmsKeyId: answeredKey(key),
    ...more,
  };
}

function serverlessSnapshot(name: unknown, key: unknown): unknown {
  return {
    ServerlessCacheSnapshotName: name,
    ARN: `${arn}serverlesscachesnapshot:${String(name)}`,
    Status: "available",
    SnapshotType: "manual",
    KmsKeyId: answeredKey(key),
  };
}

function answerToSnapshot(inputs: Props): unknown {
  const { replicationGroupId: group, cacheClusterId: cluster } = inputs;
  return nodeSnapshot(inputs["snapshotName"], inputs["kmsKeyId"], {
    // For a group without cluster mode AWS reports only the node that was backed up.
    ...(typeof group === "string" && { CacheClusterId: `${nameOrArnName(group)}-002` }),
    ...(typeof cluster === "string" && { CacheClusterId: nameOrArnName(cluster) }),
  });
}

function answerToCopy({ targetBucket, targetSnapshotName, kmsKeyId }: Props): unknown {
  return targetBucket === undefined ? nodeSnapshot(targetSnapshotName, kmsKeyId) : undefined;
}

const sources = {
  replicationGroupId: named("orders", `${arn}replicationgroup:`),
  cacheClusterId: named("carts", `${arn}cluster:`),
};
const snapshotInputs = { snapshotName: named("orders-1"), kmsKeyId };
const copyInputs = {
  sourceSnapshotName: named("orders-1", `${arn}snapshot:`),
  targetSnapshotName: named("orders-dr"),
  targetBucket: exactly("backups", "backups-2", "back.ups"),
  kmsKeyId,
};

/** The kinds of ElastiCache, with each of their forms. */
export const elasticacheExamples: readonly KindExample[] = [
  {
    title: "ElastiCache snapshot of a replication group",
    kind: kindOf("elasticache:Snapshot"),
    inputs: {
      ...snapshotInputs,
      replicationGroupId: sources.replicationGroupId,
      cacheClusterId: { ...sources.cacheClusterId, insteadOf: "replicationGroupId" },
    },
    leftOut: ["cacheClusterId"],
    answer: answerToSnapshot,
  },
  {
    title: "ElastiCache snapshot of a cluster",
    kind: kindOf("elasticache:Snapshot"),
    inputs: {
      ...snapshotInputs,
      cacheClusterId: sources.cacheClusterId,
      replicationGroupId: { ...sources.replicationGroupId, insteadOf: "cacheClusterId" },
    },
    leftOut: ["replicationGroupId"],
    answer: answerToSnapshot,
  },
  {
    title: "ElastiCache snapshot copy",
    kind: kindOf("elasticache:SnapshotCopy"),
    inputs: copyInputs,
    leftOut: ["targetBucket"],
    answer: answerToCopy,
  },
  {
    title: "ElastiCache snapshot export",
    kind: kindOf("elasticache:SnapshotCopy"),
    inputs: { ...copyInputs, targetSnapshotName: exactly("orders-dr", "Orders-DR") },
    leftOut: [],
    answer: answerToCopy,
  },
  {
    title: "ElastiCache serverless cache snapshot",
    kind: kindOf("elasticache:ServerlessCacheSnapshot"),
    inputs: {
      serverlessCacheName: named("orders", `${arn}serverlesscache:`),
      serverlessCacheSnapshotName: named("orders-1"),
      kmsKeyId,
    },
    leftOut: [],
    answer: ({ serverlessCacheSnapshotName, kmsKeyId }) =>
      serverlessSnapshot(serverlessCacheSnapshotName, kmsKeyId),
  },
  {
    title: "ElastiCache serverless cache snapshot copy",
    kind: kindOf("elasticache:ServerlessCacheSnapshotCopy"),
    inputs: {
      sourceServerlessCacheSnapshotName: named("orders-1", `${arn}serverlesscachesnapshot:`),
      targetServerlessCacheSnapshotName: named("orders-dr"),
      kmsKeyId,
    },
    leftOut: [],
    answer: ({ targetServerlessCacheSnapshotName, kmsKeyId }) =>
      serverlessSnapshot(targetServerlessCacheSnapshotName, kmsKeyId),
  },
  {
    title: "ElastiCache serverless cache snapshot export",
    kind: kindOf("elasticache:ServerlessCacheSnapshotExport"),
    inputs: {
      serverlessCacheSnapshotName: named("orders-1", `${arn}serverlesscachesnapshot:`),
      s3BucketName: exactly("backups", "backups-2", "back.ups"),
    },
    leftOut: [],
    answer: () => undefined,
  },
];
