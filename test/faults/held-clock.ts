import { type Clock, realClock } from "../../src/local-aws/index.js";
import { rate } from "../engine/world.js";

/** The clock of AWS, which a fault can hold, so that AWS's work stays unfinished however slow the machine is. */
export class HeldClock implements Clock {
  readonly #clock = realClock(rate);
  #heldAt: number | undefined;
  /** The milliseconds for which the clock was held. */
  #lost = 0;

  now(): number {
    return this.#heldAt ?? this.#clock.now() - this.#lost;
  }

  advance(milliseconds: number): void {
    this.#clock.advance(milliseconds);
  }

  hold(): void {
    this.#heldAt ??= this.now();
  }

  release(): void {
    if (this.#heldAt !== undefined) {
      this.#lost = this.#clock.now() - this.#heldAt;
      this.#heldAt = undefined;
    }
  }
}
