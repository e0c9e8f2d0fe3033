import type { AwsSettings } from "../aws/connection.js";
import { commonInputs, type Scope } from "../kinds/input.js";
import type { Kind } from "../kinds/kind.js";
import { autoName, logicalNameOf } from "../state/auto-name.js";
import type { Call } from "../state/call.js";
import type { Stored } from "../state/stored.js";
import { readTags, tagProblems, unignored } from "../state/tags.js";
import { isUnknown, unknownText } from "../values/engine-values.js";
import type { Props } from "../values/json.js";
import { unknownArguments } from "./arguments.js";
import { changedInputs, replacing, text } from "./changes.js";
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

  if (inputs["region"] === undefined || inputs["region"] === null) {
    inputs["region"] = around.region;
  }
  const { region, tags: _, ...common } = commonInputs;
  const scope: Scope = { region: text(inputs["region"]), inputs };
  fail("region", checkInput(region, inputs["region"], scope).problem);

  const { naming } = kind;
  const { input: nameInput } = naming;
  if (naming.isOwn && (inputs[nameInput] === undefined || inputs[nameInput] === null)) {
    // The old name stays unless this is a replacement: then the engine gives no old inputs.
    inputs[nameInput] =
      olds[nameInput] ?? autoName(logicalNameOf(call.urn ?? ""), naming.max, call.seed);
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
  for (const [operation, problem] of timeoutProblems(call)) {
    fail("", `customTimeouts.${operation}: ${problem}`);
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
  }
  if (kind.tagging !== undefined && typeof tagsAll !== "string") {
    for (const problem of tagProblems(
      inputs["tags"],
      tagsAll,
      kind.tagging,
      around.marking && formOf(kind, inputs).isMarked,
    )) {
      fail("tags", problem);
    }
  }
  if (failures.length === 0) {
    fail(nameInput, collision(kind, call, before, news, inputs));
  }
  return { inputs, failures };
}

/** Returns what is wrong if the old resource has the wanted name and can be deleted only after the new one exists. */
function collision(
  kind: Kind,
  call: Call,
  before: Stored,
  news: Props,
  inputs: Props,
): string | undefined {
  const { props: olds } = before;
  const { input: nameInput } = kind.naming;
  if (news[nameInput] === undefined || news[nameInput] === null || isUnknown(inputs[nameInput])) {
    return undefined;
  }
  const changed = changedInputs(kind, olds, inputs).filter((key) => replacing(kind, key, olds));
  const sameName = !changed.includes(nameInput);
  const form = formOf(kind, inputs);
  const samePlace = !changed.some((key) => form.place.includes(key));
  // An unknown value may turn out to be unchanged.
  const cause = changed.find((key) => !isUnknown(inputs[key]));
  if (olds[nameInput] === undefined || cause === undefined || !sameName || !samePlace) {
    return undefined;
  }
  return form.goesFirst(call, before)
    ? undefined
    : form.noRoom(before, inputs, `${cause} changes, which replaces the ${kind.label}`);
}

/**
 * Returns what is wrong if several inputs can name the source: exactly one is required, or at least one of a part and
 * its whole.
 */
function oneOfProblem(
  { madeFrom: { inputs: oneOf }, partAndWhole }: Kind,
  inputs: Props,
): string | undefined {
  const given = oneOf.filter((key) => inputs[key] !== undefined && inputs[key] !== null);
  // An unknown value may turn out to be absent.
  const known = given.filter((key) => !isUnknown(inputs[key]));
  return oneOf.length < 2 ||
    given.length === 1 ||
    (partAndWhole !== undefined && given.length > 0) ||
    (known.length < 2 && known.length < given.length)
    ? undefined
    : `${partAndWhole === undefined ? "exactly" : "at least"} one of ${oneOf.join(" and ")} must be given`;
}

function timeoutProblems({ timeouts = {} }: Call): [string, string][] {
  return Object.entries(timeouts).flatMap(([operation, duration]): [string, string][] => {
    const problem = durationProblem(duration);
    return problem === undefined ? [] : [[operation, problem]];
  });
}

/**
 * Returns default tags and the resource's own, without those that `aws:ignoreTags` names; unknown if any part is
 * unknown.
 */
function allTags(own: unknown, settings: AwsSettings | undefined): Record<string, string> | string {
  const unknown = ["defaultTags", "ignoreTags"].some((key) => settings?.unknown.includes(key));
  if (unknown || (typeof own === "string" && isUnknown(own))) {
    return unknownText;
  }
  const all = { ...settings?.defaultTags, ...readTags(own) };
  return unignored(all, settings);
}
