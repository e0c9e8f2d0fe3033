import type { Clock } from "../../src/values/clock.js";

/** A clock that stands still, except that a sleep moves it forward at once. */
export class ManualClock implements Clock {
  /** Every sleep so far, in milliseconds. */
  readonly sleeps: number[] = [];
  #now = 0;

  now(): number {
    return this.#now;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
    this.#now += milliseconds;
  }
}
