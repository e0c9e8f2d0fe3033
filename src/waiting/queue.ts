import { inputsOf } from "../kinds/input.js";
import type { Kind } from "../kinds/kind.js";
import { nameOrArnName } from "../values/arn.js";
import type { Clock } from "../values/clock.js";
import { formatSeconds } from "../values/durations.js";
import type { Props } from "../values/json.js";
import type { Progress } from "./progress.js";
import { pollInterval } from "./wait.js";

/** Seconds that one may stand in a queue. Its own time, for which `customTimeouts` stands, begins afterwards. */
const longestQueue = 6 * 3600;

/** What AWS does only so many of at one time. */
export interface Lane {
  /** What is counted, for example one cluster, or all copies from other regions into one. */
  readonly key: string;
  readonly most: number;
  /** What takes the places, as a person says it: `5 copies run already in eu-west-1`. */
  taken(running: number): string;
}

/**
 * What the making of a resource takes up in AWS: its source, which does one thing at a time, or a place in a crowd. A
 * source that turned out to be part of a whole takes up that.
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
    const taken = (running: number) => `${running} ${what} run already in ${region}`;
    return { key: what, most, taken };
  }
  return laneOfSource(
    kind,
    kind.madeFrom.oneAtATime,
    inputs,
    "a snapshot is being taken of",
    whole,
  );
}

/** The same of an export: of one snapshot one is made at a time. */
export function laneOfExport(kind: Kind, inputs: Props): Lane | undefined {
  return laneOfSource(kind, kind.madeFrom.inputs, inputs, "an export is being made of");
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
    taken: () => `${doing} "${name}" already`,
  };
}

/** A place in a queue, and then the right to ask AWS. */
export interface Place {
  /** Resolves when it is its turn, at once if it has it already. First come, first served. */
  turn(): Promise<void>;
  /** Milliseconds that it has stood in line so far. */
  stood(): number;
  /** Goes to another line, if it stands in the wrong one. */
  moveTo(lane: Lane): void;
  /** Takes its turn at once: AWS is at work for it already. */
  takeTurn(): void;
  /**
   * Goes back into the line: AWS said that it is too much, since whoever else uses the account takes up places too. Says
   * whether others in front of it are at work, whose end gives it another turn.
   */
  refused(): boolean;
  /** Gives the place back. */
  leave(): void;
}

/** Queues for what AWS does only so many of at one time, so that it need not be asked in vain. */
export class Admission {
  readonly #clock: Clock;
  readonly #queues = new Map<string, Queue>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Stands in line. `where` tells lanes of the same key in other regions and accounts apart. */
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
              `it stood in the queue for ${formatSeconds(elapsed / 1000)}, because ${lane.taken(queue.running)}. Run it again later`,
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

/** Where the holder of a place is: not in line yet, since it still looks at what there is; in line; or at work in AWS. */
interface Ticket {
  stands: "aside" | "in line" | "at work";
}

class Queue {
  /** In the order in which they came. */
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

  /** How many came before it and wait too. */
  before(ticket: Ticket): number {
    const waiting = [...this.tickets].filter(({ stands }) => stands === "in line");
    return waiting.indexOf(ticket);
  }

  admits(ticket: Ticket): boolean {
    return (
      ticket.stands === "at work" || (this.before(ticket) === 0 && this.running < this.#allowed)
    );
  }

  /** Resolves when somebody took or gave back a place. */
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

  /** Lets no more in than those that AWS has taken, until one of them has ended. */
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

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  const ending = teens ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${ending}`;
}
