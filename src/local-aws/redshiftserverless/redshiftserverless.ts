import type { Clock } from "../clock.js";
import type { Behaviour } from "../store/behaviour.js";
import { Snapshots, sourceFor } from "../store/snapshot-store.js";
import { type Namespace, RedshiftPlace, type RedshiftSnapshot } from "./place.js";

/** Redshift Serverless in all accounts and regions. Tests may inspect and change it. */
export class RedshiftServerless extends Snapshots<RedshiftSnapshot, RedshiftPlace> {
  constructor(clock: Clock, behaviour: Behaviour) {
    super(RedshiftPlace, clock, behaviour, "FAILED");
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
    const found = place.namespaces.get(namespaceName);
    const named = `namespace "${namespaceName}"`;
    place.addRecoveryPoint(sourceFor("a recovery point", found, named, place.place), id);
  }
}
