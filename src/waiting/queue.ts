import { inputsOf } from "../kinds/input.js";
import type { Kind } from "../kinds/kind.js";
import { nameOrArnName } from "../values/arn.js";
import type { Clock } from "../values/clock.js";
import { formatSeconds } from "../values/durations.js";
import type { Props } from "../values/json.js";
import type { Progress } from "./progress.js";
import { pollInterval } from "./wait.js";

/** Maximum number of seconds in a queue. `customTimeouts` begins to count afterwards. */
const longestQueue = 6 * 3600;

/** A concurrency limit of AWS. */
export interface QueueLimit {
  /** The key of what the limit counts, for example one cluster, or all copies from other regions into one region. */
  readonly key: string;
  readonly most: number;
  /** Describes what is running, for people: `5 copies are already running in eu-west-1`. */
  taken(running: number): string;
}

/**
 * Returns the concurrency limit that creating a resource counts against: one operation on its source, or a limit of a
 * region. If a source turned out to be part of a whole, the limit is that of the whole.
 */
export function limitOf(
  kind: Kind,
  inputs: Props,
  region: string,
  most: number,
  whole?: string,
): QueueLimit | undefined {
  if (kind.concurrencyLimit?.applies(inputsOf(kind, inputs), region)) {
    const { label } = kind.concurrencyLimit;
    const taken = (running: number) => `${running} ${label} are already running in ${region}`;
    return { key: label, most, taken };
  }
  return limitOfSource(
    kind,
    kind.madeFrom.oneAtATime,
    inputs,
    "another snapshot is being taken of",
    whole,
  );
}

/** Returns the concurrency limit of an export: AWS makes one export of a snapshot at a time. */
export function limitOfExport(kind: Kind, inputs: Props): QueueLimit | undefined {
  return limitOfSource(kind, kind.madeFrom.inputs, inputs, "another export is being made of");
}

/** Returns the limit of the first of these inputs that is given. */
function limitOfSource(
  kind: Kind,
  keys: readonly string[],
  inputs: Props,
  doing: string,
  whole?: string,
): QueueLimit | undefined {
  const source = keys.map((key) => inputs[key]).find((value) => typeof value === "string");
  if (typeof source !== "string") {
    return undefined;
  }
  const name = nameOrArnName(whole ?? source);
  return {
    key: `${kind.service} ${keys.join()} ${name}`,
    most: 1,
    taken: () => `${doing} "${name}"`,
  };
}

/** A ticket of a queue, and later the right to call AWS. */
export interface Ticket {
  /** Resolves when it is this ticket's turn, or at once if it already is. First come, first served. */
  turn(): Promise<void>;
  /** Milliseconds in the queue so far. */
  waited(): number;
  /** Moves to the queue of another limit, if the first limit was wrong. */
  moveTo(limit: QueueLimit): void;
  /** Takes its turn at once, because AWS is already at work. */
  takeTurn(): void;
  /**
   * Returns to the queue because AWS reported too many operations: others use the account too. Returns whether earlier
   * tickets are at work, whose end gives it another turn.
   */
  refused(): boolean;
  /** Releases the ticket. */
  leave(): void;
}

/** Queues for AWS's concurrency limits, so that AWS does not have to refuse requests. */
export class Queues {
  readonly #clock: Clock;
  readonly #queues = new Map<string, Queue>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Joins a queue. `where` distinguishes limits of the same key in different regions and accounts. */
  enter(where: string, first: QueueLimit, progress: Progress): Ticket {
    let limit = first;
    const entry: Entry = { stands: "aside" };
    let key = "";
    let queue = new Queue(limit.most);
    const stand = (wanted: QueueLimit) => {
      limit = wanted;
      key = `${where} ${limit.key}`;
      queue = this.#queues.get(key) ?? new Queue(limit.most);
      this.#queues.set(key, queue);
      queue.entries.add(entry);
    };
    const leave = () => {
      queue.leave(entry);
      if (queue.entries.size === 0) {
        this.#queues.delete(key);
      }
    };
    stand(limit);
    let [waited, since] = [0, this.#clock.now()];
    const elapsedNow = () => waited + this.#clock.now() - since;
    return {
      waited: () => waited,
      turn: async () => {
        since = this.#clock.now();
        if (entry.stands === "aside") {
          entry.stands = "in line";
        }
        while (!queue.admits(entry)) {
          const elapsed = elapsedNow();
          if (elapsed > longestQueue * 1000) {
            throw new Error(
              `still queued after ${formatSeconds(elapsed / 1000)}: ${limit.taken(queue.running)}. Try again later`,
            );
          }
          const line = ordinal(queue.before(entry) + 1);
          progress.show(
            `queued ${formatSeconds(elapsed / 1000)}, ${line} in line: ${limit.taken(queue.running)}`,
          );
          await Promise.race([queue.change(), this.#clock.sleep(pollInterval(elapsed))]);
        }
        waited = elapsedNow();
        entry.stands = "at work";
        queue.changed();
      },
      moveTo: (wanted) => {
        if (wanted.key !== limit.key) {
          leave();
          entry.stands = "aside";
          stand(wanted);
        }
      },
      takeTurn: () => {
        entry.stands = "at work";
        queue.changed();
      },
      refused: () => queue.refuse(entry),
      leave,
    };
  }
}

/**
 * An entry of a queue, and its state: not yet in line, because its create is still looking for existing snapshots; in
 * line; or at work in AWS.
 */
interface Entry {
  stands: "aside" | "in line" | "at work";
}

class Queue {
  /** In the order of arrival. */
  readonly entries = new Set<Entry>();
  readonly #most: number;
  #allowed: number;
  #told: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
    this.#allowed = most;
  }

  get running(): number {
    return [...this.entries].filter(({ stands }) => stands === "at work").length;
  }

  /** Number of earlier tickets that also wait. */
  before(entry: Entry): number {
    const waiting = [...this.entries].filter(({ stands }) => stands === "in line");
    return waiting.indexOf(entry);
  }

  admits(entry: Entry): boolean {
    return entry.stands === "at work" || (this.before(entry) === 0 && this.running < this.#allowed);
  }

  /** Resolves when a ticket is taken or released. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      this.#told.push(resolve);
    });
  }

  changed(): void {
    const told = this.#told;
    this.#told = [];
    for (const tell of told) {
      tell();
    }
  }

  /** Admits only as many tickets as AWS has accepted, until one of these has ended. */
  refuse(entry: Entry): boolean {
    entry.stands = "in line";
    this.#allowed = Math.max(1, Math.min(this.#allowed, this.running));
    this.changed();
    return this.running > 0;
  }

  leave(entry: Entry): void {
    this.entries.delete(entry);
    this.#allowed = Math.min(this.#most, this.#allowed + 1);
    this.changed();
  }
}

/** Formats an ordinal: `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  const ending = teens ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${ending}`;
}
