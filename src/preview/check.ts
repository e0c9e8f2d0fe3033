import type { AwsSettings } from "../aws/connection.js";
import { commonInputs, type Scope } from "../kinds/input.js";
import type { Kind } from "../kinds/kind.js";
import { autoName, fittingName, logicalNameOf } from "../state/auto-name.js";
import type { Call } from "../state/call.js";
import type { Stored } from "../state/stored.js";
import { readTags, tagProblems, unignored } from "../state/tags.js";
import { isUnknown, unknownText } from "../values/engine-values.js";
import { isAbsent, type Props, type Tags } from "../values/json.js";
import { unknownArguments } from "./arguments.js";
import { changedInputs, knownString, replacing } from "./changes.js";
import { checkInput, durationProblem } from "./check-input.js";
import type { Surroundings } from "./context.js";
import { formOf } from "./form.js";
import type { Problem } from "./problem.js";

/** The checked inputs, and what is wrong with them. */
export interface Checked {
  readonly inputs: Props;
  readonly failures: readonly Problem[];
}

/** Checks all inputs of a resource at once and fills in what is absent: name, region and all tags. */
export function check(
  kind: Kind,
  around: Surroundings,
  call: Call,
  before: Stored,
  news: Props,
): Checked {
  const { props: olds } = before;
  const failures: Problem[] = around.problem ? [around.problem] : [];
  const fail = (property: string, reason: string | undefined) => {
    if (reason !== undefined) {
      failures.push({ property, reason });
    }
  };
  const inputs: Props = { ...news };
  failures.push(...unknownArguments(kind, news));

  if (isAbsent(inputs["region"])) {
    inputs["region"] = around.region;
  }
  const { region, tags: _, ...common } = commonInputs;
  const scope: Scope = { region: knownString(inputs["region"]), inputs };
  fail("region", checkInput(region, inputs["region"], scope).problem);

  const { naming } = kind;
  const { input: nameInput } = naming;
  if (naming.isOwn && isAbsent(inputs[nameInput])) {
    // The old name stays, except in a replacement: then the engine gives no old inputs.
    inputs[nameInput] = olds[nameInput] ?? automaticName(naming.max, call);
    if (isAbsent(inputs[nameInput])) {
      fail(nameInput, "must be given, because pulumi:autonaming makes no names");
    }
  }
  for (const [key, spec] of Object.entries(kind.inputs)) {
    const { value, problem } = checkInput(spec, inputs[key], scope);
    fail(key, problem);
    inputs[key] = value;
  }
  fail(kind.madeFrom.inputs[0], oneOfProblem(kind, inputs));

  for (const [key, spec] of Object.entries(common)) {
    fail(key, checkInput(spec, inputs[key], scope).problem);
  }
  for (const [key, { atCreate }] of Object.entries(kind.settings ?? {})) {
    if (!atCreate && inputs["waitForCompletion"] === false && inputs[key] !== undefined) {
      fail(
        key,
        `can be set only when the ${kind.label} is available. Set waitForCompletion to true`,
      );
    }
  }
  for (const [operation, duration] of Object.entries(call.timeouts ?? {})) {
    const problem = durationProblem(duration);
    fail("", problem && `customTimeouts.${operation}: ${problem}`);
  }

  const tagsAll = allTags(inputs["tags"], around.settings);
  if (kind.tagging === undefined) {
    fail(
      "tags",
      inputs["tags"] === undefined
        ? undefined
        : `cannot be set: ${kind.label}s have no tags in AWS`,
    );
  } else {
    inputs["tagsAll"] = tagsAll;
    const isMarked = around.marking && formOf(kind, inputs).isMarked;
    const problems =
      typeof tagsAll === "string"
        ? []
        : tagProblems(inputs["tags"], tagsAll, kind.tagging, isMarked);
    for (const problem of problems) {
      fail("tags", problem);
    }
  }
  if (failures.length === 0) {
    fail(nameInput, collision(kind, call, before, news, inputs));
  }
  return { inputs, failures };
}

/** Returns the name of a resource to which the program gives none; undefined if it must give one. */
function automaticName(max: number, call: Call): string | undefined {
  const { proposedName = "", mode } = call.autonaming ?? {};
  switch (mode) {
    case "disable":
      return undefined;
    case "enforce":
      return proposedName;
    case "propose":
      return fittingName(proposedName, max);
    default:
      return autoName(logicalNameOf(call.urn ?? ""), max, call.seed);
  }
}

/**
 * Returns what is wrong if a replacement keeps the name of the old resource, and the old resource can be deleted only after
 * the new resource exists.
 */
function collision(
  kind: Kind,
  call: Call,
  before: Stored,
  news: Props,
  inputs: Props,
): string | undefined {
  const { props: olds } = before;
  const { input: nameInput } = kind.naming;
  if (isAbsent(news[nameInput]) || isUnknown(inputs[nameInput])) {
    return undefined;
  }
  const changed = changedInputs(kind, olds, inputs).filter((key) => replacing(kind, key, olds));
  const sameName = !changed.includes(nameInput);
  const form = formOf(kind, inputs);
  const sameScope = !changed.some((key) => form.scopeInputs.includes(key));
  // An unknown value may turn out to be unchanged.
  const cause = changed.find((key) => !isUnknown(inputs[key]));
  if (olds[nameInput] === undefined || cause === undefined || !sameName || !sameScope) {
    return undefined;
  }
  return form.oldGoesFirst(call, before)
    ? undefined
    : form.nameConflict(before, inputs, `${cause} changes, which replaces the ${kind.label}`);
}

/**
 * Returns what is wrong if several inputs can name the source: exactly one is required, or at least one of a part and
 * its whole.
 */
function oneOfProblem(
  { madeFrom: { inputs: oneOf }, partAndWhole }: Kind,
  inputs: Props,
): string | undefined {
  const given = oneOf.filter((key) => !isAbsent(inputs[key]));
  // An unknown value may turn out to be absent.
  const known = given.filter((key) => !isUnknown(inputs[key]));
  return oneOf.length < 2 ||
    given.length === 1 ||
    (partAndWhole !== undefined && given.length > 0) ||
    (known.length < 2 && known.length < given.length)
    ? undefined
    : `${partAndWhole === undefined ? "exactly" : "at least"} one of ${oneOf.join(" and ")} must be given`;
}

/**
 * Returns the default tags and the resource's own tags, without the tags that `aws:ignoreTags` names. The result is unknown
 * if any of these is unknown.
 */
function allTags(own: unknown, settings: AwsSettings | undefined): Tags | string {
  const unknown = ["defaultTags", "ignoreTags"].some((key) => settings?.unknown.includes(key));
  if (unknown || (typeof own === "string" && isUnknown(own))) {
    return unknownText;
  }
  const all = { ...settings?.defaultTags, ...readTags(own) };
  return unignored(all, settings);
}
