import type { Clock } from "./clock.js";

/** Something that takes a while. */
export interface Phase {
  readonly status: string;
  readonly until: number;
}

/** What may go wrong with a snapshot that does not exist yet. */
export type Fate = { readonly ends: string } | "never ends";

/** The statuses of one snapshot. They are worked out from the clock whenever somebody looks: nothing runs meanwhile. */
export class Lifetime {
  readonly #clock: Clock;
  #phase: { status: string; until: number };
  #final: string;
  #goes = false;

  constructor(clock: Clock, pending: string, seconds: number, final: string) {
    this.#clock = clock;
    this.#phase = { status: pending, until: clock.now() + seconds * 1000 };
    this.#final = final;
  }

  /** Whether it is in the middle of something, so that nothing else can begin. */
  get busy(): boolean {
    return this.#clock.now() < this.#phase.until;
  }

  /** The status now; undefined once it is gone. */
  get status(): string | undefined {
    if (this.busy) return this.#phase.status;
    return this.#goes ? undefined : this.#final;
  }

  /** Shows another status for a while. */
  occupy(status: string, seconds: number): Phase {
    this.#phase = { status, until: this.#clock.now() + seconds * 1000 };
    return this.#phase;
  }

  /** Is gone after a while. */
  delete(status: string, seconds: number): void {
    this.occupy(status, seconds);
    this.#goes = true;
  }

  /** Has this status from now on. */
  end(status: string): void {
    this.#phase.until = this.#clock.now();
    this.#final = status;
    this.#goes = false;
  }

  /** Stays for ever in what it is doing now. False where it is doing nothing. */
  freeze(): boolean {
    const { busy } = this;
    if (busy) this.#phase.until = Number.POSITIVE_INFINITY;
    return busy;
  }

  /** Decides now how its present phase will end. */
  meet(fate: Fate): void {
    if (fate === "never ends") this.#phase.until = Number.POSITIVE_INFINITY;
    else this.#final = fate.ends;
  }
}
