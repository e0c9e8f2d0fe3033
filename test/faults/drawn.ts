import { type Stage, stages } from "./faults.js";
import { isHeads } from "./sample.js";

/**
 * The seed's choices for a life, in addition to its fault. Each stage and each kind has half of the lives each way, in
 * some seed.
 */
export class Drawn {
  /** Whether the program waits for the first of its backups, and for every second backup after it. */
  readonly waitsForFirst: boolean;
  readonly #firstGoesOn: boolean;

  constructor(title: string) {
    this.waitsForFirst = isHeads(`${title} waits`);
    this.#firstGoesOn = isHeads(`${title} goes on`);
  }

  /** Returns the options for the updates of a stage: every second stage continues after an error. */
  options(stage: Stage) {
    const continueOnError = (stages.indexOf(stage) % 2 === 0) === this.#firstGoesOn;
    return { parallel: 1000, continueOnError };
  }

  /** Describes the choices for a person who looks for the cause of a complaint. */
  toString(): string {
    const goingOn = stages.filter((stage) => this.options(stage).continueOnError).join(" and ");
    return `drawn: ${goingOn} with --continue-on-error, every second backup from the ${this.waitsForFirst ? "first" : "second"} on is waited for`;
  }
}
