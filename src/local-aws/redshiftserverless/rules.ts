import type { Behaviour } from "../store/behaviour.js";
import type { TagRules } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Namespace, RedshiftPlace, RedshiftSnapshot } from "./place.js";

/** The code with which Redshift Serverless refuses an invalid value. */
export const INVALID = "ValidationException";

/** The code for a name that is taken and for an operation that is in progress. */
export const CONFLICT = "ConflictException";

/** The code for something that does not exist. */
export const GONE = "ResourceNotFoundException";

/** Redshift Serverless's limits for tags. */
export const tagRules: TagRules = { limit: 200, invalid: INVALID, tooMany: "TooManyTagsException" };

/** Returns the name of a snapshot. Throws if it breaks the rules for names. */
export function newName(name: string): string {
  if (/^[a-z0-9-]{3,64}$/.test(name)) return name;
  throw new AwsError(
    INVALID,
    `"${name}" is not a name of 3 to 64 lowercase letters, digits and hyphens.`,
  );
}

/** Returns a retention in days. Throws if the value is not valid. */
export function retentionOf(days: number | undefined): number {
  if (days === undefined || days === -1) return -1;
  if (days >= 1 && days <= 3653) return days;
  throw new AwsError(INVALID, `The retention period must be -1 or 1 to 3653 days, not ${days}.`);
}

/** Returns the namespace of this name, which must exist and not be busy. */
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

/** The error for a namespace that does not exist. */
export function noNamespace(name: string): AwsError {
  return new AwsError(GONE, `Serverless namespace ${name} not found.`);
}

/** Throws if the namespace of a new snapshot has no workgroup. */
export function mustHaveWorkgroup({ hasWorkgroup }: Namespace, { withoutWorkgroup }: Behaviour) {
  if (hasWorkgroup || withoutWorkgroup === "taken") return;
  throw new AwsError(
    withoutWorkgroup,
    "You can't create a snapshot because there isn't a workgroup created for the namespace",
  );
}

/** Returns the snapshot of this name. Throws ResourceNotFoundException if there is none. */
export function snapshotOf(place: RedshiftPlace, name: string): RedshiftSnapshot {
  const snapshot = place.snapshots.get(name);
  if (snapshot) return snapshot;
  throw new AwsError(GONE, `The snapshot ${name} does not exist.`);
}

/** Throws ConflictException if the name is taken, including by a snapshot that is being deleted. */
export function mustBeFree(place: RedshiftPlace, name: string): void {
  const taken = place.snapshots.get(name);
  if (taken !== undefined && taken.lifetime.status !== "DELETED") {
    throw new AwsError(CONFLICT, `Snapshot ${name} already exists.`);
  }
}

/** Throws ConflictException if an operation on the snapshot is in progress. */
export function mustBeAtRest({ name, lifetime }: RedshiftSnapshot): void {
  if (lifetime.busy) throw new AwsError(CONFLICT, `Snapshot ${name} is ${lifetime.status}.`);
}

/** The value that stands for a key if none was given. */
export const AWS_OWNED_KMS_KEY = "AWS_OWNED_KMS_KEY";
