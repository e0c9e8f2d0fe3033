import { asksForExport, type Kind } from "../kinds/kind.js";
import { parseArn } from "../values/arn.js";
import type { Props } from "../values/json.js";

/** Whether the old resource is deleted before the new one is created. The files of an export stay in any case. */
export function goesFirst(kind: Kind, olds: Props, news: Props): boolean {
  return news["__deleteBeforeReplace"] === true && !isKept(olds) && !asksForExport(kind, news);
}

/**
 * Whether the engine leaves the old resource in AWS when it replaces it. The engine uses the option in the state, not
 * the option in the program.
 */
function isKept(olds: Props): boolean {
  return olds["__retainOnDelete"] === true;
}

/** Like {@link isKept}, for a state of an earlier version, which did not record that option. */
export function mayBeKept(olds: Props, news: Props): boolean {
  return olds["__retainOnDelete"] === undefined && news["__retainOnDelete"] === true;
}

/** Returns why a resource cannot be replaced under its own name, and what to do. `why` says what replaces it. */
export function noRoom(kind: Kind, olds: Props, news: Props, why: string): string {
  const name = nameIn(kind, news);
  if (asksForExport(kind, news)) {
    const other = kind.export?.namedBy === "target" ? "a new name" : "another bucket";
    return `${why}, but files with the name ${name} are already in the bucket and stay there. Choose ${other}`;
  }
  if (isKept(olds)) {
    const first = "first set retainOnDelete to false in a separate update";
    return kind.naming.isOwn
      ? `${why}, but the new one cannot have the name ${name}, because retainOnDelete keeps the old one in AWS. Choose a new name (or omit it), or ${first}`
      : `${why}, but ${name} cannot have a second one, and retainOnDelete keeps the old one in AWS. To replace it, ${first}`;
  }
  return `${why}, but the old one still has the name ${name}. Choose a new name (or omit it); then nothing is deleted before the new one exists. Or set deleteBeforeReplace, which first deletes the old one and everything in this stack that depends on it. Set it in the resource's options or by a transformation, because only the engine sees what a transform sets`;
}

/** Returns the name in the inputs, in quotes. */
export function nameIn({ naming }: Kind, inputs: Props): string {
  const named = String(inputs[naming.input]);
  return `"${parseArn(named)?.name ?? named}"`;
}
