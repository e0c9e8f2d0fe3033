import type { Kind } from "../kinds/kind.js";
import { inputsBehind } from "../state/state.js";
import type { Stored } from "../state/stored.js";
import type { Props } from "../values/json.js";
import { choosable, replacing } from "./changes.js";
import { changes, type Difference } from "./diff.js";

// A program may import a resource while it declares it. The engine then has the program's inputs compared with those
// that the import returned, and accepts no difference.

/** Returns what the import returned without what AWS may have chosen and the program does not ask for. */
export function withoutChosen(kind: Kind, before: Stored, news: Props): Stored {
  const unasked = choosable(kind).filter((key) => news[key] === undefined || news[key] === null);
  const props = Object.entries(before.props).filter(([key]) => !unasked.includes(key));
  return { ...before, props: Object.fromEntries(props) };
}

/**
 * Returns how the inputs of a program differ from the resource that this run imports. Work that is left, and inputs that
 * AWS neither has nor needs, are for the next update.
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
