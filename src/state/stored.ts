import type { Props } from "../values/json.js";
import type { Call } from "./call.js";

/** Facts about a resource that later runs need and that no program sees. */
export interface Notes {
  /** The program's values of inputs that AWS spells differently; null for absent inputs that AWS filled in. */
  readonly given?: Props;
  /** Whether the creating tag is still on the snapshot. */
  readonly marked?: true;
  /** Whether an update failed, so that the tags and settings in AWS are uncertain. */
  readonly inDoubt?: true;
  /** Whether the create has ended, while the status no longer shows that: AWS is copying or changing the snapshot. */
  readonly finished?: true;
  /** The URNs that the resource had before it was renamed. */
  readonly formerUrns?: readonly string[];
}

/** What a stack keeps of a resource. */
export interface Stored {
  /** Inputs and outputs, as a program sees them. */
  readonly props: Props;
  /** The facts beside the inputs when this was stored. */
  readonly call: Call;
  readonly notes: Notes;
}

/** Returns the stored resource with further notes. */
export function noted(stored: Stored, notes: Notes): Stored {
  return { ...stored, notes: { ...stored.notes, ...notes } };
}
