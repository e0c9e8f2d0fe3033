import type { Clock } from "./clock.js";
import { Connections, type StackConfig } from "./connection.js";

/** Config key that switches the tag of unfinished creates off. */
export const markConfigKey = "pulumi-aws-snapshots:markUnfinishedCreates";

/** What all resources of one provider process share: time, and the connections to AWS. */
export class Runtime {
  readonly clock: Clock;
  connections = new Connections(undefined);
  #stack: StackConfig | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Takes the stack's configuration. It is the same for all resources of a process. */
  configure(stack: StackConfig): void {
    if (this.#stack === undefined) {
      this.#stack = stack;
      this.connections = new Connections(stack);
    }
  }

  /** Whether a snapshot carries a tag while its create is under way. */
  get marking(): boolean {
    return this.#stack?.get(markConfigKey) !== "false";
  }
}
