import { type Stage, stages } from "./faults.js";
import { isHeads } from "./sample.js";

/** What the seed has drawn for a life, beside its fault. Each stage and each kind has half of it one way in some seed. */
export class Drawn {
  /** Whether the program waits for the end of the first of its backups, and of every second one after it. */
  readonly waitsForFirst: boolean;
  readonly #firstGoesOn: boolean;

  constructor(title: string) {
    this.waitsForFirst = isHeads(`${title} waits`);
    this.#firstGoesOn = isHeads(`${title} goes on`);
  }

  /** How the updates of a stage are run: every second stage goes on after an error. */
  options(stage: Stage) {
    const continueOnError = (stages.indexOf(stage) % 2 === 0) === this.#firstGoesOn;
    return { parallel: 1000, continueOnError };
  }

  /** Whoever looks for the cause of a complaint needs to know it. */
  toString(): string {
    const goingOn = stages.filter((stage) => this.options(stage).continueOnError).join(" and ");
    return `drawn: ${goingOn} with --continue-on-error, every second backup from the ${this.waitsForFirst ? "first" : "second"} on is waited for`;
  }
}
