import type { InputSpec, NumberRange, Scope } from "../kinds/input.js";
import { parseDuration } from "../values/durations.js";
import { isUnknown } from "../values/engine-values.js";
import { isRecord } from "../values/json.js";
import { regionProblem } from "../values/region.js";

/** The result of checking one input. */
export interface CheckedInput {
  /** The value in the form that AWS keeps. */
  readonly value: unknown;
  /** What is wrong with the value, as a sentence. */
  readonly problem?: string | undefined;
}

/** Checks the value of one input against its declaration in the kind. */
export function checkInput(spec: InputSpec, value: unknown, scope: Scope): CheckedInput {
  if (value === undefined || value === null || value === spec.absentValue) {
    const filled = spec.defaultValue?.(scope);
    return { value: filled, problem: spec.required ? "must be given" : undefined };
  }
  if (isUnknown(value)) {
    return { value };
  }
  switch (spec.form ?? spec.type) {
    case "boolean":
      // `false` means the same as leaving the input out.
      return {
        value: value === false ? undefined : value,
        problem: typeof value === "boolean" ? undefined : "must be true or false",
      };
    case "number":
      return checkNumber(spec.range, value);
    case "strings":
      return checkStrings(spec, value, scope);
    case "map":
      return { value, problem: isRecord(value) ? undefined : "must be a map of strings" };
    case "duration":
      return { value, problem: durationProblem(value) };
    case "region":
      return { value, problem: regionProblem(value) };
    default:
      return checkString(spec, value, scope);
  }
}

function checkString(spec: InputSpec, value: unknown, scope: Scope): CheckedInput {
  const problem = stringProblem(value);
  if (problem !== undefined || typeof value !== "string") {
    return { value, problem };
  }
  const folded = spec.normalise?.(value, scope) ?? value;
  return { value: folded, problem: spec.problem?.(folded, scope) };
}

function checkStrings(spec: InputSpec, value: unknown, scope: Scope): CheckedInput {
  if (!Array.isArray(value)) {
    return { value, problem: `must be a list of strings, not ${kindOf(value)}` };
  }
  for (const item of value) {
    const { problem } = checkString(spec, item, scope);
    if (problem !== undefined) {
      return { value, problem: `${JSON.stringify(item)} ${problem}` };
    }
  }
  // All items are strings here. Sorting converts items to strings, which would fail for some objects.
  const unique = [...new Set<unknown>(value)].sort();
  const most = spec.maxItems ?? Number.POSITIVE_INFINITY;
  const tooMany =
    unique.length > most ? `has ${unique.length} values; AWS allows ${most}` : undefined;
  return { value: unique, problem: tooMany };
}

function checkNumber(range: NumberRange | undefined, value: unknown): CheckedInput {
  if (range === undefined || value === range.absentValue[0]) {
    return { value: range === undefined ? value : undefined };
  }
  const { min, max, unit, absentValue } = range;
  const isIn = typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
  return {
    value,
    problem: isIn
      ? undefined
      : `must be a whole number from ${min} to ${max} ${unit}, or ${absentValue[0]} for ${absentValue[1]}`,
  };
}

/** Returns what is wrong with a string. */
function stringProblem(value: unknown): string | undefined {
  if (isUnknown(value)) {
    return undefined;
  }
  if (typeof value !== "string") {
    return `must be a string, not ${kindOf(value)}`;
  }
  return value.trim() === "" ? "must not be empty" : undefined;
}

/** Returns what is wrong with an optional duration. */
export function durationProblem(duration: unknown): string | undefined {
  if (duration === undefined || duration === null || isUnknown(duration)) {
    return undefined;
  }
  const seconds = typeof duration === "string" ? parseDuration(duration) : undefined;
  if (seconds === undefined) {
    return `${JSON.stringify(duration)} is not a duration. Write it like 1h30m`;
  }
  return seconds > 0 ? undefined : `"${String(duration)}" is too short. It must be longer than 0s`;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "a list" : isRecord(value) ? "an object" : `a ${typeof value}`;
}
