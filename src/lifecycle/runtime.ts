import { Connections, type StackConfig } from "../aws/connection.js";
import { type OwnSettings, parseOwnSettings } from "../aws/own-settings.js";
import type { Kind, Listing } from "../kinds/kind.js";
import type { Clock } from "../values/clock.js";
import { Siblings } from "../waiting/existing.js";
import { Poller } from "../waiting/poller.js";
import { type EngineLog, Rows } from "../waiting/progress.js";
import { Admission } from "../waiting/queue.js";
import { Claims } from "./keeping/claims.js";
import { Guard } from "./keeping/guard.js";

/** What all resources of one provider process share: time, and the connections to AWS. */
export class Runtime {
  readonly clock: Clock;
  readonly admission: Admission;
  readonly rows: Rows;
  readonly claims = new Claims((props, region) => this.connections.caller(props, region));
  readonly guard = new Guard();
  /** By client, since there is one for each service, region and caller, and by listing. */
  readonly #pollers = new WeakMap<object, Map<unknown, unknown>>();
  readonly #siblings = new WeakMap<object, Map<unknown, unknown>>();
  connections = new Connections(undefined);
  #stack: StackConfig | undefined;

  /** `log` is the host's way to tell the engine something; without it the rows are silent. */
  constructor(clock: Clock, log?: EngineLog) {
    this.clock = clock;
    this.rows = new Rows(log);
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
    const make = () => new Poller(client, listing, this.clock);
    return onlyOne(this.#pollers, client, listing, make);
  }

  /** The one that finds what was there before creates began, for all creates with a client. */
  siblings<Client, Remote>(
    client: Client,
    listing: Listing<Client, Remote>,
  ): Siblings<Client, Remote> {
    return onlyOne(
      this.#siblings,
      client,
      listing,
      () => new Siblings(client, listing, this.clock),
    );
  }

  /** How many of a crowd AWS makes at one time: as the stack's configuration says, or else the kind. */
  atOnce({ crowd }: Kind): number {
    return this.settings.copiesAtOnce ?? crowd?.most ?? 1;
  }

  /** The settings of this package. A mistake in them is an error of each resource that looks at them. */
  get settings(): OwnSettings {
    return parseOwnSettings((key) => this.#stack?.get(key));
  }
}

/** The one that there is for a client and a listing. */
function onlyOne<One>(
  all: WeakMap<object, Map<unknown, unknown>>,
  client: unknown,
  listing: unknown,
  make: () => One,
): One {
  const key = Object(client);
  const ofClient = all.get(key) ?? new Map<unknown, unknown>();
  all.set(key, ofClient);
  const one = ofClient.get(listing) ?? make();
  ofClient.set(listing, one);
  // A listing has one type of client and one of snapshots.
  return one as One;
}
