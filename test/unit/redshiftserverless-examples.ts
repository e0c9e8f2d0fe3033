import type { Props } from "../../src/values/json.js";
import { exactly, type InputExample, type KindExample, kindOf } from "./example.js";

const uuid = "33333333-12ab-34cd-56ef-1234567890ab";
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const keyArn = (id: string) => `arn:aws:kms:eu-west-2:111122223333:key/${id}`;

const retention: InputExample = { value: 7, spellings: [], others: [30], replaces: false };

function snapshot({ namespaceName, snapshotName, retentionPeriod }: Props): unknown {
  return {
    snapshotName,
    snapshotArn: `arn:aws:redshift-serverless:eu-west-1:111122223333:snapshot/${uuid}`,
    status: "AVAILABLE",
    // AWS reports the namespace of a recovery point.
    namespaceName: namespaceName ?? "sales",
    snapshotRetentionPeriod: retentionPeriod ?? -1,
  };
}

const sources = {
  namespaceName: exactly("orders", "orders2", "orders-old"),
  recoveryPointId: exactly("11111111-12ab-34cd-56ef-1234567890ab", uuid),
};
const inputs = { snapshotName: exactly("orders-1", "orders-2"), retentionPeriod: retention };

/** The kinds of Redshift Serverless, with each of their forms. */
export const redshiftserverlessExamples: readonly KindExample[] = [
  {
    title: "Redshift Serverless snapshot of a namespace",
    kind: kindOf("redshiftserverless:Snapshot"),
    inputs: {
      ...inputs,
      namespaceName: sources.namespaceName,
      recoveryPointId: { ...sources.recoveryPointId, insteadOf: "namespaceName" },
    },
    leftOut: ["recoveryPointId"],
    answer: snapshot,
  },
  {
    title: "Redshift Serverless snapshot of a recovery point",
    kind: kindOf("redshiftserverless:Snapshot"),
    inputs: {
      ...inputs,
      recoveryPointId: sources.recoveryPointId,
      namespaceName: { ...sources.namespaceName, insteadOf: "recoveryPointId" },
    },
    leftOut: ["namespaceName"],
    answer: snapshot,
  },
  {
    title: "Redshift Serverless snapshot copy configuration",
    kind: kindOf("redshiftserverless:SnapshotCopyConfiguration"),
    inputs: {
      namespaceName: exactly("orders", "orders2"),
      destinationRegion: exactly("eu-west-2", "us-east-1"),
      destinationKmsKeyId: {
        value: keyId,
        spellings: [keyArn(keyId)],
        others: ["alias/backups", uuid],
        replaces: true,
      },
      snapshotRetentionPeriod: retention,
    },
    leftOut: [],
    answer: ({ namespaceName, destinationRegion, destinationKmsKeyId: key, ...more }) => ({
      namespaceName,
      destinationRegion,
      destinationKmsKeyId: typeof key === "string" && key.startsWith("arn:") ? key : keyArn(keyId),
      snapshotRetentionPeriod: more["snapshotRetentionPeriod"] ?? -1,
      snapshotCopyConfigurationId: uuid,
      snapshotCopyConfigurationArn: `arn:aws:redshift-serverless:eu-west-1:111122223333:snapshotcopyconfiguration/${uuid}`,
    }),
  },
];
