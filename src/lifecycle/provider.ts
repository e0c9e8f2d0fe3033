import type { Checked } from "../preview/check.js";
import type { Difference } from "../preview/diff.js";
import type { Call } from "../state/call.js";
import type { Stored } from "../state/stored.js";
import type { Props } from "../values/json.js";

export type { EngineLog } from "../waiting/progress.js";

/** A resource that AWS has accepted, and that came to the end that was asked for. */
export interface Created {
  readonly id: string;
  readonly stored: Stored;
}

/** A resource as AWS has it now. */
export interface Found {
  /** The inputs that would make it. */
  readonly inputs: Props;
  readonly stored: Stored;
}

/**
 * What the lifecycle does for a host, in the words of no host. `call` is what the host knows beside the inputs now,
 * `before` what the stack keeps from the last time.
 *
 * Create and update throw a `PartialFailure` where the resource is there all the same.
 */
export interface Provider {
  /** `before` has no properties where nothing is there yet, or the engine replaces the resource. */
  check(call: Call, before: Stored, inputs: Props): Promise<Checked>;
  diff(call: Call, id: string, before: Stored, inputs: Props): Promise<Difference>;
  create(call: Call, inputs: Props): Promise<Created>;
  /** Nothing where the resource is gone. */
  read(call: Call, id: string, before: Stored): Promise<Found | undefined>;
  update(call: Call, id: string, before: Stored, inputs: Props): Promise<Stored>;
  delete(call: Call, id: string, before: Stored): Promise<void>;
}
