import { callKeys, inputKeys, noteKeys } from "../abi/hidden-keys.js";
import type { Provider } from "../lifecycle/provider.js";
import type { Call } from "../state/call.js";
import { PartialFailure } from "../state/partial-failure.js";
import type { Notes, Stored } from "../state/stored.js";
import { isUnknown } from "../values/engine-values.js";
import { isRecord, type Props } from "../values/json.js";
import { type DynamicProvider, KeptFailure } from "./provider.js";

/**
 * The lifecycle as a dynamic provider. The protocol carries nothing but properties, and to read and delete only outputs. So
 * whatever else there is to know of a resource stands among its properties, under keys that no program sees: what the
 * classes add to the inputs, which is kept with the outputs, and what the lifecycle notes for later runs. This file alone
 * reads and writes these keys.
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

/** Of inputs or outputs, those that a program sees. */
export function visible(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([key]) => !isHidden(key)));
}

/** Of inputs or outputs, those that no program sees. */
export function hidden(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([key]) => isHidden(key)));
}

/** What inputs or outputs say of a resource beside its inputs. */
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
    // The protocol carries none.
    seed: undefined,
    ofHost: Object.fromEntries(Object.entries(hidden(props)).filter(([key]) => isKept(key))),
  };
}

/** What inputs or outputs of before say of a resource. */
export function storedOf(props: Props): Stored {
  return { props: visible(props), call: callOf(props), notes: notesOf(props) };
}

/** What the stack keeps of a resource, as outputs. */
export function propsOf({ props, call, notes }: Stored): Props {
  const beside = {
    ...call.ofHost,
    [noteKeys.given]: notes.given,
    [noteKeys.marked]: notes.marked,
    [noteKeys.inDoubt]: notes.inDoubt,
    [noteKeys.finished]: notes.finished,
    [noteKeys.formerUrns]: notes.formerUrns,
  };
  const isThere = ([, value]: [string, unknown]) => value !== undefined && value !== null;
  return { ...props, ...Object.fromEntries(Object.entries(beside).filter(isThere)) };
}

/** Whether the tags of a resource are secret. */
export function hasSecretTags(props: Props): boolean {
  return props[inputKeys.secretTags] === true;
}

/** Inputs that say that the tags are secret. */
export function withSecretTags(inputs: Props): Props {
  return { ...inputs, [inputKeys.secretTags]: true };
}

/** The tags that the program gave, where its class says so, and the inputs without them: only check needs them. */
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

/** Of inputs or outputs, what the classes add to the inputs, and the state keeps. */
export function hiddenInputsOf(props: Props): Props {
  const keys: readonly string[] = Object.values(inputKeys);
  return Object.fromEntries(Object.entries(props).filter(([key]) => keys.includes(key)));
}

function notesOf(props: Props): Notes {
  const {
    [noteKeys.given]: given,
    [noteKeys.marked]: marked,
    [noteKeys.inDoubt]: inDoubt,
    [noteKeys.finished]: finished,
    [noteKeys.formerUrns]: formerUrns,
  } = props;
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

/** What replaces a resource, as the engine shows it. */
function shownAs(name: string): string {
  return name === "connection" ? inputKeys.connection : name;
}

function rethrow(error: unknown): never {
  throw error instanceof PartialFailure
    ? new KeptFailure(error.message, error.id, propsOf(error.stored), { cause: error })
    : error;
}
