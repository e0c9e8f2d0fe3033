// The same resources as in dynamic.ts, served by the plugin.
import { memorydb } from "pulumi-aws-snapshots/provider";

/** A snapshot of each of so many clusters. */
export function snapshots(count: number): memorydb.Snapshot[] {
  return Array.from(
    { length: count },
    (_, i) => new memorydb.Snapshot(`snapshot-${i}`, { clusterName: `cluster-${i}` }),
  );
}

/** So many copies of one snapshot. */
export function copies(count: number): memorydb.SnapshotCopy[] {
  return Array.from(
    { length: count },
    (_, i) => new memorydb.SnapshotCopy(`copy-${i}`, { sourceSnapshotName: "source" }),
  );
}
