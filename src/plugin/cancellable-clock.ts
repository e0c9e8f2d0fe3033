import { Cancelled, type Clock } from "../values/clock.js";

/**
 * A clock whose sleepers wake up when the run is cancelled. All waits of the lifecycle sleep by the clock, so each ends at
 * once, in the way in which it ends after any other error.
 */
export class CancellableClock implements Clock {
  readonly #clock: Clock;
  readonly #sleepers = new Set<(reason: Cancelled) => void>();
  #isCancelled = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isCancelled) {
        reject(new Cancelled());
        return;
      }
      this.#sleepers.add(reject);
      this.#clock.sleep(milliseconds).then(() => {
        this.#sleepers.delete(reject);
        resolve();
      }, reject);
    });
  }

  /** Wakes all sleepers, and lets nobody sleep any more. */
  cancel(): void {
    this.#isCancelled = true;
    for (const wake of this.#sleepers) {
      wake(new Cancelled());
    }
    this.#sleepers.clear();
  }
}
