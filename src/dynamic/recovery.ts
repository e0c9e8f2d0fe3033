import { createHash } from "node:crypto";
import { canonical } from "./json.js";
import type { Kind, Props } from "./kind.js";
import { isAutoName, nameOrArnName } from "./names.js";
import { creatingTag } from "./tags.js";

/**
 * The value of the tag that a snapshot carries while its create is under way: whose it is (organization,
 * project, stack and URN) and what was asked for. Both must be equal for the next run to take it over: a
 * snapshot of another cluster, or of the time before a trigger changed, is not the one that is wanted now.
 */
export function markOf(kind: Kind, inputs: Props): string | undefined {
  const { __urn: urn, __organization: organization } = inputs;
  if (kind.tagging === undefined || typeof urn !== "string") {
    return undefined;
  }
  const asked = Object.entries(kind.inputs)
    .filter(([key, spec]) => spec.replaces && key !== kind.naming.input)
    .map(([key, spec]) => [key, spec.same ? lowerName(inputs[key]) : inputs[key]]);
  return `${hash([organization, urn])}/${hash([asked, inputs["triggers"]])}`;
}

/** Whether a mark is of the same resource, whatever was asked for. */
export function sameOwner(mark: string, other: string): boolean {
  return mark.split("/")[0] === other.split("/")[0];
}

/** Whether an interrupted create of this resource may have made something of that name. */
export function mayBeOurs(kind: Kind, inputs: Props, name: string): boolean {
  const { [kind.naming.input]: wanted, __logicalName: logicalName } = inputs;
  return (
    name === wanted ||
    (typeof logicalName === "string" && isAutoName(name, logicalName, kind.naming.max))
  );
}

/** The mark as a tag. */
export function markTag(mark: string | undefined): Record<string, string> {
  return mark === undefined ? {} : { [creatingTag]: mark };
}

function lowerName(value: unknown): unknown {
  return typeof value === "string" ? nameOrArnName(value) : value;
}

function hash(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex").slice(0, 16);
}
