import { asksForExport, type Kind } from "../kinds/kind.js";
import type { Call } from "../state/call.js";
import type { Stored } from "../state/stored.js";
import { parseArn } from "../values/arn.js";
import type { Props } from "../values/json.js";

/** Whether the old resource is gone before the new one is made. The files of an export stay in any case. */
export function goesFirst(kind: Kind, call: Call, before: Stored, news: Props): boolean {
  return call.deleteBeforeReplace && !isKept(before) && !asksForExport(kind, news);
}

/**
 * Whether the engine leaves the old resource in AWS when it replaces it. It goes by the option that the state holds, not
 * by the one that the program gives now.
 */
function isKept({ call }: Stored): boolean {
  return call.retainOnDelete === true;
}

/** The same of a state of an earlier version, which did not take that option down. */
export function mayBeKept(before: Stored, call: Call): boolean {
  return before.call.retainOnDelete === undefined && call.retainOnDelete === true;
}

/** Why a resource cannot be replaced under the name that it has, and what to do. `why` says what replaces it. */
export function noRoom(kind: Kind, before: Stored, news: Props, why: string): string {
  const name = nameIn(kind, news);
  const isNamed = kind.naming.max !== undefined;
  if (asksForExport(kind, news)) {
    const other = isNamed ? "a new name" : "another bucket";
    return `${why}, and files of the name ${name} are in the bucket already and stay there: give ${other}`;
  }
  if (isKept(before)) {
    const first = "set retainOnDelete to false in an update of its own first";
    return isNamed
      ? `${why}, and the new one cannot be called ${name}, because retainOnDelete keeps the old one in AWS: give a new name (or none); or ${first}`
      : `${why}, and ${name} cannot have a second one, because retainOnDelete keeps the old one in AWS: ${first}`;
  }
  return `${why}, and the new one cannot be called ${name} while the old one is there: give a new name (or none), then nothing is deleted before the new one exists; or set deleteBeforeReplace in the resource's options or by a transformation (only the engine sees what a transform sets), which deletes this one, and all in this stack that depends on it, first`;
}

/** The name that inputs give, as a person reads it. */
export function nameIn({ naming }: Kind, inputs: Props): string {
  const named = String(inputs[naming.input]);
  return `"${parseArn(named)?.name ?? named}"`;
}
