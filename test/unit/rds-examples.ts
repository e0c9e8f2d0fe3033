import { nameOrArnName } from "../../src/values/arn.js";
import {
  answeredKey,
  type InputExample,
  type KindExample,
  kindOf,
  kmsKeyId,
  named,
} from "./example.js";

const arn = (region: string) => `arn:aws:rds:${region}:111122223333:`;

function snapshot(name: unknown, more: object): unknown {
  return {
    DBClusterSnapshotIdentifier: name,
    DBClusterSnapshotArn: `${arn("eu-west-1")}cluster-snapshot:${String(name)}`,
    Status: "available",
    SnapshotType: "manual",
    PercentProgress: 100,
    ...more,
  };
}

const sharedAccounts: InputExample = {
  value: ["222233334444", "333344445555"],
  spellings: [
    ["333344445555", "222233334444"],
    ["222233334444", "333344445555", "222233334444"],
  ],
  others: [["222233334444"], ["all"]],
  replaces: false,
};

function examplesOf(service: "neptune" | "docdb", title: string): KindExample[] {
  return [
    {
      title: `${title} cluster snapshot`,
      kind: kindOf(`${service}:ClusterSnapshot`),
      inputs: {
        dbClusterIdentifier: named("orders", `${arn("eu-west-1")}cluster:`),
        dbClusterSnapshotIdentifier: named("orders-1"),
        sharedAccounts,
      },
      leftOut: [],
      answer: ({ dbClusterSnapshotIdentifier, dbClusterIdentifier }) =>
        snapshot(dbClusterSnapshotIdentifier, {
          Engine: service,
          DBClusterIdentifier: nameOrArnName(String(dbClusterIdentifier)),
        }),
    },
    {
      title: `${title} cluster snapshot copy`,
      kind: kindOf(`${service}:ClusterSnapshotCopy`),
      inputs: {
        sourceDbClusterSnapshotIdentifier: {
          value: "orders-1",
          spellings: ["ORDERS-1", `${arn("us-east-1")}cluster-snapshot:orders-1`],
          others: ["orders-2", "rds:orders-2026-11-20-05-00"],
          replaces: true,
        },
        targetDbClusterSnapshotIdentifier: named("orders-dr"),
        kmsKeyId,
        copyTags: { value: true, spellings: [], others: [false], first: true, replaces: true },
        sourceRegion: {
          value: "us-east-1",
          spellings: [],
          others: ["us-west-2"],
          replaces: true,
        },
        sharedAccounts,
      },
      leftOut: [],
      answer: ({ targetDbClusterSnapshotIdentifier, kmsKeyId }) =>
        snapshot(targetDbClusterSnapshotIdentifier, {
          Engine: service,
          DBClusterIdentifier: "orders",
          StorageEncrypted: true,
          KmsKeyId: answeredKey(kmsKeyId),
          SourceDBClusterSnapshotArn: `${arn("us-east-1")}cluster-snapshot:orders-1`,
        }),
    },
  ];
}

/** The kinds of Neptune and of DocumentDB. */
export const rdsExamples: readonly KindExample[] = [
  ...examplesOf("neptune", "Neptune"),
  ...examplesOf("docdb", "DocumentDB"),
];
