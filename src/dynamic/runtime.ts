import { Admission } from "./admission.js";
import type { Clock } from "./clock.js";
import { Connections, type StackConfig } from "./connection.js";
import type { Listing } from "./kind.js";
import { PendingCopies } from "./pending-copies.js";
import { Poller } from "./poller.js";

/** Config key that switches the tag of unfinished creates off. */
export const markConfigKey = "pulumi-aws-snapshots:markUnfinishedCreates";

/** Config key that says how many copies of Neptune and DocumentDB AWS makes at one time. */
export const copiesConfigKey = "pulumi-aws-snapshots:copiesAtOnce";

/** What all resources of one provider process share: time, and the connections to AWS. */
export class Runtime {
  readonly clock: Clock;
  readonly admission: Admission;
  readonly pendingCopies = new PendingCopies();
  /** By client, since there is one for each service, region and caller. */
  readonly #pollers = new WeakMap<object, Map<unknown, unknown>>();
  connections = new Connections(undefined);
  #stack: StackConfig | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
    this.admission = new Admission(clock);
  }

  /** Takes the stack's configuration. It is the same for all resources of a process. */
  configure(stack: StackConfig): void {
    if (this.#stack === undefined) {
      this.#stack = stack;
      this.connections = new Connections(stack);
    }
  }

  /** The one that asks for all that wait with a client, and are shown by one listing. */
  poller<Client, Remote>(client: Client, listing: Listing<Client, Remote>): Poller<Client, Remote> {
    const key = Object(client);
    const ofClient = this.#pollers.get(key) ?? new Map<unknown, unknown>();
    this.#pollers.set(key, ofClient);
    const poller = ofClient.get(listing) ?? new Poller(client, listing, this.clock);
    ofClient.set(listing, poller);
    // A listing has one type of client and one of snapshots.
    return poller as Poller<Client, Remote>;
  }

  /** Copies of Neptune and DocumentDB that may run at one time into a region. */
  get copiesAtOnce(): number {
    const given = Number(this.#stack?.get(copiesConfigKey));
    return Number.isInteger(given) && given > 0 ? given : 5;
  }

  /** Whether a snapshot carries a tag while its create is under way. */
  get marking(): boolean {
    return this.#stack?.get(markConfigKey) !== "false";
  }
}
