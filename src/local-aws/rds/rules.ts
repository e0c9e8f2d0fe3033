import type { TagRules } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import type { RdsCluster, RdsPlace, RdsSnapshot } from "./place.js";
import type { Rds } from "./rds.js";

/** The version of the API that every request names. */
export const API_VERSION = "2014-10-31";

/** The code with which RDS refuses an invalid value. RDS sends it although its model does not have it. */
export const INVALID = "InvalidParameterValue";

/** The code with which RDS refuses values that do not fit together. */
export const COMBINATION = "InvalidParameterCombination";

/** The number of copies from other regions that AWS runs at a time in a region of an account. */
const COPIES_AT_ONCE = 5;

/** RDS's limits for tags. */
export const tagRules: TagRules = {
  limit: 50,
  invalid: INVALID,
  tooMany: INVALID,
  reserved: ["rds:"],
};

/** The pattern of the names of clusters and manual snapshots. */
export const IDENTIFIER = /^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/i;

/** Returns the identifier in the spelling that AWS stores. Throws if it breaks the rules for identifiers. */
export function newIdentifier(name: string, member: string): string {
  if (!IDENTIFIER.test(name)) {
    throw new AwsError(
      INVALID,
      `The parameter ${member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  }
  return name.toLowerCase();
}

/** Returns the cluster of this name. Throws DBClusterNotFoundFault if there is none. */
export function clusterOf(place: RdsPlace, name: string): RdsCluster {
  const cluster = place.clusters.get(name.toLowerCase());
  if (cluster) return cluster;
  throw new AwsError("DBClusterNotFoundFault", `DBCluster ${name} not found.`);
}

/** Returns the snapshot of this name. Throws DBClusterSnapshotNotFoundFault if there is none. */
export function snapshotOf(place: RdsPlace, name: string): RdsSnapshot {
  const snapshot = place.snapshots.get(name);
  if (snapshot) return snapshot;
  throw notFound(name);
}

/** The error for a snapshot that does not exist, or that the caller may not see. */
export function notFound(name: string): AwsError {
  return new AwsError("DBClusterSnapshotNotFoundFault", `DBClusterSnapshot not found: ${name}`);
}

/** Throws if filters are sent to an operation that is documented to have none. */
export function refuseFilters({ Filters = [] }: { readonly Filters?: object[] | undefined }): void {
  if (Filters.length > 0) throw new AwsError(INVALID, "The parameter Filters is not supported.");
}

/** Returns the snapshot that a name or an ARN in any region stands for, if the caller may use it. */
export function usableSnapshot(rds: Rds, caller: Caller, named: string): RdsSnapshot {
  const [, region, account, name] =
    /^arn:aws[\w-]*:rds:([\w-]+):(\d{12}):cluster-snapshot:(.+)$/.exec(named) ?? [];
  if (region === undefined || account === undefined || name === undefined) {
    return snapshotOf(rds.at(caller.account, caller.region), named);
  }
  const snapshot = rds.at(account, region).snapshots.get(name);
  if (snapshot === undefined) throw notFound(named);
  const { sharedWith } = snapshot;
  if (account !== caller.account && !sharedWith.has(caller.account) && !sharedWith.has("all")) {
    throw notFound(named);
  }
  return snapshot;
}

/** Throws if the data of a snapshot cannot be read: other accounts cannot use the default key of an account. */
export function mustReach({ arn, kmsKeyId }: RdsSnapshot, rds: Rds, { account }: Caller): void {
  const [, , , region = "", owner = ""] = arn.split(":");
  if (owner === account || kmsKeyId !== rds.at(owner, region).keyArn()) return;
  throw new AwsError(
    "KMSKeyNotAccessibleFault",
    `The source snapshot KMS key [${kmsKeyId}] does not exist, is not enabled or you do not have permissions to access it.`,
  );
}

/** Throws if the name is taken, including by a snapshot of another engine or by a snapshot that is being deleted. */
export function mustBeFree(place: RdsPlace, name: string): void {
  if (place.snapshots.has(name)) {
    throw new AwsError(
      "DBClusterSnapshotAlreadyExistsFault",
      `Cannot create the cluster snapshot because one with the identifier ${name} already exists.`,
    );
  }
}

/** Throws if the quota of manual snapshots in this account and region is reached. */
export function mustHaveRoom(place: RdsPlace, most: number): void {
  const manual = place.snapshots.values().filter(({ source }) => source === "manual");
  if (manual.length >= most) {
    throw new AwsError(
      "SnapshotQuotaExceededFault",
      `Cannot create more than ${most} manual snapshots`,
    );
  }
}

/** Throws if the limit of concurrent copies from other regions is reached. Copies within the region do not count. */
export function mustHavePlaces({ snapshots, place }: RdsPlace): void {
  const crossing = snapshots
    .values()
    .filter(
      ({ lifetime, sourceArn }) =>
        lifetime.status === "copying" && sourceArn?.split(":")[3] !== place.region,
    );
  if (crossing.length >= COPIES_AT_ONCE) {
    throw new AwsError(
      "SnapshotQuotaExceededFault",
      `Cannot copy more than ${COPIES_AT_ONCE} snapshots across regions`,
    );
  }
}

/** The error for an operation that the status of the snapshot does not allow. */
export function wrongState({ name, lifetime }: RdsSnapshot, todo: string): AwsError {
  return new AwsError(
    "InvalidDBClusterSnapshotStateFault",
    `The cluster snapshot ${name} is ${lifetime.status} and cannot be ${todo} now.`,
  );
}
