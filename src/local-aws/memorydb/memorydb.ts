import type { CreateClusterRequest } from "@aws-sdk/client-memorydb";
import type { Behaviour } from "../behaviour.js";
import type { Clock } from "../clock.js";
import type { Phase } from "../lifetime.js";
import { Places } from "../place.js";
import { type MemoryDbCluster, MemoryDbPlace, type MemoryDbSnapshot } from "./place.js";

/** MemoryDB in all accounts and regions, for tests to look into and to meddle with. */
export class MemoryDb {
  readonly behaviour: Behaviour;
  readonly #clock: Clock;
  readonly #places: Places<MemoryDbPlace>;
  readonly #buckets = new Map<string, Map<string, Pick<Phase, "until">>>();

  constructor(clock: Clock, behaviour: Behaviour) {
    this.behaviour = behaviour;
    this.#clock = clock;
    this.#places = new Places((place) => new MemoryDbPlace(place, clock));
  }

  clusters(account: string, region: string): MemoryDbCluster[] {
    return [...this.at(account, region).clusters.values()];
  }

  snapshots(account: string, region: string): MemoryDbSnapshot[] {
    return [...this.at(account, region).snapshots.values()];
  }

  snapshot(account: string, region: string, name: string): MemoryDbSnapshot | undefined {
    return this.at(account, region).snapshots.get(name.toLowerCase());
  }

  /** Puts a cluster there, available at once. Its members are those of the operation CreateCluster. */
  addCluster(
    account: string,
    region: string,
    cluster: Partial<CreateClusterRequest> & { readonly ClusterName: string },
  ): MemoryDbCluster {
    return this.at(account, region).addCluster(cluster);
  }

  /** Puts a snapshot there as MemoryDB takes it by itself, available at once. */
  addAutomaticSnapshot(account: string, region: string, clusterName: string): MemoryDbSnapshot {
    const place = this.at(account, region);
    const cluster = place.clusters.get(clusterName.toLowerCase());
    if (cluster === undefined) {
      throw new Error(
        `adding an automatic snapshot: there is no cluster "${clusterName}" in ${account}/${region}. Add it first.`,
      );
    }
    const minute = new Date(this.#clock.now()).toISOString().slice(0, 16).replace(/[T:]/g, "-");
    const name = `automatic.${cluster.name}-${minute}`;
    const { kmsKeyId } = cluster;
    return place.addSnapshotOf(
      cluster,
      { name, source: "automated", kmsKeyId, tags: new Map() },
      0,
    );
  }

  /** Gives a snapshot a status for good, at once. One that does not exist yet will end in it instead of as available. */
  fail(account: string, region: string, name: string, status = "failed"): void {
    const place = this.at(account, region);
    const snapshot = place.snapshots.get(name.toLowerCase());
    if (snapshot) snapshot.lifetime.end(status);
    else place.fates.set(name.toLowerCase(), { ends: status });
  }

  /** Holds a snapshot for ever in what it is doing now. One that does not exist yet will never be available. */
  freeze(account: string, region: string, name: string): void {
    const place = this.at(account, region);
    const snapshot = place.snapshots.get(name.toLowerCase());
    if (snapshot === undefined) place.fates.set(name.toLowerCase(), "never ends");
    else if (!snapshot.lifetime.freeze()) {
      throw new Error(
        `freezing "${name}": it is ${snapshot.lifetime.status} already, and has nothing to end.`,
      );
    }
  }

  /** Takes a snapshot away, as if somebody else had deleted it. */
  vanish(account: string, region: string, name: string): void {
    if (!this.at(account, region).removeSnapshot(name.toLowerCase())) {
      throw new Error(`removing "${name}": there is no such snapshot in ${account}/${region}.`);
    }
  }

  /** The keys in a bucket. Those of an export appear when it ends. */
  objects(bucket: string): string[] {
    const now = this.#clock.now();
    return [...(this.#buckets.get(bucket) ?? [])]
      .filter(([, { until }]) => until <= now)
      .map(([key]) => key)
      .sort();
  }

  putObject(bucket: string, key: string): void {
    this.exportObject(bucket, key, { until: this.#clock.now() });
  }

  removeObject(bucket: string, key: string): void {
    this.#buckets.get(bucket)?.delete(key);
  }

  /** Whether a key is taken, by an object or by an export that is under way. */
  isTaken(bucket: string, key: string): boolean {
    return this.#buckets.get(bucket)?.has(key) ?? false;
  }

  /** Has an object appear when a phase ends. */
  exportObject(bucket: string, key: string, phase: Pick<Phase, "until">): void {
    const objects = this.#buckets.get(bucket) ?? new Map<string, Pick<Phase, "until">>();
    this.#buckets.set(bucket, objects.set(key, phase));
  }

  /** The state of one account in one region, as the operations use it. */
  at(account: string, region: string): MemoryDbPlace {
    return this.#places.at(account, region);
  }
}
