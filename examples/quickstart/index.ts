import * as pulumi from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";

const config = new pulumi.Config();
const clusterName = config.get("cluster") ?? "orders";
const tags = { team: config.get("team") ?? "orders" };

// A snapshot of the cluster, an independent copy of it, and an export to a bucket.
const snapshot = new memorydb.Snapshot("orders", { clusterName, tags });

const copy = new memorydb.SnapshotCopy("orders-copy", {
  sourceSnapshotName: snapshot.id,
  tags,
});

// MemoryDB runs one operation on a snapshot at a time, so the export begins after the copy.
const exported = new memorydb.SnapshotCopy(
  "orders-export",
  {
    sourceSnapshotName: snapshot.id,
    targetBucket: config.get("bucket") ?? "orders-backups",
  },
  { dependsOn: copy },
);

export const snapshotArn = snapshot.arn;
export const copyArn = copy.arn;
export const exportedTo = exported.id;
