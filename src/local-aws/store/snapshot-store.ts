import type { Clock } from "../clock.js";
import type { Behaviour } from "./behaviour.js";
import { keyArn } from "./kms-key.js";
import { type Fate, Lifetime } from "./lifetime.js";
import { type Place, Places } from "./place.js";

/** The members of every snapshot, whatever the service. */
export interface Stored {
  /** The order of creation, for pages. */
  readonly serial: number;
  readonly name: string;
  readonly lifetime: Lifetime;
  /** The source of the snapshot; undefined for a copy. */
  readonly takenFrom?: unknown;
}

/** A source of snapshots. */
export interface SnapshotSource {
  /** A status other than available that tests may set. While it is set, no snapshot of the source can be taken. */
  status?: string | undefined;
}

/** The snapshots of one account in one region. Names are stored in lower case. */
export class SnapshotStore<Snapshot extends Stored> {
  readonly #clock: Clock;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #fates = new Map<string, Fate>();
  /** A counter across all places, because a list may contain snapshots of several. */
  static #serial = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the snapshots that exist at this moment. */
  values(): Snapshot[] {
    for (const [name, { lifetime }] of this.#snapshots) {
      if (lifetime.status === undefined) this.#snapshots.delete(name);
    }
    return [...this.#snapshots.values()];
  }

  get(name: string): Snapshot | undefined {
    return this.values().find((snapshot) => snapshot.name === name.toLowerCase());
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Adds a snapshot that has one status for some seconds, and then another. */
  add(
    make: (common: Pick<Stored, "serial" | "lifetime">) => Snapshot,
    seconds: number,
    [pending, final]: readonly [pending: string, final: string] = ["creating", "available"],
  ): Snapshot {
    const lifetime = new Lifetime(this.#clock, pending, seconds, final);
    const added = make({ serial: SnapshotStore.#serial++, lifetime });
    const fate = this.#fates.get(added.name);
    if (fate !== undefined) lifetime.meet(fate);
    this.#fates.delete(added.name);
    this.#snapshots.set(added.name, added);
    return added;
  }

  /** Sets the final status of a snapshot at once. A snapshot that does not exist yet will end in it. */
  fail(name: string, status: string): void {
    const snapshot = this.get(name);
    if (snapshot) snapshot.lifetime.end(status);
    else this.#fates.set(name.toLowerCase(), { ends: status });
  }

  /**
   * Makes the current phase of a snapshot last forever. A snapshot that does not exist yet will then never be finished.
   */
  freeze(name: string): void {
    const snapshot = this.get(name);
    if (snapshot === undefined) this.#fates.set(name.toLowerCase(), "never ends");
    else if (!snapshot.lifetime.freeze()) {
      throw new Error(
        `freezing "${name}": it is already ${snapshot.lifetime.status}, and nothing is in progress.`,
      );
    }
  }

  /** Removes a snapshot, as if another caller had deleted it. Returns false if it does not exist. */
  remove(name: string): boolean {
    return this.#snapshots.delete(name.toLowerCase());
  }
}

/** The snapshots and sources of a service in one account and region. */
export class SnapshotPlace<Snapshot extends Stored> {
  readonly place: Place;
  readonly snapshots: SnapshotStore<Snapshot>;
  protected readonly clock: Clock;
  #serial = 0;

  constructor(place: Place, clock: Clock) {
    this.place = place;
    this.clock = clock;
    this.snapshots = new SnapshotStore(clock);
  }

  /** Returns the serial number of the next source, for pages. */
  nextSerial(): number {
    return this.#serial++;
  }

  /** Returns the ARN of the given key, if a key was given. */
  keyArn(key: string | undefined): string | undefined {
    return key === undefined ? undefined : keyArn(key, this.place);
  }

  /** Returns the status of a source; `busy` is the service's word while a snapshot of it is being taken. */
  statusOf(source: SnapshotSource, busy: string): string {
    return source.status ?? (this.snapshotting(source) ? busy : "available");
  }

  /** Returns the snapshot that keeps a source busy, if there is one. */
  snapshotting(source: unknown): Snapshot | undefined {
    return this.snapshots
      .values()
      .find(({ takenFrom, lifetime }) => takenFrom === source && lifetime.status === "creating");
  }
}

/** The snapshots of a service in all accounts and regions. Tests may inspect and change them. */
export abstract class Snapshots<
  Snapshot extends Stored,
  State extends { readonly snapshots: SnapshotStore<Snapshot> },
> {
  readonly behaviour: Behaviour;
  protected readonly clock: Clock;
  readonly #places: Places<State>;
  readonly #failed: string;

  protected constructor(
    State: new (place: Place, clock: Clock) => State,
    clock: Clock,
    behaviour: Behaviour,
    failed = "failed",
  ) {
    this.behaviour = behaviour;
    this.clock = clock;
    this.#places = new Places((place) => new State(place, clock));
    this.#failed = failed;
  }

  snapshots(account: string, region: string): Snapshot[] {
    return this.at(account, region).snapshots.values();
  }

  snapshot(account: string, region: string, name: string): Snapshot | undefined {
    return this.at(account, region).snapshots.get(name);
  }

  /**
   * Sets the final status of a snapshot, at once. A snapshot that does not exist yet will end in this status instead of
   * becoming available.
   */
  fail(account: string, region: string, name: string, status = this.#failed): void {
    this.at(account, region).snapshots.fail(name, status);
  }

  /** Makes a snapshot keep its current status forever. A snapshot that does not exist yet will never be available. */
  freeze(account: string, region: string, name: string): void {
    this.at(account, region).snapshots.freeze(name);
  }

  /** Removes a snapshot, as if another caller had deleted it. */
  vanish(account: string, region: string, name: string): void {
    if (!this.at(account, region).snapshots.remove(name)) {
      throw new Error(`removing "${name}": there is no such snapshot in ${account}/${region}.`);
    }
  }

  /** The states of all accounts and regions. */
  all(): State[] {
    return this.#places.all();
  }

  /** The state of one account in one region, as the operations use it. */
  at(account: string, region: string): State {
    return this.#places.at(account, region);
  }
}

/** Returns the source that a test adds something to. Throws if it does not exist. */
export function sourceFor<Source>(
  adding: string,
  source: Source | undefined,
  named: string,
  { account, region }: Place,
): Source {
  if (source === undefined) {
    throw new Error(
      `adding ${adding}: there is no ${named} in ${account}/${region}. Add it first.`,
    );
  }
  return source;
}
