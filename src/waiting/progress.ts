import { type Clock, processClock } from "../values/clock.js";

/** Tells a person at the terminal what a resource is doing. */
export interface Progress {
  /** Shows a text in the resource's row, in place of the one before. */
  show(text: string): void;
  /** Leaves a warning under the resource. */
  warn(text: string): void;
}

/** Variable that says how much the rows tell: `off`, `quiet` or `live`. */
const progressVariable = "PULUMI_AWS_SNAPSHOTS_PROGRESS";

/** Milliseconds between two messages of a row: in a terminal that is watched, and where each becomes a line of a log. */
const [liveInterval, quietInterval] = [2_000, 60_000];

/** Messages of all rows together in a second. */
const mostInASecond = 20;

/**
 * Milliseconds between two messages of a row of that age. Without a terminal each of them is a line of its own, and
 * nothing tells a provider which it is: so the longer a row waits the less it says.
 */
export function messageInterval(age: number, environment = process.env): number {
  switch (environment[progressVariable] ?? (environment["CI"] ? "quiet" : "")) {
    case "off":
      return Number.POSITIVE_INFINITY;
    case "quiet":
      return quietInterval;
    case "live":
      return liveInterval;
    default:
      return Math.min(quietInterval, Math.max(liveInterval, age / 15));
  }
}

/**
 * Sends messages of all rows, no more than so many in a second. A row that there is no room for waits for its turn, with
 * the newest of what it wanted to say.
 */
export class MessageQueue {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, () => void>();
  #sent: number[] = [];
  #isDraining = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sends a message as soon as there is room. A row has one message in the queue, and keeps its place with a newer one. */
  send(row: string, message: () => void): void {
    this.#waiting.set(row, message);
    void this.#drain();
  }

  /** Takes back what a row has not said yet: it has come to its end. */
  end(row: string): void {
    this.#waiting.delete(row);
  }

  async #drain(): Promise<void> {
    if (this.#isDraining) {
      return;
    }
    this.#isDraining = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const room = this.#millisecondsUntilRoom();
      if (room > 0) {
        await this.#clock.sleep(room);
        continue;
      }
      const [row, message] = next;
      this.#waiting.delete(row);
      this.#sent.push(this.#clock.now());
      message();
    }
    this.#isDraining = false;
  }

  #next(): [string, () => void] | undefined {
    return this.#waiting.entries().next().value;
  }

  #millisecondsUntilRoom(): number {
    const now = this.#clock.now();
    this.#sent = this.#sent.filter((at) => at > now - 1000);
    const [first] = this.#sent;
    return first === undefined || this.#sent.length < mostInASecond ? 0 : first + 1000 - now;
  }
}

/** Tells the engine something about the resource of a URN: as a live message in its row, or as a warning that stays. */
export type EngineLog = (urn: string, text: string, severity: "info" | "warning") => void;

/** The rows of all resources of a process. They are silent if the host gives no way to tell the engine. */
export class Rows {
  readonly #clock = processClock();
  readonly #queue = new MessageQueue(this.#clock);
  readonly #log: EngineLog | undefined;

  constructor(log: EngineLog | undefined) {
    this.#log = log;
  }

  /** The row of a resource. */
  of(urn: unknown): Progress {
    const [log, clock] = [this.#log, this.#clock];
    if (typeof urn !== "string" || urn === "" || log === undefined) {
      return { show: () => {}, warn: () => {} };
    }
    const start = clock.now();
    let shown = Number.NEGATIVE_INFINITY;
    let last = "";
    return {
      show: (text) => {
        const now = clock.now();
        const interval = messageInterval(now - start);
        const isDue = interval < Number.POSITIVE_INFINITY && now - shown >= interval;
        if (isDue && text !== last) {
          this.#queue.send(urn, () => {
            [shown, last] = [clock.now(), text];
            log(urn, text, "info");
          });
        }
      },
      warn: (text) => log(urn, text, "warning"),
    };
  }

  /** Says no more of a resource of which the engine has been told the end. */
  end(urn: unknown): void {
    this.#queue.end(String(urn));
  }
}
