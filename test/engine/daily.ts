import type * as pulumi from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";

/** A program with the snapshot `m`, which is named after a day and replaced on another day. */
export function daily(
  day: string,
  args: Partial<memorydb.SnapshotArgs> = {},
  options: pulumi.CustomResourceOptions = {},
) {
  return async () => {
    new memorydb.Snapshot(
      "m",
      { clusterName: "orders", snapshotName: day, triggers: { day }, ...args },
      { customTimeouts: { create: "60s", update: "60s", delete: "60s" }, ...options },
    );
  };
}
