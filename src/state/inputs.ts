import { type Inputs, inputsOf } from "../kinds/input.js";
import type { Kind } from "../kinds/kind.js";
import { parseDuration } from "../values/durations.js";
import { isRecord, type Props, type Tags } from "../values/json.js";
import { readTags } from "./tags.js";

/** The inputs of a resource, typed. Check reports values of a wrong type, so such values count as absent here. */
export interface ResourceInputs {
  /** The inputs as the stack keeps them. */
  readonly props: Props;
  /**
   * The inputs that only some kinds have, with the types that the class declares. Reading a required input that is
   * absent throws an error.
   */
  readonly ofKind: Inputs;
  /** The tags that the program gives the resource itself; undefined if it gives none. */
  readonly tags: Tags | undefined;
  /** The default tags and the resource's own tags. */
  readonly tagsAll: Tags;
  /** Whether create and update wait until AWS has finished. */
  readonly waitForCompletion: boolean;
  /** Seconds without progress after which a wait ends; undefined if there is no such limit. */
  readonly stallTimeout: number | undefined;
}

/**
 * Parses inputs that check has seen, or the inputs in a state. Each operation of the lifecycle parses them once, when
 * they arrive.
 */
export function parseInputs(kind: Kind, props: Props): ResourceInputs {
  const { tags, tagsAll, waitForCompletion, stallTimeout } = props;
  return {
    props,
    ofKind: inputsOf(kind, props),
    tags: isRecord(tags) ? readTags(tags) : undefined,
    tagsAll: readTags(tagsAll),
    waitForCompletion: waitForCompletion !== false,
    stallTimeout: typeof stallTimeout === "string" ? parseDuration(stallTimeout) : undefined,
  };
}
