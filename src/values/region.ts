import { isUnknown } from "./engine-values.js";

/** Returns what is wrong with a region. */
export function regionProblem(value: unknown): string | undefined {
  if (isUnknown(value) || value === undefined) {
    return undefined;
  }
  // The length is checked first: a pattern that repeats a group overflows the stack on a string of some megabytes.
  return typeof value === "string" &&
    value.length < 64 &&
    /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(value)
    ? undefined
    : `${JSON.stringify(value)} is not a region. A region looks like eu-west-1`;
}
