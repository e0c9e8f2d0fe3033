import type { Output } from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";

const args: memorydb.SnapshotArgs = { clusterName: "orders", tags: { team: "orders", none: null } };
const snapshot = new memorydb.Snapshot("orders", args, { retainOnDelete: true });
const copy = new memorydb.SnapshotCopy("copy", { sourceSnapshotName: snapshot.id });

export const arn: Output<string> = copy.arn;
export const bucket: Output<string | undefined> = copy.targetBucket;
export const slots: Output<string | undefined> = snapshot.clusterConfiguration.apply(
  (cluster) => cluster?.shards?.[0]?.configuration?.slots,
);

// @ts-expect-error: a snapshot is one of a cluster
new memorydb.Snapshot("none", {});
// @ts-expect-error: absent is not undefined
new memorydb.Snapshot("undefined", { clusterName: "orders", kmsKeyId: undefined });
