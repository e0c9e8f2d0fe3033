import type { Clock } from "../../../src/local-aws/index.js";
import { rate } from "../world.js";

/** A request to AWS that changed something. */
export interface SentRequest {
  readonly service: string;
  readonly region: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** When it arrived, by the clock of local AWS. */
  readonly at: number;
}

/** A stack as an earlier version left it, and what that version asked AWS for. */
export interface EarlierState {
  /** The commit of the earlier version. */
  readonly commit: string;
  readonly requests: readonly SentRequest[];
  /** What `pulumi stack export` printed. */
  readonly deployment: unknown;
}

/** When the clock of local AWS begins, for all states the same. */
const beginning = Date.UTC(2026, 0, 5, 12);

/** Milliseconds on the wall between two steps of the clock. */
const step = 50;

/**
 * A clock that stands until it is started, and that goes on from any time. It goes in steps between two requests: all
 * that AWS does on a request is done at the time of the request, and comes out the same when the request is sent again.
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

  /** Stands at a time. */
  stand(at: number): void {
    this.stop();
    this.#now = at;
  }

  /** Runs on, as fast as that of the provider. */
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
