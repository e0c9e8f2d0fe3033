import type { TagRules } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { MemoryDbCluster, MemoryDbPlace, MemoryDbSnapshot } from "./place.js";

/** How MemoryDB says that a value is wrong. */
export const INVALID = "InvalidParameterValueException";

/** Manual snapshots of one cluster in 24 hours. */
export const SNAPSHOTS_PER_DAY = 20;

/** MemoryDB's limits for tags. */
export const tagRules: TagRules = {
  limit: 200,
  invalid: INVALID,
  tooMany: "TagQuotaPerResourceExceeded",
};

/** The name as it is kept, or an error where it breaks the rules for names. */
export function newName(name: string, what: string): string {
  if (!/^(?!.*--)[0-9a-z-]{1,255}(?<!-)$/i.test(name)) {
    throw new AwsError(
      INVALID,
      `"${name}" is not a name for a ${what}: 1 to 255 letters, digits and hyphens, no two hyphens in a row, none at the end.`,
    );
  }
  return name.toLowerCase();
}

/** The cluster of that name, or ClusterNotFoundFault. */
export function clusterOf(place: MemoryDbPlace, name: string): MemoryDbCluster {
  const cluster = place.clusters.get(name.toLowerCase());
  if (cluster) return cluster;
  throw new AwsError("ClusterNotFoundFault", `The cluster ${name} does not exist.`);
}

/** The snapshot of that name, or SnapshotNotFoundFault. */
export function snapshotOf(place: MemoryDbPlace, name: string): MemoryDbSnapshot {
  const snapshot = place.snapshots.get(name.toLowerCase());
  if (snapshot) return snapshot;
  throw new AwsError("SnapshotNotFoundFault", `The snapshot ${name} does not exist.`);
}

/** SnapshotAlreadyExistsFault where the name is taken, also by a snapshot that is just being deleted. */
export function mustBeFree(place: MemoryDbPlace, name: string): void {
  if (place.snapshots.has(name)) {
    throw new AwsError("SnapshotAlreadyExistsFault", `The snapshot ${name} exists already.`);
  }
}

/** InvalidClusterStateFault while the cluster is not available, or a snapshot of it is being taken. */
export function mustBeIdle(place: MemoryDbPlace, cluster: MemoryDbCluster): void {
  if (cluster.status !== undefined) {
    throw new AwsError(
      "InvalidClusterStateFault",
      `The cluster ${cluster.name} is not in the available state.`,
    );
  }
  const snapshot = place.snapshotting(cluster);
  if (snapshot) {
    throw new AwsError(
      "InvalidClusterStateFault",
      `The cluster ${cluster.name} is being backed up: its snapshot ${snapshot.name} is creating.`,
    );
  }
}
