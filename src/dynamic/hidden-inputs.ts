import { callKeys, inputKeys, noteKeys } from "../abi/hidden-keys.js";
import type { Provider } from "../lifecycle/provider.js";
import type { Call } from "../state/call.js";
import { keptNotes, notesIn } from "../state/kept-notes.js";
import { PartialFailure } from "../state/partial-failure.js";
import type { Stored } from "../state/stored.js";
import { isUnknown } from "../values/engine-values.js";
import { isRecord, type Props } from "../values/json.js";
import { type DynamicProvider, KeptFailure } from "./provider.js";

/**
 * Makes the lifecycle a dynamic provider. The protocol carries only properties, and for read and delete only outputs.
 * So all other data about a resource is among its properties, under keys that no program sees: what the classes add to
 * the inputs, which is kept with the outputs, and the lifecycle's notes for later runs. Only this file reads and writes
 * these keys.
 */
export function withHiddenInputs(provider: Provider): DynamicProvider {
  return {
    check: async (olds: Props, news: Props) => {
      const checked = await provider.check(callOf(news), storedOf(olds), visible(news));
      return {
        inputs: { ...checked.inputs, ...hidden(news) },
        failures: [...checked.failures],
      };
    },
    diff: async (id: string, olds: Props, news: Props) => {
      const { replaces, ...difference } = await provider.diff(
        callOf(news),
        id,
        storedOf(olds),
        visible(news),
      );
      const { changes } = difference;
      return {
        ...difference,
        ...(changes === false && { changes: isOfOtherHost(olds, news) }),
        ...(replaces && { replaces: replaces.map(shownAs) }),
      };
    },
    create: async (inputs: Props) => {
      const created = provider.create(callOf(inputs), visible(inputs));
      const { id, stored } = await created.catch(rethrow);
      return { id, outs: propsOf(stored) };
    },
    read: async (id: string, props: Props) => {
      const call = callOf(props);
      const found = await provider.read(call, id, storedOf(props));
      if (found === undefined) {
        return {};
      }
      const options = call.isLookup ? {} : hiddenInputsOf(props);
      return { id, props: propsOf(found.stored), inputs: { ...found.inputs, ...options } };
    },
    update: async (id: string, olds: Props, news: Props) => {
      const updated = provider.update(callOf(news), id, storedOf(olds), visible(news));
      return { outs: propsOf(await updated.catch(rethrow)) };
    },
    delete: (id: string, props: Props) => provider.delete(callOf(props), id, storedOf(props)),
  };
}

/**
 * Whether another host wrote these outputs. The dynamic host takes the code for read and delete from the outputs, so an
 * update must put it there.
 */
function isOfOtherHost({ __provider: before }: Props, { __provider: now }: Props): boolean {
  return before === undefined && now !== undefined;
}

/** Returns the inputs or outputs that a program sees. */
export function visible(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([key]) => !isHidden(key)));
}

/** Returns the inputs or outputs that no program sees. */
export function hidden(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([key]) => isHidden(key)));
}

/** Returns the data among inputs or outputs that is not an input of the user. */
export function callOf(props: Props): Call {
  const {
    [inputKeys.urn]: urn,
    [inputKeys.organization]: organization,
    [inputKeys.timeouts]: timeouts,
    [inputKeys.retainOnDelete]: retainOnDelete,
  } = props;
  return {
    urn: typeof urn === "string" ? urn : undefined,
    organization: typeof organization === "string" ? organization : undefined,
    timeouts: isRecord(timeouts) ? timeouts : undefined,
    deleteBeforeReplace: props[inputKeys.deleteBeforeReplace] === true,
    retainOnDelete: typeof retainOnDelete === "boolean" ? retainOnDelete : undefined,
    isTriggerUnknown: isUnknown(props[inputKeys.replacementTrigger]),
    connection: props[inputKeys.connection],
    isLookup: props[callKeys.lookup] === true,
    // The protocol has no seed.
    seed: undefined,
    ofHost: Object.fromEntries(Object.entries(hidden(props)).filter(([key]) => isKept(key))),
  };
}

/** Returns what the stack has kept of a resource, from its inputs or outputs. */
export function storedOf(props: Props): Stored {
  return { props: visible(props), call: callOf(props), notes: notesIn(props) };
}

/** Returns what the stack is to keep of a resource, as outputs. */
export function propsOf({ props, call, notes }: Stored): Props {
  const beside = {
    ...call.ofHost,
    ...keptNotes(notes),
  };
  const isThere = ([, value]: [string, unknown]) => value !== undefined && value !== null;
  return { ...props, ...Object.fromEntries(Object.entries(beside).filter(isThere)) };
}

/** Returns whether the tags of a resource are secret. */
export function hasSecretTags(props: Props): boolean {
  return props[inputKeys.secretTags] === true;
}

/** Returns the inputs with a note that the tags are secret. */
export function withSecretTags(inputs: Props): Props {
  return { ...inputs, [inputKeys.secretTags]: true };
}

/**
 * Returns the tags that the program gave, if its class passes them on, and the inputs without them. Only check needs
 * them.
 */
export function takingProgramTags(news: Props): { programTags: unknown; inputs: Props } {
  const { [callKeys.programTags]: programTags, ...inputs } = news;
  return { programTags, inputs };
}

function isHidden(key: string): boolean {
  return key.startsWith("__");
}

const notKept: readonly string[] = [...Object.values(callKeys), ...Object.values(noteKeys)];

function isKept(key: string): boolean {
  return !notKept.includes(key);
}

/** Returns those inputs or outputs that the classes add to the inputs and that the state keeps. */
export function hiddenInputsOf(props: Props): Props {
  const keys: readonly string[] = Object.values(inputKeys);
  return Object.fromEntries(Object.entries(props).filter(([key]) => keys.includes(key)));
}

/** Returns the name under which the engine shows a property that replaces the resource. */
function shownAs(name: string): string {
  return name === "connection" ? inputKeys.connection : name;
}

function rethrow(error: unknown): never {
  throw error instanceof PartialFailure
    ? new KeptFailure(error.message, error.id, propsOf(error.stored), { cause: error })
    : error;
}
