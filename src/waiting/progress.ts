import { type Clock, processClock } from "../values/clock.js";

/** Shows people at the terminal what a resource is doing. */
export interface Progress {
  /** Shows a message in the resource's row, in place of the message before. */
  show(text: string): void;
  /** Adds a lasting warning to the resource. */
  warn(text: string): void;
}

/** Environment variable that sets how much the rows show: `off`, `quiet` or `live`. */
const progressVariable = "PULUMI_AWS_SNAPSHOTS_PROGRESS";

/** Milliseconds between two messages of a row: in a watched terminal, and in a log, where each message is a line. */
const [liveInterval, quietInterval] = [2_000, 60_000];

/** Maximum number of messages per second, for all rows together. */
const mostInASecond = 20;

/**
 * Returns the milliseconds between two messages of a row of that age. Without a terminal each message is a line, and a
 * provider cannot know whether there is a terminal. So a row prints less often the longer it waits.
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
 * Sends the messages of all rows, up to a limit per second. A row without room waits for its turn, with the newest of
 * its messages.
 */
export class MessageQueue {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, () => void>();
  #sent: number[] = [];
  #isDraining = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sends a message as soon as there is room. A row has one message in the queue. A newer message takes its place. */
  send(row: string, message: () => void): void {
    this.#waiting.set(row, message);
    void this.#drain();
  }

  /** Withdraws the unsent message of a row that has ended. */
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

/** Sends the engine a message about the resource of a URN: a live message in its row, or a lasting warning. */
export type EngineLog = (urn: string, text: string, severity: "info" | "warning") => void;

/** The rows of all resources of a process. They are silent if the host has no connection to the engine. */
export class Rows {
  readonly #clock = processClock();
  readonly #queue = new MessageQueue(this.#clock);
  readonly #log: EngineLog | undefined;

  constructor(log: EngineLog | undefined) {
    this.#log = log;
  }

  /** Returns the row of a resource. */
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

  /** Stops all messages of a resource whose end was reported to the engine. */
  end(urn: unknown): void {
    this.#queue.end(String(urn));
  }
}
