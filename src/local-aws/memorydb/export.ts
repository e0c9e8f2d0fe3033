import { AwsError } from "../aws-error.js";
import type { MemoryDb } from "./memorydb.js";
import type { MemoryDbPlace, MemoryDbSnapshot } from "./place.js";
import { INVALID } from "./rules.js";

/** Where an export goes. The name is kept as it is written: it begins the keys of the objects. */
export interface ExportTarget {
  readonly bucket: string;
  readonly name: string;
  readonly kmsKeyId: string | undefined;
}

/** Writes a snapshot into a bucket, one object a shard. MemoryDB keeps nothing of the target's name by itself. */
export function exportSnapshot(
  memorydb: MemoryDb,
  place: MemoryDbPlace,
  source: MemoryDbSnapshot,
  { bucket, name, kmsKeyId }: ExportTarget,
): void {
  if (name.length < 1 || name.length > 1000) {
    throw new AwsError(INVALID, "The name of an export has 1 to 1000 characters.");
  }
  const { exportDuration, exportSourceStatus, exportTargetShown } = memorydb.behaviour;
  const keys = source.shards.map((shard) => `${name}-${shard.Name}.rdb`);
  memorydb.buckets.export(bucket, keys, INVALID, () =>
    source.lifetime.occupy(exportSourceStatus, exportDuration),
  );
  if (exportTargetShown === "never" || place.snapshots.has(name)) return;
  const { configuration, shards } = source;
  const shown = place.addSnapshot(
    {
      name,
      source: "manual",
      kmsKeyId,
      configuration,
      shards,
      takenFrom: undefined,
      tags: new Map(),
    },
    exportDuration,
  );
  if (exportTargetShown === "while exporting") shown.lifetime.delete("creating", exportDuration);
}
