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

// A lookup returns plain values, or outputs. If there may be no snapshot, all properties may be absent.
const lookedUp = { clusterName: "orders", snapshotType: "automated" } as const;
export const latest: Promise<memorydb.GetSnapshotResult> = memorydb.getLatestSnapshot(lookedUp);
export const latestArn: Output<string> = memorydb.getLatestSnapshotOutput({
  clusterName: snapshot.clusterName,
  allowNone: false,
}).arn;
export const maybe: Promise<string | undefined> = memorydb
  .getLatestSnapshot({ ...lookedUp, allowNone: true })
  .then(({ arn }) => arn);

// @ts-expect-error: there may be none
export const always: Output<string> = memorydb.getLatestSnapshotOutput({
  ...lookedUp,
  allowNone: true,
}).arn;
// @ts-expect-error: AWS's word is automated
memorydb.getLatestSnapshotOutput({ clusterName: "orders", snapshotType: "automatic" });
// @ts-expect-error: a lookup has no such argument
memorydb.getSnapshotOutput({ name: "orders", cluster: "orders" });

// @ts-expect-error: a snapshot is one of a cluster
new memorydb.Snapshot("none", {});
// @ts-expect-error: absent is not undefined
new memorydb.Snapshot("undefined", { clusterName: "orders", kmsKeyId: undefined });
