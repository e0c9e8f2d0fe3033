import type { CreateDBClusterMessage } from "@aws-sdk/client-neptune";
import type { Behaviour } from "../behaviour.js";
import type { Clock } from "../clock.js";
import { Snapshots } from "../snapshot-store.js";
import { type RdsCluster, RdsPlace, type RdsSnapshot } from "./place.js";

/** A cluster to put there: an engine, and members of the operation CreateDBCluster. */
export type NewRdsCluster = Partial<CreateDBClusterMessage> & {
  readonly DBClusterIdentifier: string;
  readonly Engine: string;
};

/** Neptune, DocumentDB and Aurora in all accounts and regions, for tests to look into and to meddle with. */
export class Rds extends Snapshots<RdsSnapshot, RdsPlace> {
  readonly behaviour: Behaviour;
  readonly #clock: Clock;

  constructor(clock: Clock, behaviour: Behaviour) {
    super((place) => new RdsPlace(place, clock));
    this.behaviour = behaviour;
    this.#clock = clock;
  }

  clusters(account: string, region: string): RdsCluster[] {
    return [...this.at(account, region).clusters.values()];
  }

  /** Puts a cluster there, available at once. Its members are those of the operation CreateDBCluster. */
  addCluster(account: string, region: string, cluster: NewRdsCluster): RdsCluster {
    return this.at(account, region).addCluster(cluster);
  }

  /** Puts a snapshot there as AWS takes it by itself, available at once. */
  addAutomaticSnapshot(account: string, region: string, clusterName: string): RdsSnapshot {
    const place = this.at(account, region);
    const cluster = place.clusters.get(clusterName.toLowerCase());
    if (cluster === undefined) {
      throw new Error(
        `adding an automatic snapshot: there is no cluster "${clusterName}" in ${account}/${region}. Add it first.`,
      );
    }
    const minute = new Date(this.#clock.now()).toISOString().slice(0, 16).replace(/[T:]/g, "-");
    const name = `rds:${cluster.clusterName}-${minute}`;
    return place.addSnapshotOf(cluster, { name, source: "automated", tags: new Map() }, 0);
  }
}
