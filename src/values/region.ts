import { isUnknown } from "./engine-values.js";

/** What is wrong with a region. */
export function regionProblem(value: unknown): string | undefined {
  if (isUnknown(value) || value === undefined) {
    return undefined;
  }
  // The length first: a pattern that repeats a group overflows the stack on a text of some megabytes.
  return typeof value === "string" &&
    value.length < 64 &&
    /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(value)
    ? undefined
    : `${JSON.stringify(value)} cannot be a region: they look like eu-west-1`;
}
