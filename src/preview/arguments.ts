import { commonInputs } from "../kinds/input.js";
import type { Kind } from "../kinds/kind.js";
import { isAbsent, type Props } from "../values/json.js";
import type { Problem } from "./problem.js";

/**
 * Returns the arguments that the kind does not have. They would be ignored silently, and the snapshot would be made
 * without them.
 */
export function unknownArguments(kind: Kind, news: Props): Problem[] {
  const known = [kind.naming.input, ...Object.keys(kind.inputs), ...Object.keys(commonInputs)];
  // Check fills in `tagsAll` automatically. If ignoreChanges names it, the engine sends it back.
  const taken = kind.tagging === undefined ? known : [...known, "tagsAll"];
  return Object.entries(news)
    .filter(([key, value]) => !isAbsent(value) && !taken.includes(key))
    .map(([property]) => {
      const meant = nearest(property, known);
      const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
      return { property, reason: `is not an argument of ${kind.name.replace(":", ".")}${hint}` };
    });
}

/** Returns the argument that was probably meant: the most similar argument, or else an argument that contains the name. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((each): [string, number] => [each, likeness(key, each)])
    .sort(([, a], [, b]) => b - a);
  if (best !== undefined && best[1] > 0.6) {
    return best[0];
  }
  const folded = key.toLowerCase();
  return known.find((each) => folded.length > 3 && each.toLowerCase().includes(folded));
}

/**
 * Returns how similar two words are, whatever their case: 0 to 1, Dice's coefficient of their letters and pairs of letters.
 * Pairs alone would miss two swapped letters in a short word.
 */
function likeness(left: string, right: string): number {
  const [ours, theirs] = [parts(left), parts(right)];
  const all = ours.length + theirs.length;
  const shared = ours.filter((part) => {
    const index = theirs.indexOf(part);
    return index >= 0 && theirs.splice(index, 1).length > 0;
  });
  return (2 * shared.length) / Math.max(1, all);
}

/** Returns the letters of a word, and its pairs of letters. */
function parts(word: string): string[] {
  const letters = [...word.slice(0, 100).toLowerCase()];
  return [...letters, ...letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)];
}
