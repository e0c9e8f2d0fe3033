import { commonInputs, type InputSpec } from "../kinds/input.js";
import type { Kind } from "../kinds/kind.js";
import { isBeingDeleted, isFailed, isFinished } from "../kinds/status.js";
import type { Props } from "../values/json.js";
import type { Call } from "./call.js";
import type { Stored } from "./stored.js";

/** The status of a resource that existed and is gone. AWS has no word for it. */
export const goneStatus = "deleted";

/** The statuses of an export. AWS has no words for them. */
export const exportingStatus = "exporting";
export const exportedStatus = "exported";

/** The inputs of every kind. */
const commonKeys = [...Object.keys(commonInputs), "tagsAll"];

/**
 * Returns what the stack keeps of a resource: all inputs, then AWS's answer.
 *
 * If AWS spells an input differently, or fills in an absent input, a note keeps the program's value (null for absent),
 * so that the next preview compares equal things. The note is absent if it would be empty.
 */
export function outputsOf<Remote>(
  kind: Kind<unknown, Remote>,
  call: Call,
  inputs: Props,
  remote: Remote | undefined,
  status?: string,
): Stored {
  // An adopted snapshot keeps the name that it was created with, not the name that was filled in since.
  const answered =
    remote === undefined
      ? {}
      : { ...kind.outputs(remote), [kind.naming.input]: kind.nameOf(remote) };
  const given = Object.keys(kind.inputs)
    .filter((key) => answered[key] !== undefined && answered[key] !== inputs[key])
    .map((key) => [key, inputs[key] ?? null]);
  const known = status ?? (remote && kind.status(remote));
  const props = {
    ...withoutEmpty(inputs),
    ...withoutEmpty(answered),
    ...(remote === undefined ? {} : { arn: kind.arn(remote) }),
    ...(known === undefined ? {} : { status: known }),
  };
  return { props, call, notes: given.length === 0 ? {} : { given: Object.fromEntries(given) } };
}

/**
 * Returns what the stack keeps of a snapshot after an update without calls: the new inputs beside AWS's earlier answer.
 */
export function carriedOver(kind: Kind, before: Stored, call: Call, news: Props): Stored {
  const { props: outs, notes } = before;
  const { given: wasGiven, ...others } = notes;
  const given = { ...wasGiven };
  const carried = { ...outs, ...pick(news, commonKeys) };
  for (const [key, { returned }] of Object.entries(kind.inputs)) {
    const isName = key === kind.naming.input;
    // If AWS's answer has only the part, the whole in the state is the program's value.
    const isAnswered = !(
      kind.partAndWhole?.whole === key && outs[kind.partAndWhole.part] !== undefined
    );
    if ((returned || isName) && isAnswered && outs[key] !== undefined) {
      given[key] = news[key] ?? null;
    } else {
      carried[key] = news[key];
    }
    if (given[key] === carried[key]) {
      delete given[key];
    }
  }
  const isGiven = Object.keys(given).length > 0;
  return { props: withoutEmpty(carried), call, notes: { ...others, ...(isGiven && { given }) } };
}

/** Returns the inputs that led to this state, as the program and check gave them. */
export function inputsBehind(kind: Kind, { props, notes: { given = {} } }: Stored): Props {
  const keys = [...Object.keys(kind.inputs), ...commonKeys];
  const inputs = keys.map((key) => [key, key in given ? given[key] : props[key]] as const);
  return withoutEmpty(
    Object.fromEntries(inputs.filter(([key, value]) => !countsAsAbsent(kind.inputs[key], value))),
  );
}

/** Whether a value of an input means the same as leaving the input out. AWS reports such values for absent inputs. */
function countsAsAbsent(spec: InputSpec | undefined, value: unknown): boolean {
  return (
    value !== undefined && (value === spec?.absentValue || value === spec?.range?.absentValue[0])
  );
}

/** Returns the status that AWS reported when the state was written. */
export function lastStatus(outs: Props): string | undefined {
  const { status } = outs;
  return typeof status === "string" ? status : undefined;
}

function pick(props: Props, keys: readonly string[]): Props {
  return Object.fromEntries(keys.map((key) => [key, props[key]]));
}

function withoutEmpty(props: Props): Props {
  return Object.fromEntries(
    Object.entries(props).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** Whether the state holds a failed or deleted snapshot, which cannot be restored from. */
export function isLost(kind: Kind, outs: Props): boolean {
  const status = lastStatus(outs);
  return status === goneStatus || isFailed(kind, status);
}

/**
 * Whether an update would still have work left from an earlier run. `waits` says whether the update waits until AWS has
 * finished: if not, an unfinished snapshot is no work.
 */
export function isUnfinished(kind: Kind, { props, notes }: Stored, waits: boolean): boolean {
  const status = lastStatus(props);
  // AWS changes the status of a finished snapshot for other operations. Such a status says nothing about the create.
  const wasFinished = notes.finished === true && !isBeingDeleted(status);
  const pending =
    status !== undefined && status !== exportedStatus && !isFinished(kind, status) && !wasFinished;
  const left = notes.marked === true || notes.inDoubt === true;
  return left || (pending && waits);
}
