import type { Call } from "../state/call.js";
import { keptNotes, notesIn } from "../state/kept-notes.js";
import type { Stored } from "../state/stored.js";
import { isRecord, type Props } from "../values/json.js";

/** The input that says what the resource option of that name says: the engine does not tell providers. */
export const deleteBeforeReplace = "deleteBeforeReplace";

/** What the lifecycle and the plugin need of a resource's inputs or outputs. */
export interface Split {
  /** The properties that the kind declares. */
  readonly own: Props;
  /** The properties that only the plugin has. */
  readonly ofPlugin: Props;
}

/** Separates the properties that the kind declares from the plugin's own. What else begins with `__` is left out. */
export function split(props: Props): Split {
  const { [deleteBeforeReplace]: first, ...others } = props;
  return {
    own: Object.fromEntries(Object.entries(others).filter(([key]) => !key.startsWith("__"))),
    ofPlugin: first === undefined || first === null ? {} : { [deleteBeforeReplace]: first },
  };
}

/** Reads what the stack keeps of a resource from its outputs, or from its inputs if it has no outputs yet. */
export function storedOf(outputs: Props, call: Call): Stored {
  const { own, ofPlugin } = split(outputs);
  return {
    props: own,
    call: {
      ...call,
      ofHost: ofPlugin,
      deleteBeforeReplace: ofPlugin[deleteBeforeReplace] === true,
    },
    notes: notesIn(outputs),
  };
}

/** Returns the outputs by which the stack keeps a resource. Pulumi shows no output that begins with `__`. */
export function outputsOf({ props, call, notes }: Stored): Props {
  return { ...props, ...call.ofHost, ...keptNotes(notes) };
}

/** Whether an engine's read is of a resource that the stack does not have yet: an import, or a lookup by a program. */
export function isFirstRead(outputs: Props): boolean {
  return !["arn", "status"].some((key) => key in outputs);
}

/** Whether a value is what a map of properties can hold. */
export function propsIn(value: unknown): Props {
  return isRecord(value) ? value : {};
}
