import { commonInputs, type InputSpec } from "../kinds/input.js";
import { asksForExport, type Kind } from "../kinds/kind.js";
import { isFailed, isFinished, isLeaving } from "../kinds/status.js";
import { isRecord, type Props } from "../values/json.js";

/** The status of a resource that existed and is gone. AWS has no word for it. */
export const goneStatus = "deleted";

/**
 * Output of a resource whose create has ended, while its status no longer shows that: AWS is copying or changing it.
 */
export const seenFinished = "__finished";

/** The statuses of an export. AWS has no words for them. */
export const exportingStatus = "exporting";
export const exportedStatus = "exported";

/**
 * Returns the outputs of a resource: all inputs, then AWS's answer.
 *
 * If AWS spells an input differently, or fills in an absent input, `__given` keeps the program's value (null for
 * absent), so that the next preview compares equal things. `__given` is absent if it would be empty.
 */
export function outputsOf<Remote>(
  kind: Kind<unknown, Remote>,
  inputs: Props,
  remote: Remote | undefined,
  status?: string,
): Props {
  // An adopted snapshot keeps the name that it was created with, not the name that was filled in since.
  const answered =
    remote === undefined
      ? {}
      : { ...kind.outputs(remote), [kind.naming.input]: kind.nameOf(remote) };
  const given = Object.keys(kind.inputs)
    .filter((key) => answered[key] !== undefined && answered[key] !== inputs[key])
    .map((key) => [key, inputs[key] ?? null]);
  const known = status ?? (remote && kind.status(remote));
  return {
    ...withoutEmpty(inputs),
    ...withoutEmpty(answered),
    ...(remote === undefined ? {} : { arn: kind.arn(remote) }),
    ...(known === undefined ? {} : { status: known }),
    ...(given.length === 0 ? {} : { __given: Object.fromEntries(given) }),
  };
}

/** Returns the outputs after an update without calls: the new inputs beside AWS's earlier answer. */
export function carriedOver(kind: Kind, outs: Props, news: Props): Props {
  const given = { ...(isRecord(outs["__given"]) ? outs["__given"] : {}) };
  const carried = { ...outs, ...pick(news, everyKindsInputs) };
  const isExport = asksForExport(kind, news);
  for (const [key, { answered }] of Object.entries(kind.inputs)) {
    const name = key === kind.naming.input;
    // If AWS names only the part, it has not spelled the whole.
    const isSaid = !(
      kind.partAndWhole?.whole === key && outs[kind.partAndWhole.part] !== undefined
    );
    if ((answered || name) && isSaid && !isExport && outs[key] !== undefined) {
      given[key] = news[key] ?? null;
    } else {
      carried[key] = news[key];
    }
    if (given[key] === carried[key]) {
      delete given[key];
    }
  }
  return withoutEmpty({ ...carried, __given: Object.keys(given).length === 0 ? null : given });
}

/** Returns the inputs that led to these outputs, as the program and check gave them. */
export function inputsBehind(kind: Kind, outs: Props): Props {
  const given = isRecord(outs["__given"]) ? outs["__given"] : {};
  const keys = [...Object.keys(kind.inputs), ...everyKindsInputs];
  const inputs = keys.map((key) => [key, key in given ? given[key] : outs[key]] as const);
  return withoutEmpty(
    Object.fromEntries(inputs.filter(([key, value]) => !meansNone(kind.inputs[key], value))),
  );
}

/** Whether a value means the same as none. AWS reports such values for absent inputs. */
function meansNone(spec: InputSpec | undefined, value: unknown): boolean {
  return value !== undefined && (value === spec?.none || value === spec?.range?.none[0]);
}

/** The status that AWS reported when the state was written. */
export function lastStatus(outs: Props): string | undefined {
  const { status } = outs;
  return typeof status === "string" ? status : undefined;
}

const everyKindsInputs = [
  ...Object.keys(commonInputs),
  "tagsAll",
  "__urn",
  "__organization",
  "__timeouts",
  "__deleteBeforeReplace",
  "__retainOnDelete",
  "__replacementTrigger",
  "__connection",
  "__secretTags",
];

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

/** Whether an update would still have work left from an earlier run. */
export function isUnfinished(kind: Kind, outs: Props): boolean {
  const status = lastStatus(outs);
  // AWS changes the status of a finished snapshot for other operations. Such a status says nothing about the create.
  const wasFinished = outs[seenFinished] === true && !isLeaving(status);
  const pending =
    status !== undefined && status !== exportedStatus && !isFinished(kind, status) && !wasFinished;
  const left = outs["__marked"] === true || outs["__inDoubt"] === true;
  return left || (pending && outs["waitForCompletion"] !== false);
}
