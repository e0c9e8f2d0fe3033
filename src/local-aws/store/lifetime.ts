import type { Clock } from "../clock.js";

/** A phase: something that takes a while. */
export interface Phase {
  readonly status: string;
  readonly until: number;
}

/** A failure that is planned for a future snapshot. */
export type Fate = { readonly ends: string } | "never ends";

/** The statuses of a snapshot. They are computed from the clock whenever they are read, so nothing runs in between. */
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

  /** Whether an operation is in progress, so that no other can begin. */
  get busy(): boolean {
    return this.#clock.now() < this.#phase.until;
  }

  /** Whether it is still being created. */
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

  /** Makes it disappear after a while. */
  delete(status: string, seconds: number): void {
    this.occupy(status, seconds);
    this.#goes = true;
  }

  /** The progress of the current phase, from 0 to 1. A phase that never ends makes no progress. */
  get progress(): number {
    const { from, until } = this.#phase;
    const now = this.#clock.now();
    return until <= now ? 1 : (now - from) / (until - from);
  }

  #begin(status: string, seconds: number) {
    const from = this.#clock.now();
    return { status, from, until: from + seconds * 1000 };
  }

  /** Makes it disappear at a time, or show a status that says so. */
  expire(at: number, status: string | undefined): void {
    this.#expiry = { at, status };
  }

  /** Sets the status from now on. */
  end(status: string): void {
    this.#phase.until = this.#clock.now();
    this.#final = status;
    this.#goes = false;
  }

  /** Makes the current phase last forever. Returns false if no phase is in progress. */
  freeze(): boolean {
    const { busy } = this;
    if (busy) this.#phase.until = Number.POSITIVE_INFINITY;
    return busy;
  }

  /** Sets how the current phase will end. */
  meet(fate: Fate): void {
    if (fate === "never ends") this.#phase.until = Number.POSITIVE_INFINITY;
    else this.#final = fate.ends;
  }
}
