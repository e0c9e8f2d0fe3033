// How an existing resource is imported.
import { tokenOf } from "./texts.js";

const home = "eu-west-1:111122223333";
const id = "6a1f3c2e-0b7d-4c59-9a54-2f8e1d7b3c60";

/** An id of each kind that can be imported. AWS reports nothing about an export, so exports cannot be imported. */
const ids: Readonly<Record<string, string | undefined>> = {
  "elasticache:Snapshot": `arn:aws:elasticache:${home}:snapshot:orders`,
  "elasticache:SnapshotCopy": `arn:aws:elasticache:${home}:snapshot:orders-copy`,
  "elasticache:ServerlessCacheSnapshot": `arn:aws:elasticache:${home}:serverlesssnapshot:orders`,
  "elasticache:ServerlessCacheSnapshotCopy": `arn:aws:elasticache:${home}:serverlesssnapshot:orders-copy`,
  "elasticache:ServerlessCacheSnapshotExport": undefined,
  "memorydb:Snapshot": `arn:aws:memorydb:${home}:snapshot/orders`,
  "memorydb:SnapshotCopy": `arn:aws:memorydb:${home}:snapshot/orders-copy`,
  "docdb:ClusterSnapshot": `arn:aws:rds:${home}:cluster-snapshot:orders`,
  "docdb:ClusterSnapshotCopy": `arn:aws:rds:${home}:cluster-snapshot:orders-copy`,
  "neptune:ClusterSnapshot": `arn:aws:rds:${home}:cluster-snapshot:graph`,
  "neptune:ClusterSnapshotCopy": `arn:aws:rds:${home}:cluster-snapshot:graph-copy`,
  "redshiftserverless:Snapshot": `arn:aws:redshift-serverless:${home}:snapshot/${id}`,
  "redshiftserverless:SnapshotCopyConfiguration": `arn:aws:redshift-serverless:${home}:snapshotcopyconfiguration/${id}`,
};

/** The section of a description that shows the command, or nothing if the kind cannot be imported. */
export function importSection(kind: string): string {
  if (!Object.hasOwn(ids, kind)) {
    throw new Error(`scripts/schema/imports.ts does not say by which id ${kind} is imported`);
  }
  const example = ids[kind];
  return example === undefined
    ? ""
    : `## Import\n\nBy ARN:\n\n\`\`\`sh\npulumi import ${tokenOf(kind)} orders ${example}\n\`\`\``;
}
