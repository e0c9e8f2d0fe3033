import { kinds } from "../kinds/index.js";
import type { Problem } from "../preview/problem.js";
import type { DeclaredLookup } from "../schema/declared.js";
import { lookups } from "../schema/lookups.js";
import type { Props } from "../values/json.js";
import { problemsOf } from "./arguments.js";
import { get } from "./get.js";
import { latest } from "./latest.js";
import type { LookupHost } from "./place.js";

export type { LookupHost } from "./place.js";

/** The result of a lookup, or what is wrong with its arguments. */
export type Answer = { readonly result: Props } | { readonly failures: readonly Problem[] };

const declared: ReadonlyMap<string, DeclaredLookup> = new Map(Object.entries(lookups));

/** Whether there is a lookup of that name, for example `memorydb:getSnapshot`. */
export function isLookup(name: string): boolean {
  return declared.has(name);
}

/**
 * Looks something up in AWS. The arguments are plain values, all of them known.
 *
 * @throws an error with a sentence if AWS has no such thing, or does not answer
 */
export async function invoke(name: string, args: Props, host: LookupHost): Promise<Answer> {
  const lookup = declared.get(name);
  const kind = lookup && kinds.get(lookup.kind);
  if (lookup === undefined || kind === undefined) {
    throw new Error(`there is no lookup ${name} in this version of pulumi-aws-snapshots`);
  }
  const failures = problemsOf(name, lookup, kind, args);
  if (failures.length > 0) {
    return { failures };
  }
  const look = "arn" in lookup.inputs ? get : latest;
  return { result: await look(kind, host, args) };
}
