import type { Kind } from "../kinds/kind.js";
import { outputs } from "../schema/outputs.js";
import { unknownText } from "../values/engine-values.js";
import { equal, type Props } from "../values/json.js";
import { type Before, repeating } from "./kept.js";

const declared: Readonly<Record<string, readonly string[]>> = outputs;

/**
 * Returns the outputs of a create or an update before it is made: inputs, and what never changes during the life of a
 * resource. All else is unknown, because what depends on it would be planned with a value that may change.
 */
export function foreseen(kind: Kind, before: Before | undefined, news: Props): Props {
  const unknown = (declared[kind.name] ?? []).map((key) => [key, unknownText] as const);
  const known = { ...Object.fromEntries(unknown), ...news, ...spelledByAws(kind, before, news) };
  return repeating(kind, before?.id ?? unknownText, known);
}

/** Returns AWS's spelling of the inputs that it answers, which stays while the input is the same. */
function spelledByAws(kind: Kind, before: Before | undefined, news: Props): Props {
  return Object.fromEntries(
    Object.entries(kind.inputs)
      .filter(([key, { returned }]) => returned && key !== kind.naming.input)
      .map(([key]) => {
        const isSame = before !== undefined && equal(before.inputs[key], news[key]);
        return [key, isSame ? before.outputs[key] : unknownText];
      }),
  );
}
