import type { Props } from "../../src/values/json.js";
import { answeredKey, exactly, type KindExample, kindOf, kmsKeyId, named } from "./example.js";

const arn = "arn:aws:memorydb:eu-west-1:111122223333:";

function snapshot(name: unknown, key: unknown): unknown {
  return {
    Name: name,
    ARN: `${arn}snapshot/${String(name)}`,
    Status: "available",
    Source: "manual",
    KmsKeyId: answeredKey(key),
    DataTiering: "false",
    ClusterConfiguration: { Name: "orders", NodeType: "db.r7g.large", NumShards: 1 },
  };
}

function answerToCopy({ targetBucket, targetSnapshotName, kmsKeyId }: Props): unknown {
  return targetBucket === undefined ? snapshot(targetSnapshotName, kmsKeyId) : undefined;
}

const copyInputs = {
  sourceSnapshotName: named("orders-1", `${arn}snapshot/`),
  targetSnapshotName: named("orders-dr"),
  targetBucket: exactly("backups", "backups-2", "back.ups"),
  kmsKeyId,
};

/** The kinds of MemoryDB, with each of their forms. */
export const memorydbExamples: readonly KindExample[] = [
  {
    title: "MemoryDB snapshot",
    kind: kindOf("memorydb:Snapshot"),
    inputs: {
      clusterName: named("orders", `${arn}cluster/`),
      snapshotName: named("orders-1"),
      kmsKeyId,
    },
    leftOut: [],
    answer: ({ snapshotName, kmsKeyId }) => snapshot(snapshotName, kmsKeyId),
  },
  {
    title: "MemoryDB snapshot copy",
    kind: kindOf("memorydb:SnapshotCopy"),
    inputs: copyInputs,
    leftOut: ["targetBucket"],
    answer: answerToCopy,
  },
  {
    title: "MemoryDB snapshot export",
    kind: kindOf("memorydb:SnapshotCopy"),
    inputs: { ...copyInputs, targetSnapshotName: exactly("orders-dr", "Orders-DR") },
    leftOut: [],
    answer: answerToCopy,
  },
];
