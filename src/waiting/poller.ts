import { isPassing } from "../aws/errors.js";
import type { Kind, Listing } from "../kinds/kind.js";
import type { Clock } from "../values/clock.js";
import type { Props } from "../values/json.js";
import { SharedListing } from "./shared-listing.js";

/** Names that one call by names takes. */
const namesAtOnce = 100;

/** Somebody who waits for something to change in AWS. */
export interface Waiter<Client, Remote> {
  readonly kind: Kind<Client, Remote>;
  readonly name: string;
  /** Its ARN, where it is known: that cannot be another one's. */
  readonly arn: string | undefined;
  /** What it was asked for with. */
  readonly inputs: Props;
  /** Asks AWS for this one alone. */
  find(): Promise<Remote | undefined>;
}

interface Waiting<Client, Remote> {
  readonly waiter: Waiter<Client, Remote>;
  /** Whether its time has come. */
  isDue: boolean;
  answer(look: Promise<Remote | undefined>): void;
}

/**
 * Asks AWS for all that wait, of one service in one region and as one caller, in as few calls as it can: when the
 * first of them is due all of them get an answer, if one listing costs less than a call for each. What a listing
 * does not show is asked for by its name, so that a listing alone never says that something is gone.
 */
export class Poller<Client, Remote> {
  readonly #client: Client;
  readonly #listing: Listing<Client, Remote>;
  readonly #clock: Clock;
  readonly #waiting = new Set<Waiting<Client, Remote>>();
  readonly #shared: SharedListing<Client, Remote>;
  #takesNames: boolean;

  constructor(client: Client, listing: Listing<Client, Remote>, clock: Clock) {
    this.#client = client;
    this.#listing = listing;
    this.#shared = new SharedListing(client, listing, { details: true, isProof: false });
    this.#clock = clock;
    this.#takesNames = listing.byNames !== undefined;
  }

  /** What AWS says of one, within so many milliseconds: undefined where there is none. */
  look(waiter: Waiter<Client, Remote>, within: number): Promise<Remote | undefined> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting<Client, Remote> = {
        waiter,
        isDue: false,
        answer: (look) => void look.then(resolve, reject),
      };
      this.#waiting.add(waiting);
      this.#clock.sleep(within).then(() => this.#isDue(waiting), reject);
    });
  }

  /** Asks for the one that is due, and for all others that wait, unless a round has answered it by now. */
  #isDue(due: Waiting<Client, Remote>): void {
    due.isDue = true;
    if (!this.#waiting.has(due)) {
      return;
    }
    const round = [...this.#waiting];
    this.#waiting.clear();
    this.#together(round.map(({ waiter }) => waiter)).then(
      (remotes) => {
        for (const one of round) {
          const found = remotes?.find((remote) => isMeant(one.waiter, remote));
          if (found !== undefined) {
            one.answer(Promise.resolve(found));
          } else if (remotes !== undefined || one.isDue) {
            one.answer(one.waiter.find());
          } else {
            this.#waiting.add(one);
          }
        }
      },
      (error: unknown) => {
        for (const one of round) {
          one.answer(Promise.reject(error));
        }
      },
    );
  }

  /** What calls for all of them show, if that takes fewer calls than there are waiters. */
  async #together(waiters: readonly Waiter<Client, Remote>[]): Promise<Remote[] | undefined> {
    if (waiters.length < 2) {
      return undefined;
    }
    if (this.#takesNames) {
      const shown = await this.#byNames(waiters.map(({ name }) => name));
      if (shown !== undefined) {
        return shown;
      }
    }
    return this.#shared.shown(
      waiters.map(({ inputs }) => inputs),
      waiters.length,
    );
  }

  /** The documentation says of some endpoints that they take no names, and others that they do: it is tried once. */
  async #byNames(names: readonly string[]): Promise<Remote[] | undefined> {
    const shown: Remote[] = [];
    try {
      for (let from = 0; from < names.length; from += namesAtOnce) {
        const some = names.slice(from, from + namesAtOnce);
        shown.push(...((await this.#listing.byNames?.(this.#client, some)) ?? []));
      }
    } catch (error) {
      if (isPassing(error)) {
        throw error;
      }
      this.#takesNames = false;
      return undefined;
    }
    return shown;
  }
}

function isMeant<Client, Remote>(
  { kind, name, arn }: Waiter<Client, Remote>,
  remote: Remote,
): boolean {
  return arn === undefined ? kind.nameOf(remote) === name : kind.arn(remote) === arn;
}
