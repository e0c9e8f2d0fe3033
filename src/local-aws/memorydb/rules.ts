import type { TagRules } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { MemoryDbCluster, MemoryDbPlace, MemoryDbSnapshot } from "./place.js";

/** The code with which MemoryDB refuses an invalid value. */
export const INVALID = "InvalidParameterValueException";

/** The number of manual snapshots of a cluster that AWS allows in 24 hours. */
export const SNAPSHOTS_PER_DAY = 20;

/** MemoryDB's limits for tags. */
export const tagRules: TagRules = {
  limit: 200,
  invalid: INVALID,
  tooMany: "TagQuotaPerResourceExceeded",
};

/** Returns the name in the spelling that AWS stores. Throws if it breaks the rules for names. */
export function newName(name: string, what: string): string {
  if (!/^(?!.*--)[0-9a-z-]{1,255}(?<!-)$/i.test(name)) {
    throw new AwsError(
      INVALID,
      `"${name}" is not the name of a ${what}: it must be 1 to 255 letters, digits and hyphens, with no two hyphens in a row and no hyphen at the end.`,
    );
  }
  return name.toLowerCase();
}

/** Returns the cluster of this name. Throws ClusterNotFoundFault if there is none. */
export function clusterOf(place: MemoryDbPlace, name: string): MemoryDbCluster {
  const cluster = place.clusters.get(name.toLowerCase());
  if (cluster) return cluster;
  throw new AwsError("ClusterNotFoundFault", `The cluster ${name} does not exist.`);
}

/** Returns the snapshot of this name. Throws SnapshotNotFoundFault if there is none. */
export function snapshotOf(place: MemoryDbPlace, name: string): MemoryDbSnapshot {
  const snapshot = place.snapshots.get(name.toLowerCase());
  if (snapshot) return snapshot;
  throw new AwsError("SnapshotNotFoundFault", `The snapshot ${name} does not exist.`);
}

/** Throws SnapshotAlreadyExistsFault if the name is taken, including by a snapshot that is being deleted. */
export function mustBeFree(place: MemoryDbPlace, name: string): void {
  if (place.snapshots.has(name)) {
    throw new AwsError("SnapshotAlreadyExistsFault", `The snapshot ${name} already exists.`);
  }
}

/** Throws InvalidClusterStateFault if the cluster is not available or a snapshot of it is being taken. */
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
