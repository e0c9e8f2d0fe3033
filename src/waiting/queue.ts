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
export interface Lane {
  /** What the limit counts, for example one cluster, or all copies from other regions into one. */
  readonly key: string;
  readonly most: number;
  /** Describes what is running, for people: `5 copies are already running in eu-west-1`. */
  taken(running: number): string;
}

/**
 * Returns the concurrency limit that creating a resource counts against: one operation on its source, or a limit of a
 * region. If a source turned out to be part of a whole, the limit is that of the whole.
 */
export function laneOf(
  kind: Kind,
  inputs: Props,
  region: string,
  most: number,
  whole?: string,
): Lane | undefined {
  if (kind.crowd?.takesPlace(inputsOf(kind, inputs), region)) {
    const { what } = kind.crowd;
    const taken = (running: number) => `${running} ${what} are already running in ${region}`;
    return { key: what, most, taken };
  }
  return laneOfSource(
    kind,
    kind.madeFrom.oneAtATime,
    inputs,
    "another snapshot is being taken of",
    whole,
  );
}

/** The same of an export: of one snapshot one is made at a time. */
export function laneOfExport(kind: Kind, inputs: Props): Lane | undefined {
  return laneOfSource(kind, kind.madeFrom.inputs, inputs, "another export is being made of");
}

/** The lane of what the first of these inputs names that is given. */
function laneOfSource(
  kind: Kind,
  keys: readonly string[],
  inputs: Props,
  doing: string,
  whole?: string,
): Lane | undefined {
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
export interface Place {
  /** Resolves when it is this ticket's turn, or at once if it already is. First come, first served. */
  turn(): Promise<void>;
  /** Milliseconds in the queue so far. */
  stood(): number;
  /** Moves to another queue, if this one is wrong. */
  moveTo(lane: Lane): void;
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
export class Admission {
  readonly #clock: Clock;
  readonly #queues = new Map<string, Queue>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Joins a queue. `where` distinguishes limits of the same key in different regions and accounts. */
  enter(where: string, first: Lane, progress: Progress): Place {
    let lane = first;
    const ticket: Ticket = { stands: "aside" };
    let key = "";
    let queue = new Queue(lane.most);
    const stand = (wanted: Lane) => {
      lane = wanted;
      key = `${where} ${lane.key}`;
      queue = this.#queues.get(key) ?? new Queue(lane.most);
      this.#queues.set(key, queue);
      queue.tickets.add(ticket);
    };
    const leave = () => {
      queue.leave(ticket);
      if (queue.tickets.size === 0) {
        this.#queues.delete(key);
      }
    };
    stand(lane);
    let [stood, since] = [0, this.#clock.now()];
    const waited = () => stood + this.#clock.now() - since;
    return {
      stood: () => stood,
      turn: async () => {
        since = this.#clock.now();
        if (ticket.stands === "aside") {
          ticket.stands = "in line";
        }
        while (!queue.admits(ticket)) {
          const elapsed = waited();
          if (elapsed > longestQueue * 1000) {
            throw new Error(
              `still queued after ${formatSeconds(elapsed / 1000)}: ${lane.taken(queue.running)}. Try again later`,
            );
          }
          const line = ordinal(queue.before(ticket) + 1);
          progress.show(
            `queued ${formatSeconds(elapsed / 1000)}, ${line} in line: ${lane.taken(queue.running)}`,
          );
          await Promise.race([queue.change(), this.#clock.sleep(pollInterval(elapsed))]);
        }
        stood = waited();
        ticket.stands = "at work";
        queue.changed();
      },
      moveTo: (wanted) => {
        if (wanted.key !== lane.key) {
          leave();
          ticket.stands = "aside";
          stand(wanted);
        }
      },
      takeTurn: () => {
        ticket.stands = "at work";
        queue.changed();
      },
      refused: () => queue.refuse(ticket),
      leave,
    };
  }
}

/**
 * State of a ticket: not yet in the queue, because its create is still looking for existing snapshots; in the queue; or
 * at work in AWS.
 */
interface Ticket {
  stands: "aside" | "in line" | "at work";
}

class Queue {
  /** In the order of arrival. */
  readonly tickets = new Set<Ticket>();
  readonly #most: number;
  #allowed: number;
  #told: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
    this.#allowed = most;
  }

  get running(): number {
    return [...this.tickets].filter(({ stands }) => stands === "at work").length;
  }

  /** Number of earlier tickets that also wait. */
  before(ticket: Ticket): number {
    const waiting = [...this.tickets].filter(({ stands }) => stands === "in line");
    return waiting.indexOf(ticket);
  }

  admits(ticket: Ticket): boolean {
    return (
      ticket.stands === "at work" || (this.before(ticket) === 0 && this.running < this.#allowed)
    );
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

  /** Admits no more tickets than AWS has accepted, until one of them has ended. */
  refuse(ticket: Ticket): boolean {
    ticket.stands = "in line";
    this.#allowed = Math.max(1, Math.min(this.#allowed, this.running));
    this.changed();
    return this.running > 0;
  }

  leave(ticket: Ticket): void {
    this.tickets.delete(ticket);
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
