// The dynamic resources of this package, in the plainest program.
import { memorydb } from "pulumi-aws-snapshots";

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
