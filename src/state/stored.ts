import type { Props } from "../values/json.js";
import type { Call } from "./call.js";

/** What later runs must know of a resource, and no program sees. */
export interface Notes {
  /**
   * What the program wrote where AWS answers an input in another spelling, or filled in an input that was not given: then
   * null.
   */
  readonly given?: Props;
  /** The tag of an unfinished create is still on the snapshot. */
  readonly marked?: true;
  /** An update failed, and nobody knows what AWS has done of it. */
  readonly inDoubt?: true;
  /** The create came to its end, where the status no longer says so: AWS copies or changes the snapshot just now. */
  readonly finished?: true;
  /** The URNs that the resource had before it was renamed. */
  readonly formerUrns?: readonly string[];
}

/** What a stack keeps of a resource. */
export interface Stored {
  /** Inputs and outputs, as a program sees them. */
  readonly props: Props;
  /** What was known beside the inputs when this was stored. */
  readonly call: Call;
  readonly notes: Notes;
}

/** The same with more notes. */
export function noted(stored: Stored, notes: Notes): Stored {
  return { ...stored, notes: { ...stored.notes, ...notes } };
}
