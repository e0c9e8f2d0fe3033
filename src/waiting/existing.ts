import { type Listing, listed } from "../kinds/kind.js";
import type { Clock } from "../values/clock.js";
import type { Props } from "../values/json.js";
import { SharedListing } from "./shared-listing.js";

/**
 * Milliseconds for which one listing serves creates that begin after it. They look for snapshots of an earlier run, and
 * the engine takes longer than that to start.
 */
const freshness = 1000;

/** What a lookup needs. A lookup that does not show a snapshot is repeated. */
const needed = { details: false, isProof: true } as const;

/** A create that needs to know which snapshots exist. */
interface Asking<Remote> {
  readonly narrowedTo: string | undefined;
  readonly inputs: Props;
  resolve(shown: readonly Remote[]): void;
  reject(error: unknown): void;
}

/** The result of a listing, or the reason why it failed. */
interface Look<Remote> {
  readonly begun: number;
  /** The source that the listing was narrowed to; absent if it shows everything. */
  readonly narrowedTo: string | undefined;
  readonly outcome: PromiseSettledResult<readonly Remote[]>;
}

/**
 * Finds existing snapshots when creates begin, for one service, region and caller. Creates that begin during a lookup
 * gather, and the next lookup serves all of them.
 */
export class Siblings<Client, Remote> {
  readonly #client: Client;
  readonly #listing: Listing<Client, Remote>;
  readonly #clock: Clock;
  readonly #shared: SharedListing<Client, Remote>;
  /** Lookups that have not failed. */
  #looks: Look<Remote>[] = [];
  /** Requests of the last second. About as many are expected in the next second. */
  #recent: { readonly at: number; readonly inputs: Props }[] = [];
  #asking: Asking<Remote>[] = [];
  #isLooking = false;

  constructor(client: Client, listing: Listing<Client, Remote>, clock: Clock) {
    this.#client = client;
    this.#listing = listing;
    this.#clock = clock;
    this.#shared = new SharedListing(client, listing, needed);
  }

  /** Returns all snapshots made from the source in these inputs. The result may contain others. */
  of(inputs: Props): Promise<readonly Remote[]> {
    this.#recent.push({ at: this.#clock.now(), inputs });
    return new Promise((resolve, reject) => {
      const narrowedTo = this.#shared.narrowedTo(inputs);
      this.#asking.push({ narrowedTo, inputs, resolve, reject });
      void this.#answerAll();
    });
  }

  async #answerAll(): Promise<void> {
    if (this.#isLooking) {
      return;
    }
    this.#isLooking = true;
    while (this.#asking.length > 0) {
      this.#forget();
      const round = this.#asking.filter((one) => !answer(one, this.#looks));
      this.#asking = [];
      const looks = round.length === 0 ? [] : await this.#lookFor(round);
      for (const one of round) {
        answer(one, looks);
      }
      this.#looks.push(...looks.filter(({ outcome }) => outcome.status === "fulfilled"));
    }
    this.#isLooking = false;
  }

  #forget(): void {
    const since = this.#clock.now() - freshness;
    this.#looks = this.#looks.filter(({ begun }) => begun > since);
    this.#recent = this.#recent.filter(({ at }) => at > since);
  }

  /**
   * Returns the lookups that together show everything that these creates need: one listing of everything, unless
   * listings by source take fewer calls.
   */
  async #lookFor(all: readonly Asking<Remote>[]): Promise<Look<Remote>[]> {
    const begun = this.#clock.now();
    const places = new Map(all.map(({ narrowedTo, inputs }) => [narrowedTo, inputs]));
    const recent = this.#recent.map(({ inputs }) => inputs);
    if (new Set(recent.map((inputs) => this.#shared.narrowedTo(inputs))).size > 1) {
      const most = places.has(undefined) ? Number.POSITIVE_INFINITY : recent.length;
      const [outcome] = await Promise.allSettled([this.#shared.shown(recent, most)]);
      if (outcome.status === "rejected") {
        return [{ begun, narrowedTo: undefined, outcome }];
      }
      if (outcome.value !== undefined) {
        const { value } = outcome;
        return [{ begun, narrowedTo: undefined, outcome: { status: "fulfilled", value } }];
      }
    }
    const outcomes = await Promise.allSettled(
      [...places.values()].map((inputs) => {
        const asked = { narrowedTo: this.#shared.sourceOf(inputs), ...needed };
        return listed(this.#listing.pages(this.#client, asked));
      }),
    );
    return [...places.keys()].flatMap((narrowedTo, index) => {
      const outcome = outcomes[index];
      return outcome === undefined ? [] : [{ begun, narrowedTo, outcome }];
    });
  }
}

/** Gives a create the result of a lookup, if one of these lookups was for it. */
function answer<Remote>(
  { narrowedTo, resolve, reject }: Asking<Remote>,
  looks: readonly Look<Remote>[],
): boolean {
  const { outcome } =
    looks.find((look) => look.narrowedTo === narrowedTo) ??
    looks.find((look) => look.narrowedTo === undefined) ??
    {};
  if (outcome?.status === "fulfilled") {
    resolve(outcome.value);
  } else if (outcome !== undefined) {
    reject(outcome.reason);
  }
  return outcome !== undefined;
}
