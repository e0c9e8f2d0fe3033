import type { dynamic } from "@pulumi/pulumi";
import type { Kind, Props } from "../kinds/kind.js";
import { isFailed, isFinished, isLeaving } from "../kinds/status.js";
import {
  exportedStatus,
  goneStatus,
  inputsBehind,
  lastStatus,
  seenFinished,
} from "../state/state.js";
import { parseArn } from "../values/arn.js";
import { equal } from "../values/json.js";
import { changedInputs, replacing } from "./check.js";

/**
 * What an update would do: nothing, change in place, or replace.
 *
 * `changes` is left open where inputs differ: the engine then compares them itself and can show which. It is
 * true where only the state of things asks for work: a wait to go on with, a mark to take off.
 */
export function diff(
  kind: Kind,
  outs: Props,
  news: Props,
  otherAccount: string | undefined,
): dynamic.DiffResult {
  if (isLost(kind, outs)) {
    // Not deleteBeforeReplace: that would delete what depends on it first, good copies too. Create makes room.
    return { changes: true, replaces: ["status"] };
  }
  const olds = inputsBehind(kind, outs);
  const account = typeof outs["arn"] === "string" ? parseArn(outs["arn"])?.account : undefined;
  const changed = changedInputs(kind, olds, news, account).filter(
    (key) => !isAnswerOfAws(kind, outs, olds, news, key),
  );
  const replaces = changed.filter((key) => replacing(kind, key));
  if (otherAccount !== undefined) {
    replaces.push(otherAccount);
  }
  if (changed.length > 0) {
    return { replaces };
  }
  if (replaces.length > 0) {
    return { changes: true, replaces };
  }
  return { changes: isUnfinished(kind, outs) || hiddenChange(outs, news) };
}

/** Whether the state holds one that failed or is gone: nothing can be restored from it. */
export function isLost(kind: Kind, outs: Props): boolean {
  const status = lastStatus(outs);
  return status === goneStatus || isFailed(kind, status);
}

/** Whether an update would have something left to do from before. */
export function isUnfinished(kind: Kind, outs: Props): boolean {
  const status = lastStatus(outs);
  // AWS does this and that with a snapshot that it has made: its status then is no news about the create.
  const wasFinished = outs[seenFinished] === true && !isLeaving(status);
  const pending =
    status !== undefined && status !== exportedStatus && !isFinished(kind, status) && !wasFinished;
  const left = outs["__marked"] === true || outs["__inDoubt"] === true;
  return left || (pending && outs["waitForCompletion"] !== false);
}

/**
 * Whether inputs changed that no preview shows: where and for how long to ask AWS, and the URN of one that was renamed.
 * Delete and read need them in the outputs. What was imported says no URN, and need not.
 */
function hiddenChange(outs: Props, news: Props): boolean {
  const renamed = outs["__urn"] !== undefined && !equal(outs["__urn"], news["__urn"]);
  return renamed || ["__timeouts", "__connection"].some((key) => !equal(outs[key], news[key]));
}

/** Whether the program now asks for what AWS had chosen by itself. */
function isAnswerOfAws(kind: Kind, outs: Props, olds: Props, news: Props, key: string): boolean {
  const [wanted, answered] = [news[key], outs[key]];
  const same = kind.inputs[key]?.same;
  return (
    olds[key] === undefined &&
    typeof wanted === "string" &&
    typeof answered === "string" &&
    same?.(wanted, answered, { region: undefined, inputs: news }) === true
  );
}
