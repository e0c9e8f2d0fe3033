import { AwsError } from "../wire/aws-error.js";
import type { Behaviour } from "./behaviour.js";
import type { Buckets } from "./buckets.js";
import type { SnapshotStore, Stored } from "./snapshot-store.js";

/** The source and the destination of an export. */
export interface Export {
  readonly source: Stored;
  readonly bucket: string;
  /** The target name in its original spelling, because the keys of the objects begin with it. */
  readonly name: string;
  /** The parts of the export, each of which becomes one object. */
  readonly shards: readonly (string | undefined)[];
  /** The error code for an export that is not possible. */
  readonly invalid: string;
  /** The name of the service that writes it, in the service's own spelling. */
  readonly service: "MemoryDB" | "ElastiCache";
}

/** Writes a snapshot into a bucket. The service lists the target's name only if configured so. */
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
