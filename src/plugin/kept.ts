import { inputKeys, noteKeys } from "../abi/hidden-keys.js";
import type { Kind } from "../kinds/kind.js";
import { checkInput } from "../preview/check-input.js";
import type { Problem } from "../preview/problem.js";
import { repeatedOutputs } from "../schema/repeated-outputs.js";
import type { Call } from "../state/call.js";
import { keptNotes, notesIn } from "../state/kept-notes.js";
import type { Stored } from "../state/stored.js";
import { isUnknown } from "../values/engine-values.js";
import { isAbsent, type Props } from "../values/json.js";
import { either, type Secrecy } from "./secrecy.js";

/** The input that says what the resource option of that name says: the engine does not tell providers. */
const deleteBeforeReplace = "deleteBeforeReplace";

/**
 * The input that tells which settings led to the caller, so that a later run sees whether they have changed. The engine
 * keeps it in the state, and shows no input that begins with `__`.
 */
const callerKey = "__caller";

/** What the stack has of a resource. */
export interface Before {
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

/** Inputs or outputs of a resource, in two parts. */
export interface Split {
  /** The properties that the lifecycle knows. */
  readonly own: Props;
  /** The inputs that only the plugin has. */
  readonly ofPlugin: Props;
  /** The settings that led to the caller; undefined if no check has noted them. */
  readonly caller: unknown;
}

/** Separates the properties that the lifecycle knows from the plugin's own, and leaves out hidden ones. */
export function split(props: Props): Split {
  const { [deleteBeforeReplace]: first, ...others } = props;
  return {
    own: Object.fromEntries(Object.entries(others).filter(([key]) => !key.startsWith("__"))),
    ofPlugin: isAbsent(first) ? {} : { [deleteBeforeReplace]: first },
    caller: props[callerKey],
  };
}

/** Returns the inputs for the state. */
export function joined({ own, ofPlugin, caller }: Split): Props {
  return { ...own, ...ofPlugin, ...(caller !== undefined && { [callerKey]: caller }) };
}

/** Returns what is wrong with the inputs that only the plugin has. */
export function ownProblems({ ofPlugin }: Split): Problem[] {
  const spec = { type: "boolean", required: false, replaces: false } as const;
  const { problem } = checkInput(spec, ofPlugin[deleteBeforeReplace], {
    region: undefined,
    inputs: {},
  });
  return problem === undefined ? [] : [{ property: deleteBeforeReplace, reason: problem }];
}

/** Whether these inputs ask for the old resource to be deleted before the new one is created. */
export function deletesFirst({ makes }: Kind, { ofPlugin }: Split): boolean {
  // AWS allows one configuration for each source.
  const { [deleteBeforeReplace]: asked } = ofPlugin;
  // What is not known yet may turn out to be true, so a preview does not refuse what needs it.
  return makes === "configuration" || asked === true || isUnknown(asked);
}

const repeated: Readonly<Record<string, Readonly<Record<string, string>>>> = repeatedOutputs;

/** Reads what the stack keeps of a resource from its outputs, or from its inputs if it has no outputs yet. */
export function storedOf(kind: Kind, outputs: Props, call: Call): Stored {
  const { arn: _, ...others } = repeated[kind.name] ?? {};
  const isOwn = ([key]: [string, unknown]) => !(key in others);
  const { [inputKeys.urn]: urn } = outputs;
  return {
    props: Object.fromEntries(Object.entries(split(outputs).own).filter(isOwn)),
    // A resource that was renamed had another URN when it was stored.
    call: { ...call, urn: typeof urn === "string" ? urn : call.urn },
    notes: notesIn(outputs),
  };
}

/** Returns the outputs by which the stack keeps a resource. Pulumi shows no output that begins with `__`. */
export function outputsOf(kind: Kind, id: string, { props, call, notes }: Stored): Props {
  const urn = call.urn === undefined ? {} : { [inputKeys.urn]: call.urn };
  return { ...repeating(kind, id, props), ...urn, ...keptNotes(notes) };
}

/** Returns outputs with those that repeat another output or the id. */
export function repeating(kind: Kind, id: unknown, outputs: Props): Props {
  const copies = Object.entries(repeated[kind.name] ?? {}).map(([key, original]) => [
    key,
    original === "id" ? id : outputs[original],
  ]);
  return { ...outputs, ...Object.fromEntries(copies) };
}

/** Returns the outputs that stay the same as long as the resource is not replaced. */
export function stableOutputs({ name, naming }: Kind): string[] {
  const stable = ["id", naming.input];
  const copies = Object.entries(repeated[name] ?? {})
    .filter(([, original]) => stable.includes(original))
    .map(([key]) => key);
  return [naming.input, ...copies];
}

/** Returns the secrecy of outputs, from that of the inputs: what repeats a secret input is secret too. */
export function outputSecrecy(
  { name }: Kind,
  inputs: ReadonlyMap<string, Secrecy>,
): ReadonlyMap<string, Secrecy> {
  const copies = Object.entries(repeated[name] ?? {}).flatMap(([key, original]) => {
    const secrecy = inputs.get(original);
    return secrecy === undefined ? [] : [[key, secrecy] as const];
  });
  const written = inputs.size === 0 ? [] : [[noteKeys.given, inputs] as const];
  return either(inputs, new Map<string, Secrecy>([...copies, ...written]));
}

/** Whether the engine reads a resource that the stack does not have yet: for an import, or for a lookup by a program. */
export function isFirstRead(outputs: Props): boolean {
  return !["arn", "status"].some((key) => key in outputs);
}
