import type { Clock } from "../../../src/local-aws/index.js";
import { rate } from "../world.js";

/** A request to AWS that changed something. */
export interface SentRequest {
  readonly service: string;
  readonly region: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The time of arrival, by the clock of local AWS. */
  readonly at: number;
}

/** A stack as an earlier version left it, and what that version asked AWS for. */
export interface EarlierState {
  /** The commit of the earlier version. */
  readonly commit: string;
  readonly requests: readonly SentRequest[];
  /** The output of `pulumi stack export`. */
  readonly deployment: unknown;
}

/** The start time of the clock of local AWS, the same for all states. */
const beginning = Date.UTC(2026, 0, 5, 12);

/** Milliseconds of real time between two steps of the clock. */
const step = 50;

/**
 * A clock that stands until it is started, and that continues from any time. It advances in steps between two requests:
 * everything that AWS does on a request is done at the time of the request, and is the same when the request is
 * repeated.
 */
export class StateClock implements Clock {
  #now = beginning;
  #steps: NodeJS.Timeout | undefined;

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Stops at a time. */
  stand(at: number): void {
    this.stop();
    this.#now = at;
  }

  /** Continues, as fast as the provider's clock. */
  run(): void {
    let last = Date.now();
    this.#steps = setInterval(() => {
      const now = Date.now();
      this.advance((now - last) * rate);
      last = now;
    }, step);
  }

  stop(): void {
    clearInterval(this.#steps);
  }
}
