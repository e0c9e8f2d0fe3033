import type { Kind } from "../kinds/kind.js";
import type { Call } from "../state/call.js";
import { parseInputs } from "../state/inputs.js";
import { inputsBehind, isLost, isUnfinished } from "../state/state.js";
import type { Stored } from "../state/stored.js";
import { parseArn } from "../values/arn.js";
import { equal, type Props } from "../values/json.js";
import { changedInputs, replacing } from "./changes.js";

/** The effect of an update. */
export interface Difference {
  /**
   * Whether the update would do anything; undefined if the engine is to compare the inputs, and to show which differ.
   */
  readonly changes?: boolean;
  /** Why the update would replace the resource: names of inputs and outputs, and `connection`. */
  readonly replaces?: readonly string[];
}

/**
 * Returns what an update would do: nothing, change in place, or replace.
 *
 * `changes` is undefined if inputs differ: the engine then compares them itself and can show which. It is true if only the
 * state requires work: a wait to continue, a creating tag to remove.
 */
export function diff(
  kind: Kind,
  before: Stored,
  call: Call,
  news: Props,
  otherAccount: string | undefined,
): Difference {
  const { props: outs } = before;
  if (isLost(kind, outs)) {
    // deleteBeforeReplace is not set: it would first delete everything that depends on the resource, including good copies.
    // The create deletes the failed snapshot itself, which frees the name.
    return { changes: true, replaces: ["status"] };
  }
  const olds = inputsBehind(kind, before);
  const account = typeof outs["arn"] === "string" ? parseArn(outs["arn"])?.account : undefined;
  const changed = changedInputs(kind, olds, news, account).filter(
    (key) => !wasChosenByAws(kind, outs, olds, news, key),
  );
  const replaces = changed.filter((key) => replacing(kind, key, olds));
  if (otherAccount !== undefined) {
    replaces.push(otherAccount);
  }
  if (changed.length > 0) {
    return { replaces };
  }
  if (replaces.length > 0) {
    return { changes: true, replaces };
  }
  const { waitForCompletion } = parseInputs(kind, news);
  return {
    changes: isUnfinished(kind, before, waitForCompletion) || hiddenChange(before.call, call),
  };
}

/**
 * Whether facts changed that no preview shows: the connection, the timeouts, or the URN of a renamed resource. Delete and
 * read need them in the state. The state of an imported resource has no URN, and needs none.
 */
function hiddenChange(before: Call, now: Call): boolean {
  const isRenamed = before.urn !== undefined && before.urn !== now.urn;
  return (
    isRenamed || !equal(before.timeouts, now.timeouts) || !equal(before.connection, now.connection)
  );
}

/** Whether the program now requests a value that AWS had chosen automatically. */
function wasChosenByAws(kind: Kind, outs: Props, olds: Props, news: Props, key: string): boolean {
  const [wanted, answered] = [news[key], outs[key]];
  const same = kind.inputs[key]?.isSame;
  return (
    olds[key] === undefined &&
    typeof wanted === "string" &&
    typeof answered === "string" &&
    same?.(wanted, answered, { region: undefined, inputs: news }) === true
  );
}
