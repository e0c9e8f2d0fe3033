import type { dynamic } from "@pulumi/pulumi";
import type { AwsSettings } from "../aws/connection.js";
import type { Scope } from "../kinds/input.js";
import { asksForExport, type Kind } from "../kinds/kind.js";
import { autoName, logicalNameOf } from "../state/auto-name.js";
import { isIgnored, readTags, tagProblems } from "../state/tags.js";
import { parseDuration } from "../values/durations.js";
import { isUnknown, unknownText } from "../values/engine-values.js";
import { isRecord, type Props } from "../values/json.js";
import { regionProblem } from "../values/region.js";
import { unknownArguments } from "./arguments.js";
import { changedInputs, replacing, text } from "./changes.js";
import { checkInput, flagProblem, textProblem } from "./check-input.js";
import type { Surroundings } from "./context.js";
import { goesFirst, noRoom } from "./fixed-name.js";

/** Checks all inputs of a resource at once and fills in what is absent: name, region and all tags. */
export function check(
  kind: Kind,
  around: Surroundings,
  olds: Props,
  news: Props,
): dynamic.CheckResult {
  const failures: dynamic.CheckFailure[] = around.problem ? [around.problem] : [];
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
  fail("region", regionProblem(inputs["region"]));

  const { input: nameInput, max } = kind.naming;
  if (max !== undefined && (inputs[nameInput] === undefined || inputs[nameInput] === null)) {
    // The old name stays unless this is a replacement: then the engine gives no old inputs.
    inputs[nameInput] =
      olds[nameInput] ?? autoName(logicalNameOf(String(news["__urn"] ?? "")), max);
  }
  for (const [key, spec] of Object.entries(kind.inputs)) {
    const scope: Scope = { region: text(inputs["region"]), inputs };
    const { value, problem } = checkInput(spec, inputs[key], scope);
    fail(key, problem);
    inputs[key] = value;
  }
  fail(kind.oneOf?.[0] ?? "", oneOfProblem(kind, inputs));

  for (const key of ["profile", "assumeRoleArn"]) {
    fail(key, textProblem(inputs[key], false));
  }
  fail("assumeRoleArn", roleProblem(inputs["assumeRoleArn"]));
  fail("triggers", mapProblem(inputs["triggers"]));
  fail("waitForCompletion", flagProblem(inputs["waitForCompletion"]));
  fail("stallTimeout", durationProblem(inputs["stallTimeout"]));
  for (const [key, { atCreate }] of Object.entries(kind.settings ?? {})) {
    if (!atCreate && inputs["waitForCompletion"] === false && inputs[key] !== undefined) {
      fail(
        key,
        `can be set only when the ${kind.label} is available. Set waitForCompletion to true`,
      );
    }
  }
  for (const [operation, problem] of timeoutProblems(inputs["__timeouts"])) {
    fail("", `customTimeouts.${operation}: ${problem}`);
  }

  const tagsAll = allTags(inputs["tags"], around.settings);
  if (kind.tagging === undefined) {
    fail(
      "tags",
      inputs["tags"] === undefined
        ? undefined
        : `AWS keeps no tags of this resource (${kind.label})`,
    );
  } else {
    inputs["tagsAll"] = tagsAll;
  }
  if (kind.tagging !== undefined && typeof tagsAll !== "string") {
    for (const problem of tagProblems(
      inputs["tags"],
      tagsAll,
      kind.tagging,
      around.marking && !asksForExport(kind, inputs),
    )) {
      fail("tags", problem);
    }
  }
  if (failures.length === 0) {
    fail(nameInput, collision(kind, olds, news, inputs));
  }
  return { inputs, failures };
}

/** Returns why the old resource, which has the wanted name, cannot be deleted only after the new one exists. */
function collision(kind: Kind, olds: Props, news: Props, inputs: Props): string | undefined {
  const { input: nameInput } = kind.naming;
  if (news[nameInput] === undefined || news[nameInput] === null || isUnknown(inputs[nameInput])) {
    return undefined;
  }
  const changed = changedInputs(kind, olds, inputs).filter((key) => replacing(kind, key));
  const sameName = !changed.includes(nameInput);
  const exporting = asksForExport(kind, inputs);
  const context = [...(exporting ? [] : ["region"]), kind.export?.bucket];
  const sameContext = !changed.some((key) => context.includes(key));
  // An unknown value may turn out to be unchanged.
  const cause = changed.find((key) => !isUnknown(inputs[key]));
  if (olds[nameInput] === undefined || cause === undefined || !sameName || !sameContext) {
    return undefined;
  }
  return goesFirst(kind, olds, inputs)
    ? undefined
    : noRoom(kind, olds, inputs, `${cause} changes, which replaces the ${kind.label}`);
}

/** Returns what is wrong with inputs of which exactly one is required, or at least one of a part and its whole. */
function oneOfProblem({ oneOf = [], partAndWhole }: Kind, inputs: Props): string | undefined {
  const given = oneOf.filter((key) => inputs[key] !== undefined && inputs[key] !== null);
  // An unknown value may turn out to be absent.
  const known = given.filter((key) => !isUnknown(inputs[key]));
  return oneOf.length === 0 ||
    given.length === 1 ||
    (partAndWhole !== undefined && given.length > 0) ||
    (known.length < 2 && known.length < given.length)
    ? undefined
    : `${partAndWhole === undefined ? "exactly" : "at least"} one of ${oneOf.join(" and ")} must be given`;
}

function roleProblem(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "" || isUnknown(value)) {
    return undefined;
  }
  return /^arn:[^:]+:iam::\d{12}:role\/./.test(value) ? undefined : "must be the ARN of a role";
}

function mapProblem(value: unknown): string | undefined {
  if (value === undefined || value === null || isUnknown(value)) {
    return undefined;
  }
  return isRecord(value) ? undefined : "must be a map of strings";
}

function timeoutProblems(value: unknown): [string, string][] {
  if (!isRecord(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([operation, duration]): [string, string][] => {
    const problem = durationProblem(duration);
    return problem === undefined ? [] : [[operation, problem]];
  });
}

function durationProblem(duration: unknown): string | undefined {
  if (duration === undefined || duration === null || isUnknown(duration)) {
    return undefined;
  }
  const seconds = typeof duration === "string" ? parseDuration(duration) : undefined;
  if (seconds === undefined) {
    return `${JSON.stringify(duration)} is not a duration. Write it like 1h30m`;
  }
  return seconds > 0 ? undefined : `"${String(duration)}" is too short. It must be longer than 0s`;
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
  return Object.fromEntries(Object.entries(all).filter(([key]) => !isIgnored(key, settings)));
}
