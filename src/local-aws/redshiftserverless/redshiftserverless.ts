import type { Clock } from "../clock.js";
import type { Behaviour } from "../store/behaviour.js";
import { Snapshots } from "../store/snapshot-store.js";
import { type Namespace, RedshiftPlace, type RedshiftSnapshot } from "./place.js";

/** Redshift Serverless in all accounts and regions. Tests may inspect and change it. */
export class RedshiftServerless extends Snapshots<RedshiftSnapshot, RedshiftPlace> {
  readonly behaviour: Behaviour;

  constructor(clock: Clock, behaviour: Behaviour) {
    super((place) => new RedshiftPlace(place, clock), "FAILED");
    this.behaviour = behaviour;
  }

  /** Adds a namespace that has a workgroup and is available at once, optionally with a password that AWS manages. */
  addNamespace(
    account: string,
    region: string,
    name: string,
    kmsKeyId?: string,
    managesPassword = false,
  ): Namespace {
    return this.at(account, region).addNamespace(name, kmsKeyId, managesPassword);
  }

  /** Adds a recovery point of a namespace. */
  addRecoveryPoint(account: string, region: string, namespaceName: string, id: string): void {
    const place = this.at(account, region);
    const namespace = place.namespaces.get(namespaceName);
    if (namespace === undefined) {
      throw new Error(
        `adding a recovery point: there is no namespace "${namespaceName}" in ${account}/${region}. Add it first.`,
      );
    }
    place.addRecoveryPoint(namespace, id);
  }
}
