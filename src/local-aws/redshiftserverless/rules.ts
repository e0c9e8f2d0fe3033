import type { Behaviour } from "../store/behaviour.js";
import type { TagRules } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Namespace, RedshiftPlace, RedshiftSnapshot } from "./place.js";

/** How Redshift Serverless says that a value is wrong. */
export const INVALID = "ValidationException";

/** How it says both that a name is taken and that something is under way. */
export const CONFLICT = "ConflictException";

/** How it says that something does not exist. */
export const GONE = "ResourceNotFoundException";

/** Redshift Serverless's limits for tags. */
export const tagRules: TagRules = { limit: 200, invalid: INVALID, tooMany: "TooManyTagsException" };

/** The name of a snapshot, or an error where it breaks the rules for names. */
export function newName(name: string): string {
  if (/^[a-z0-9-]{3,64}$/.test(name)) return name;
  throw new AwsError(INVALID, `"${name}" is not 3 to 64 small letters, digits and hyphens.`);
}

/** A retention in days, or an error where it is none. */
export function retentionOf(days: number | undefined): number {
  if (days === undefined || days === -1) return -1;
  if (days >= 1 && days <= 3653) return days;
  throw new AwsError(INVALID, `A retention period is -1 or 1 to 3653 days, not ${days}.`);
}

/** The namespace of that name, which must be there and at rest. */
export function namespaceOf(place: RedshiftPlace, name: string): Namespace {
  const namespace = place.namespaces.get(name);
  if (namespace === undefined) throw noNamespace(name);
  if (namespace.lifetime.busy) {
    throw new AwsError(
      CONFLICT,
      "There is an operation running on the namespace. Try again later.",
    );
  }
  return namespace;
}

/** The error for a namespace that is not there. */
export function noNamespace(name: string): AwsError {
  return new AwsError(GONE, `Serverless namespace ${name} not found.`);
}

/** The error where a snapshot is wanted of a namespace that no workgroup serves. */
export function mustHaveWorkgroup({ hasWorkgroup }: Namespace, { withoutWorkgroup }: Behaviour) {
  if (hasWorkgroup || withoutWorkgroup === "taken") return;
  throw new AwsError(
    withoutWorkgroup,
    "You can't create a snapshot because there isn't a workgroup created for the namespace",
  );
}

/** The snapshot of that name, or ResourceNotFoundException. */
export function snapshotOf(place: RedshiftPlace, name: string): RedshiftSnapshot {
  const snapshot = place.snapshots.get(name);
  if (snapshot) return snapshot;
  throw new AwsError(GONE, `The snapshot ${name} does not exist.`);
}

/** ConflictException where the name is taken, also by a snapshot that is just being deleted. */
export function mustBeFree(place: RedshiftPlace, name: string): void {
  const taken = place.snapshots.get(name);
  if (taken !== undefined && taken.lifetime.status !== "DELETED") {
    throw new AwsError(CONFLICT, `Snapshot ${name} already exists.`);
  }
}

/** ConflictException while a snapshot is in the middle of something. */
export function mustBeAtRest({ name, lifetime }: RedshiftSnapshot): void {
  if (lifetime.busy) throw new AwsError(CONFLICT, `Snapshot ${name} is ${lifetime.status}.`);
}

/** What stands in the place of a key where none was given. */
export const AWS_OWNED_KMS_KEY = "AWS_OWNED_KMS_KEY";
