import { allPages, type Listing } from "../kinds/kind.js";
import type { Clock } from "../values/clock.js";
import type { Props } from "../values/json.js";
import { SharedListing } from "./shared-listing.js";

/**
 * Milliseconds for which one listing serves creates that begin after it. They look for snapshots of an earlier run, and
 * the engine takes longer than that to start.
 */
const freshness = 1000;

/** The options of a lookup's listing. A lookup that does not show a snapshot is repeated. */
const needed = { details: false, mustBeComplete: true } as const;

/** A create that needs to know which snapshots exist. */
interface Asking<Remote> {
  readonly source: string | undefined;
  readonly inputs: Props;
  resolve(shown: readonly Remote[]): void;
  reject(error: unknown): void;
}

/** The result of a listing, or the reason why it failed. */
interface Look<Remote> {
  readonly begun: number;
  /** The source that the listing was narrowed to; absent if it shows everything. */
  readonly source: string | undefined;
  readonly outcome: PromiseSettledResult<readonly Remote[]>;
}

/**
 * Finds existing snapshots when creates begin, for one service, region and caller. Creates that begin during a lookup
 * gather, and the next lookup serves all of them.
 */
export class ExistingSnapshots<Client, Remote> {
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
      const source = this.#shared.sourceKey(inputs);
      this.#asking.push({ source, inputs, resolve, reject });
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
    const sources = new Map(all.map(({ source, inputs }) => [source, inputs]));
    const recent = this.#recent.map(({ inputs }) => inputs);
    if (new Set(recent.map((inputs) => this.#shared.sourceKey(inputs))).size > 1) {
      const most = sources.has(undefined) ? Number.POSITIVE_INFINITY : recent.length;
      const [outcome] = await Promise.allSettled([this.#shared.shown(recent, most)]);
      if (outcome.status === "rejected") {
        return [{ begun, source: undefined, outcome }];
      }
      if (outcome.value !== undefined) {
        const { value } = outcome;
        return [{ begun, source: undefined, outcome: { status: "fulfilled", value } }];
      }
    }
    const outcomes = await Promise.allSettled(
      [...sources.values()].map((inputs) => {
        const asked = { source: this.#shared.sourceOf(inputs), ...needed };
        return allPages(this.#listing.pages(this.#client, asked));
      }),
    );
    return [...sources.keys()].flatMap((source, index) => {
      const outcome = outcomes[index];
      return outcome === undefined ? [] : [{ begun, source, outcome }];
    });
  }
}

/** Gives a create the result of a lookup, if one of these lookups was for it. */
function answer<Remote>(
  { source, resolve, reject }: Asking<Remote>,
  looks: readonly Look<Remote>[],
): boolean {
  const { outcome } =
    looks.find((look) => look.source === source) ??
    looks.find((look) => look.source === undefined) ??
    {};
  if (outcome?.status === "fulfilled") {
    resolve(outcome.value);
  } else if (outcome !== undefined) {
    reject(outcome.reason);
  }
  return outcome !== undefined;
}
