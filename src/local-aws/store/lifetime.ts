import type { Clock } from "../clock.js";

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
  #phase: { status: string; from: number; until: number };
  readonly #making: object;
  #final: string;
  #goes = false;
  #expiry: { at: number; status: string | undefined } = {
    at: Number.POSITIVE_INFINITY,
    status: undefined,
  };

  constructor(clock: Clock, pending: string, seconds: number, final: string) {
    this.#clock = clock;
    this.#phase = this.#begin(pending, seconds);
    this.#making = this.#phase;
    this.#final = final;
  }

  /** Whether it is in the middle of something, so that nothing else can begin. */
  get busy(): boolean {
    return this.#clock.now() < this.#phase.until;
  }

  /** Whether it is still being made. */
  get unfinished(): boolean {
    return this.busy && this.#phase === this.#making;
  }

  /** The status now; undefined once it is gone. */
  get status(): string | undefined {
    if (this.busy) return this.#phase.status;
    if (this.#clock.now() >= this.#expiry.at) return this.#expiry.status;
    return this.#goes ? undefined : this.#final;
  }

  /** Shows another status for a while. */
  occupy(status: string, seconds: number): Phase {
    this.#phase = this.#begin(status, seconds);
    return this.#phase;
  }

  /** Is gone after a while. */
  delete(status: string, seconds: number): void {
    this.occupy(status, seconds);
    this.#goes = true;
  }

  /** How far it is with what it is doing, from 0 to 1. One that never ends gets nowhere. */
  get progress(): number {
    const { from, until } = this.#phase;
    const now = this.#clock.now();
    return until <= now ? 1 : (now - from) / (until - from);
  }

  #begin(status: string, seconds: number) {
    const from = this.#clock.now();
    return { status, from, until: from + seconds * 1000 };
  }

  /** Is gone from some time on, or shows a status that says so. */
  expire(at: number, status: string | undefined): void {
    this.#expiry = { at, status };
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
