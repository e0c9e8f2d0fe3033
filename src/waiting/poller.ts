import { isPassing } from "../aws/errors.js";
import type { Kind, Listing } from "../kinds/kind.js";
import type { Clock } from "../values/clock.js";
import type { Props } from "../values/json.js";
import { SharedListing } from "./shared-listing.js";

/** Maximum number of names in one call. */
const namesAtOnce = 100;

/** A resource that waits for a change in AWS. */
export interface Waiter<Client, Remote> {
  readonly kind: Kind<Client, Remote>;
  readonly name: string;
  /** The ARN, if known: it identifies the resource for certain. */
  readonly arn: string | undefined;
  /** The inputs of the create. */
  readonly inputs: Props;
  /** Asks AWS for this resource alone. */
  find(): Promise<Remote | undefined>;
}

interface Waiting<Client, Remote> {
  readonly waiter: Waiter<Client, Remote>;
  /** Whether the resource is due. */
  isDue: boolean;
  answer(look: Promise<Remote | undefined>): void;
}

/**
 * Polls AWS for all waiting resources of one service, region and caller, in as few calls as possible: when the first
 * resource is due, all of them get an answer if one listing costs less than a call for each. A resource that a listing
 * does not show is asked for by name, so a listing alone never makes a resource count as gone.
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
    this.#shared = new SharedListing(client, listing, { details: true, mustBeComplete: false });
    this.#clock = clock;
    this.#takesNames = listing.byNames !== undefined;
  }

  /** Returns AWS's answer about a resource within the given milliseconds; undefined if there is none. */
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

  /** Asks for the resource that is due and for all others that wait, unless a round has answered it meanwhile. */
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

  /** Returns the result of calls that serve all resources, if they are fewer than the waiting resources. */
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

  /** According to the documentation some endpoints accept names and others do not, so this is tried once. */
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
