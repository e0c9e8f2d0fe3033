import { type Page, pageOfRecords } from "../store/pages.js";
import type { Stored } from "../store/snapshot-store.js";
import type { TagRules } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";

/** The code with which ElastiCache refuses an invalid value. */
export const INVALID = "InvalidParameterValueException";

/** ElastiCache's limits for tags. */
export const tagRules: TagRules = {
  limit: 50,
  invalid: INVALID,
  tooMany: "TagQuotaPerResourceExceeded",
};

/** The error codes of a family of snapshots. */
export interface Codes {
  readonly gone: string;
  readonly exists: string;
  readonly state: string;
}

/** Returns the identifier of a node-based snapshot, a replication group or a cluster in the spelling that AWS stores. */
export function newIdentifier(name: string, member: string): string {
  if (name.length > 255 || !/^[a-z](-?[a-z0-9])*$/i.test(name)) {
    throw new AwsError(
      INVALID,
      `The parameter ${member} must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  }
  return name.toLowerCase();
}

/** Returns the name of a serverless snapshot or cache in the spelling that AWS stores. */
export function newServerlessName(name: string, member: string): string {
  if (!/^[a-z0-9-]{1,255}$/i.test(name)) {
    throw new AwsError(
      INVALID,
      `The parameter ${member} has 1 to 255 letters, digits and hyphens.`,
    );
  }
  return name.toLowerCase();
}

/** Returns the item of this name in a list. Throws the given error if there is none. */
export function found<Item>(item: Item | undefined, code: string, what: string): Item {
  if (item !== undefined) return item;
  throw new AwsError(code, `${what} not found.`);
}

/** Returns a page of a node-based listing, whose page size has limits. */
export function recordsOf<Item extends { readonly serial: number }>(
  all: readonly Item[],
  asked: Parameters<typeof pageOfRecords>[1],
  most: number,
): Page<Item> {
  return pageOfRecords(all, asked, most, INVALID);
}

/** Throws if the name of a snapshot is taken, including by a snapshot that is being deleted. */
export function mustBeFree(taken: boolean, { exists }: Codes): void {
  if (taken) throw new AwsError(exists, "Snapshot with specified name already exists.");
}

/** Throws if the status of a snapshot does not allow an operation. A failed snapshot can only be deleted. */
export function mustBeReady(
  { name, lifetime: { busy, status } }: Stored,
  todo: "copied" | "exported" | "deleted",
  { state }: Codes,
): void {
  const ready = status === "available" || (todo === "deleted" && status !== "restoring");
  if (ready && !busy) return;
  throw new AwsError(state, `The snapshot ${name} is ${status} and cannot be ${todo} now.`);
}
