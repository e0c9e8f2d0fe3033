import { type Listing, listed } from "../kinds/kind.js";
import type { Clock } from "../values/clock.js";
import type { Props } from "../values/json.js";
import { SharedListing } from "./shared-listing.js";

/**
 * Milliseconds for which a look answers creates that begin after it. What they look for was left by an earlier run, and
 * the engine takes longer than that to start.
 */
const freshness = 1000;

/** What a look needs: one that it does not show is made again. */
const needed = { details: false, isProof: true } as const;

/** A create that wants to know what there is. */
interface Asking<Remote> {
  readonly narrowedTo: string | undefined;
  readonly inputs: Props;
  resolve(shown: readonly Remote[]): void;
  reject(error: unknown): void;
}

/** What a listing has shown, or why it failed. */
interface Look<Remote> {
  readonly begun: number;
  /** What it was narrowed to; nothing where it shows all that there are. */
  readonly narrowedTo: string | undefined;
  readonly outcome: PromiseSettledResult<readonly Remote[]>;
}

/**
 * Finds what there is already when creates begin, of one service in one region and as one caller. Creates that begin
 * while a look is under way gather, and the next look is for all of them.
 */
export class Siblings<Client, Remote> {
  readonly #client: Client;
  readonly #listing: Listing<Client, Remote>;
  readonly #clock: Clock;
  readonly #shared: SharedListing<Client, Remote>;
  /** Looks that have not failed. */
  #looks: Look<Remote>[] = [];
  /** What was asked with in the last second: about as many will ask in the next one. */
  #recent: { readonly at: number; readonly inputs: Props }[] = [];
  #asking: Asking<Remote>[] = [];
  #isLooking = false;

  constructor(client: Client, listing: Listing<Client, Remote>, clock: Clock) {
    this.#client = client;
    this.#listing = listing;
    this.#clock = clock;
    this.#shared = new SharedListing(client, listing, needed);
  }

  /** All that were made from what these inputs name. There may be others among them. */
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

  /** Looks that together show all that these ask for: one at all, unless looks at what each is made from take fewer calls. */
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

/** Tells one that asks what a look has shown, if one of these was for it. */
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
