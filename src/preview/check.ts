import type { dynamic } from "@pulumi/pulumi";
import type { AwsSettings } from "../aws/connection.js";
import { regionProblem } from "../kinds/input-rules.js";
import { asksForExport, type Kind, type Props, type Scope } from "../kinds/kind.js";
import { isIgnored, readTags, tagProblems } from "../state/tags.js";
import { autoName, logicalNameOf } from "../values/arn.js";
import { parseDuration } from "../values/durations.js";
import { isUnknown, unknownText } from "../values/engine-values.js";
import { equal, isRecord } from "../values/json.js";
import { unknownArguments } from "./arguments.js";
import { checkInput, flagProblem, textProblem } from "./check-input.js";
import type { Surroundings } from "./context.js";
import { goesFirst, noRoom } from "./fixed-name.js";

/** Checks all inputs of a resource at once and fills in what was left out: name, region and all tags. */
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
      fail(key, `can be set once the ${kind.label} is there: leave waitForCompletion true`);
    }
  }
  for (const [operation, problem] of timeoutProblems(inputs["__timeouts"])) {
    fail("", `customTimeouts.${operation}: ${problem}`);
  }

  const tagsAll = allTags(inputs["tags"], around.settings);
  if (kind.tagging === undefined) {
    fail("tags", inputs["tags"] === undefined ? undefined : `AWS keeps none on a ${kind.label}`);
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

/** Whether the old resource has the wanted name and must go only after the new one is there. */
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
  // What is not known yet may turn out as it was.
  const cause = changed.find((key) => !isUnknown(inputs[key]));
  if (olds[nameInput] === undefined || cause === undefined || !sameName || !sameContext) {
    return undefined;
  }
  return goesFirst(kind, olds, inputs)
    ? undefined
    : noRoom(kind, olds, inputs, `${cause} changes, which replaces the ${kind.label}`);
}

/** The visible inputs whose meaning differs, replacing ones first. Unknown values differ. */
export function changedInputs(kind: Kind, olds: Props, news: Props, account?: string): string[] {
  const scope: Scope = { region: text(news["region"]), account, inputs: news };
  const keys = [...Object.keys(kind.inputs), ...commonKeys];
  return keys
    .filter((key) => !isSaidByTheOther(kind, olds, news, key))
    .filter((key) => {
      const { same, fill } = kind.inputs[key] ?? {};
      // What one that was imported does not say is filled in as check does it.
      const left = olds[key] ?? fill?.({ region: text(olds["region"]), inputs: olds });
      const right = news[key];
      if (isUnknown(right)) {
        return true;
      }
      return typeof left === "string" && typeof right === "string" && same
        ? !same(left, right, scope)
        : !equal(absentIfEmpty(left), absentIfEmpty(right));
    })
    .sort((a, b) => Number(replacing(kind, b)) - Number(replacing(kind, a)));
}

/**
 * Whether a changed input says no more than the one beside it: the old one names a part, and the new one the whole of
 * it. What AWS answers of a snapshot may name the part alone, and so does one that was imported.
 */
function isSaidByTheOther(
  { partAndWhole, inputs }: Kind,
  olds: Props,
  news: Props,
  key: string,
): boolean {
  if (partAndWhole === undefined) {
    return false;
  }
  const { part, whole, isPart } = partAndWhole;
  const [oldPart, newPart, oldWhole, newWhole] = [olds[part], news[part], olds[whole], news[whole]];
  if (typeof oldPart !== "string" || typeof newWhole !== "string") {
    return false;
  }
  const saysPart = key === part && isAbsent(newPart);
  if (isAbsent(oldWhole)) {
    return (saysPart || key === whole) && isPart(oldPart, newWhole);
  }
  const scope: Scope = { region: text(news["region"]), inputs: news };
  const same = inputs[whole]?.same ?? ((left: string, right: string) => left === right);
  return saysPart && typeof oldWhole === "string" && same(oldWhole, newWhole, scope);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** A map without keys says no more than none. */
function absentIfEmpty(value: unknown): unknown {
  return isRecord(value) && Object.keys(value).length === 0 ? undefined : value;
}

/** Inputs of every kind. `tags` is compared by way of `tagsAll`. */
const commonKeys = [
  "region",
  "triggers",
  "profile",
  "assumeRoleArn",
  "waitForCompletion",
  "stallTimeout",
  "tagsAll",
];

/** Whether a changed value of that input replaces the resource. */
export function replacing(kind: Kind, key: string): boolean {
  return kind.inputs[key]?.replaces ?? (key === "region" || key === "triggers");
}

/** What is wrong with the inputs of which exactly one must be given, or at least one of a part and its whole. */
function oneOfProblem({ oneOf = [], partAndWhole }: Kind, inputs: Props): string | undefined {
  const given = oneOf.filter((key) => inputs[key] !== undefined && inputs[key] !== null);
  // One that is not known yet may turn out to be none.
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
  return isRecord(value) ? undefined : "must be a map of texts";
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
    return `${JSON.stringify(duration)} is no duration: write it like 1h30m`;
  }
  return seconds > 0 ? undefined : `"${String(duration)}" is not more than nothing`;
}

/** Default tags and own ones, without those that `aws:ignoreTags` names; unknown while one part is. */
function allTags(own: unknown, settings: AwsSettings | undefined): Record<string, string> | string {
  const unknown = ["defaultTags", "ignoreTags"].some((key) => settings?.unknown.includes(key));
  if (unknown || (typeof own === "string" && isUnknown(own))) {
    return unknownText;
  }
  const all = { ...settings?.defaultTags, ...readTags(own) };
  return Object.fromEntries(Object.entries(all).filter(([key]) => !isIgnored(key, settings)));
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && !isUnknown(value) ? value : undefined;
}
