import type { CreateDBClusterMessage } from "@aws-sdk/client-neptune";
import type { Clock } from "../clock.js";
import type { Behaviour } from "../store/behaviour.js";
import { Snapshots, sourceFor } from "../store/snapshot-store.js";
import type { SecretKeys } from "../wire/secret-keys.js";
import { type RdsCluster, RdsPlace, type RdsSnapshot } from "./place.js";

/** A cluster to add: its engine, and members of the operation CreateDBCluster. */
export type NewRdsCluster = Partial<CreateDBClusterMessage> & {
  readonly DBClusterIdentifier: string;
  readonly Engine: string;
};

/** Neptune, DocumentDB and Aurora in all accounts and regions. Tests may inspect and change it. */
export class Rds extends Snapshots<RdsSnapshot, RdsPlace> {
  readonly keys: SecretKeys;

  constructor(clock: Clock, behaviour: Behaviour, keys: SecretKeys) {
    super(RdsPlace, clock, behaviour);
    this.keys = keys;
  }

  clusters(account: string, region: string): RdsCluster[] {
    return [...this.at(account, region).clusters.values()];
  }

  /** Adds a cluster that is available at once. Its members are those of the operation CreateDBCluster. */
  addCluster(account: string, region: string, cluster: NewRdsCluster): RdsCluster {
    return this.at(account, region).addCluster(cluster);
  }

  /** Adds an automatic snapshot that is available at once. */
  addAutomaticSnapshot(account: string, region: string, clusterName: string): RdsSnapshot {
    const minute = new Date(this.clock.now()).toISOString().slice(0, 16).replace(/[T:]/g, "-");
    const name = `rds:${clusterName.toLowerCase()}-${minute}`;
    return this.#add([account, region], clusterName, { name, source: "automated" });
  }

  /** Adds a manual snapshot that is available at once. */
  addSnapshot(account: string, region: string, clusterName: string, named: string): RdsSnapshot {
    const name = named.toLowerCase();
    return this.#add([account, region], clusterName, { name, source: "manual" });
  }

  #add(
    [account, region]: readonly [account: string, region: string],
    clusterName: string,
    snapshot: Pick<RdsSnapshot, "name" | "source">,
  ): RdsSnapshot {
    const place = this.at(account, region);
    const found = place.clusters.get(clusterName.toLowerCase());
    const named = `cluster "${clusterName}"`;
    const cluster = sourceFor(`the snapshot "${snapshot.name}"`, found, named, place.place);
    return place.addSnapshotOf(cluster, { ...snapshot, tags: new Map() }, 0);
  }
}
