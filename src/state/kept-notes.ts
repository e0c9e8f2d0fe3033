import { noteKeys } from "../abi/hidden-keys.js";
import { isRecord, type Props } from "../values/json.js";
import type { Notes } from "./stored.js";

/** Reads the notes among the outputs of a resource. Both hosts keep them under the same keys, so stacks can move. */
export function notesIn(outputs: Props): Notes {
  const {
    [noteKeys.given]: given,
    [noteKeys.marked]: marked,
    [noteKeys.inDoubt]: inDoubt,
    [noteKeys.finished]: finished,
    [noteKeys.formerUrns]: formerUrns,
  } = outputs;
  return {
    ...(isRecord(given) && { given }),
    ...(marked === true && { marked }),
    ...(inDoubt === true && { inDoubt }),
    ...(finished === true && { finished }),
    ...(Array.isArray(formerUrns) && {
      formerUrns: formerUrns.filter((urn) => typeof urn === "string"),
    }),
  };
}

/** Returns the outputs that keep these notes. */
export function keptNotes(notes: Notes): Props {
  return Object.fromEntries(
    Object.entries({
      [noteKeys.given]: notes.given,
      [noteKeys.marked]: notes.marked,
      [noteKeys.inDoubt]: notes.inDoubt,
      [noteKeys.finished]: notes.finished,
      [noteKeys.formerUrns]: notes.formerUrns,
    }).filter(([, value]) => value !== undefined),
  );
}
