import { Connections, type StackConfig } from "../aws/connection.js";
import { type OwnSettings, parseOwnSettings } from "../aws/own-settings.js";
import type { Kind, Listing } from "../kinds/kind.js";
import type { Clock } from "../values/clock.js";
import { ExistingSnapshots } from "../waiting/existing.js";
import { Poller } from "../waiting/poller.js";
import { type EngineLog, Rows } from "../waiting/progress.js";
import { Queues } from "../waiting/queue.js";
import { Claims } from "./keeping/claims.js";
import { Guard } from "./keeping/guard.js";
import type { Others } from "./keeping/others.js";

/** What all resources of a provider process share: the clock, the connections to AWS, and the facts about the stack. */
export class Runtime {
  readonly clock: Clock;
  readonly queues: Queues;
  readonly rows: Rows;
  readonly claims = new Claims((props, region) => this.connections.caller(props, region));
  readonly guard: Guard;
  readonly #pollers: ByListing = new WeakMap();
  readonly #existing: ByListing = new WeakMap();
  connections = new Connections(undefined);
  #stack: StackConfig | undefined;

  /**
   * `log` sends messages to the engine. Without it the rows are silent. `others` are the other processes of the run, for
   * hosts whose runs have several.
   */
  constructor(clock: Clock, log?: EngineLog, others?: Others) {
    this.clock = clock;
    this.guard = new Guard(others);
    this.rows = new Rows(log);
    this.queues = new Queues(clock);
  }

  /** Takes the stack's configuration, which is the same for all resources of a process. */
  configure(stack: StackConfig): void {
    if (this.#stack === undefined) {
      this.#stack = stack;
      this.connections = new Connections(stack);
    }
  }

  /** Returns the poller of a listing, which serves all resources that wait with the same client. */
  poller<Client, Remote>(client: Client, listing: Listing<Client, Remote>): Poller<Client, Remote> {
    return sharedBy(this.#pollers, client, listing, () => new Poller(client, listing, this.clock));
  }

  /** Returns the lookup of existing snapshots of a listing, which serves all creates with the same client. */
  existing<Client, Remote>(
    client: Client,
    listing: Listing<Client, Remote>,
  ): ExistingSnapshots<Client, Remote> {
    return sharedBy(
      this.#existing,
      client,
      listing,
      () => new ExistingSnapshots(client, listing, this.clock),
    );
  }

  /** Returns AWS's concurrency limit: the one in the stack's configuration, or else the kind's. */
  atOnce({ concurrencyLimit }: Kind): number {
    return this.settings.copiesAtOnce ?? concurrencyLimit?.most ?? 1;
  }

  /** The settings of this package. A mistake in them is an error of each resource that reads them. */
  get settings(): OwnSettings {
    return parseOwnSettings((key) => this.#stack?.get(key));
  }
}

/** Objects by client and listing. There is a client for each service, region and caller. */
type ByListing = WeakMap<object, Map<unknown, unknown>>;

/** Returns the object of a client and a listing, which is made when it is first needed. */
function sharedBy<Shared>(
  all: ByListing,
  client: unknown,
  listing: unknown,
  make: () => Shared,
): Shared {
  const key = Object(client);
  const ofClient = all.get(key) ?? new Map<unknown, unknown>();
  all.set(key, ofClient);
  const shared = ofClient.get(listing) ?? make();
  ofClient.set(listing, shared);
  // A listing has one type of client and one type of snapshot.
  return shared as Shared;
}
