import type { Checked } from "../preview/check.js";
import type { Difference } from "../preview/diff.js";
import type { Call } from "../state/call.js";
import type { Stored } from "../state/stored.js";
import type { Props } from "../values/json.js";

export type { EngineLog } from "../waiting/progress.js";

/** A resource whose create has ended well. */
export interface Created {
  readonly id: string;
  readonly stored: Stored;
}

/** A resource as AWS has it now. */
export interface Found {
  /** The inputs that would create this resource. */
  readonly inputs: Props;
  readonly stored: Stored;
}

/**
 * What the lifecycle does for any host. `call` has the facts beside the inputs that the host knows now; `before` is what
 * the stack keeps from the last run.
 *
 * Create and update throw a `PartialFailure` if they fail and the resource exists.
 */
export interface Provider {
  /** `before` has no properties if there is no resource yet, or if the engine replaces the resource. */
  check(call: Call, before: Stored, inputs: Props): Promise<Checked>;
  diff(call: Call, id: string, before: Stored, inputs: Props): Promise<Difference>;
  create(call: Call, inputs: Props): Promise<Created>;
  /** Returns undefined if the resource is gone. */
  read(call: Call, id: string, before: Stored): Promise<Found | undefined>;
  update(call: Call, id: string, before: Stored, inputs: Props): Promise<Stored>;
  delete(call: Call, id: string, before: Stored): Promise<void>;
}
