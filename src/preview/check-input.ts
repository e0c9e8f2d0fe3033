import type { InputSpec, NumberRange, Scope } from "../kinds/input.js";
import { isUnknown } from "../values/engine-values.js";
import { isRecord } from "../values/json.js";

/** The result of checking one input. */
export interface CheckedInput {
  /** The value in the form that AWS keeps. */
  readonly value: unknown;
  /** What is wrong with the value, as a sentence. */
  readonly problem?: string | undefined;
}

/** Checks the value of one input against its declaration in the kind. */
export function checkInput(spec: InputSpec, value: unknown, scope: Scope): CheckedInput {
  if (value === undefined || value === null || value === spec.none) {
    const filled = spec.fill?.(scope);
    return { value: filled, problem: spec.required ? "must be given" : undefined };
  }
  if (isUnknown(value)) {
    return { value };
  }
  switch (spec.type) {
    case "flag":
      // `false` means the same as leaving the input out.
      return { value: value === false ? undefined : value, problem: flagProblem(value) };
    case "number":
      return checkNumber(spec.range, value);
    case "texts":
      return checkTexts(spec, value, scope);
    default:
      return checkText(spec, value, scope);
  }
}

function checkText(spec: InputSpec, value: unknown, scope: Scope): CheckedInput {
  const problem = textProblem(value, false);
  if (problem !== undefined || typeof value !== "string") {
    return { value, problem };
  }
  const folded = spec.fold?.(value, scope) ?? value;
  return { value: folded, problem: spec.problem?.(folded, scope) };
}

function checkTexts(spec: InputSpec, value: unknown, scope: Scope): CheckedInput {
  if (!Array.isArray(value)) {
    return { value, problem: `must be a list of strings, not ${kindOf(value)}` };
  }
  for (const item of value) {
    const { problem } = checkText(spec, item, scope);
    if (problem !== undefined) {
      return { value, problem: `${JSON.stringify(item)} ${problem}` };
    }
  }
  // Only strings are left by now. Sorting converts its items to strings, which fails for some objects.
  const unique = [...new Set<unknown>(value)].sort();
  const most = spec.most ?? Number.POSITIVE_INFINITY;
  const tooMany =
    unique.length > most ? `has ${unique.length} values; AWS allows ${most}` : undefined;
  return { value: unique, problem: tooMany };
}

function checkNumber(range: NumberRange | undefined, value: unknown): CheckedInput {
  if (range === undefined || value === range.none[0]) {
    return { value: range === undefined ? value : undefined };
  }
  const { min, max, unit, none } = range;
  const isIn = typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
  return {
    value,
    problem: isIn
      ? undefined
      : `must be a whole number from ${min} to ${max} ${unit}, or ${none[0]} for ${none[1]}`,
  };
}

/** Returns what is wrong with an optional or a required string. */
export function textProblem(value: unknown, required: boolean): string | undefined {
  if (value === undefined || value === null) {
    return required ? "must be given" : undefined;
  }
  if (isUnknown(value)) {
    return undefined;
  }
  if (typeof value !== "string") {
    return `must be a string, not ${kindOf(value)}`;
  }
  return value.trim() === "" ? "must not be empty" : undefined;
}

/** Returns what is wrong with an optional boolean. */
export function flagProblem(value: unknown): string | undefined {
  return value === undefined || value === null || typeof value === "boolean" || isUnknown(value)
    ? undefined
    : "must be true or false";
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "a list" : isRecord(value) ? "an object" : `a ${typeof value}`;
}
