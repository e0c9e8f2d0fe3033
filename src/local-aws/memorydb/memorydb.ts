import type { CreateClusterRequest } from "@aws-sdk/client-memorydb";
import type { Clock } from "../clock.js";
import { automaticName } from "../store/automatic-name.js";
import type { Behaviour } from "../store/behaviour.js";
import type { Buckets } from "../store/buckets.js";
import { Snapshots, sourceFor } from "../store/snapshot-store.js";
import { type MemoryDbCluster, MemoryDbPlace, type MemoryDbSnapshot } from "./place.js";

/** MemoryDB in all accounts and regions. Tests may inspect and change it. */
export class MemoryDb extends Snapshots<MemoryDbSnapshot, MemoryDbPlace> {
  readonly buckets: Buckets;

  constructor(clock: Clock, behaviour: Behaviour, buckets: Buckets) {
    super(MemoryDbPlace, clock, behaviour);
    this.buckets = buckets;
  }

  clusters(account: string, region: string): MemoryDbCluster[] {
    return [...this.at(account, region).clusters.values()];
  }

  /** Adds a cluster that is available at once. Its members are those of the operation CreateCluster. */
  addCluster(
    account: string,
    region: string,
    cluster: Partial<CreateClusterRequest> & { readonly ClusterName: string },
  ): MemoryDbCluster {
    return this.at(account, region).addCluster(cluster);
  }

  /** Adds an automatic snapshot that is available at once. */
  addAutomaticSnapshot(account: string, region: string, clusterName: string): MemoryDbSnapshot {
    const place = this.at(account, region);
    const found = place.clusters.get(clusterName.toLowerCase());
    const named = `cluster "${clusterName}"`;
    const cluster = sourceFor("an automatic snapshot", found, named, place.place);
    const name = automaticName(cluster.name, this.clock.now());
    const { kmsKeyId } = cluster;
    return place.addSnapshotOf(
      cluster,
      { name, source: "automated", kmsKeyId, tags: new Map() },
      0,
    );
  }
}
