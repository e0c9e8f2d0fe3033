import type { Kind } from "../kinds/kind.js";
import { inputsBehind } from "../state/state.js";
import type { Stored } from "../state/stored.js";
import type { Props } from "../values/json.js";
import { replacing } from "./changes.js";
import { changes, type Difference } from "./diff.js";

/**
 * Returns how the inputs of a program differ from the resource that the program imports while it declares it: the engine
 * accepts no difference then. Work that is left, and inputs that AWS neither has nor needs, are for the next update.
 */
export function importDifference(kind: Kind, before: Stored, news: Props): Difference {
  const olds = inputsBehind(kind, before);
  const isOfAws = (key: string) => key === "tagsAll" || key in (kind.settings ?? {});
  const changed = changes(kind, before.props, olds, news).filter(
    (key) => replacing(kind, key, olds) || isOfAws(key),
  );
  return changed.length === 0
    ? { changes: false }
    : { replaces: changed.filter((key) => replacing(kind, key, olds)) };
}
