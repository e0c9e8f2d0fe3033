import { AwsError } from "../wire/aws-error.js";
import type { Behaviour } from "./behaviour.js";
import type { Buckets } from "./buckets.js";
import type { SnapshotStore, Stored } from "./snapshot-store.js";

/** What is exported, and where it goes. */
export interface Export {
  readonly source: Stored;
  readonly bucket: string;
  /** Kept as it is written: it begins the keys of the objects. */
  readonly name: string;
  /** One object each. */
  readonly shards: readonly (string | undefined)[];
  /** The error code for an export that cannot be. */
  readonly invalid: string;
  /** The service that writes it, as it calls itself. */
  readonly service: "MemoryDB" | "ElastiCache";
}

/** Writes a snapshot into a bucket. Of the target's name the service keeps nothing, unless it is told to show it. */
export function exportSnapshot<Snapshot extends Stored>(
  { behaviour, buckets }: { readonly behaviour: Behaviour; readonly buckets: Buckets },
  { source, bucket, name, shards, invalid, service }: Export,
  snapshots: SnapshotStore<Snapshot>,
  show: (seconds: number) => Snapshot,
): void {
  if (name.length < 1 || name.length > 1000) {
    throw new AwsError(invalid, "The name of an export has 1 to 1000 characters.");
  }
  const { exportDuration, exportSourceStatus, exportTargetShown } = behaviour;
  const keys = shards.map((shard) => `${name}-${shard}.rdb`);
  buckets.export(bucket, keys, { invalid, service }, () =>
    source.lifetime.occupy(exportSourceStatus, exportDuration),
  );
  if (exportTargetShown === "never" || snapshots.has(name)) return;
  const shown = show(exportDuration);
  if (exportTargetShown === "while exporting") shown.lifetime.delete("creating", exportDuration);
}
