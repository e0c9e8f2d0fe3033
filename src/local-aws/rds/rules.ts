import type { TagRules } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import type { RdsCluster, RdsPlace, RdsSnapshot } from "./place.js";
import type { Rds } from "./rds.js";

/** The version of the API that every request names. */
export const API_VERSION = "2014-10-31";

/** How RDS says that a value is wrong. Its model has no such error, and it sends one. */
export const INVALID = "InvalidParameterValue";

/** How RDS says that values do not go together. */
export const COMBINATION = "InvalidParameterCombination";

/** Copies across regions that run at one time into one region of an account. */
const COPIES_AT_ONCE = 5;

/** RDS's limits for tags. */
export const tagRules: TagRules = {
  limit: 50,
  invalid: INVALID,
  tooMany: INVALID,
  reserved: ["rds:"],
};

/** The form of the names of clusters and manual snapshots. */
export const IDENTIFIER = /^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/i;

/** The identifier as it is kept, or an error where it breaks the rules for identifiers. */
export function newIdentifier(name: string, member: string): string {
  if (!IDENTIFIER.test(name)) {
    throw new AwsError(
      INVALID,
      `The parameter ${member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    );
  }
  return name.toLowerCase();
}

/** The cluster of that name, or DBClusterNotFoundFault. */
export function clusterOf(place: RdsPlace, name: string): RdsCluster {
  const cluster = place.clusters.get(name.toLowerCase());
  if (cluster) return cluster;
  throw new AwsError("DBClusterNotFoundFault", `DBCluster ${name} not found.`);
}

/** The snapshot of that name, or DBClusterSnapshotNotFoundFault. */
export function snapshotOf(place: RdsPlace, name: string): RdsSnapshot {
  const snapshot = place.snapshots.get(name);
  if (snapshot) return snapshot;
  throw notFound(name);
}

/** The error for a snapshot that is not there, or not for the caller to see. */
export function notFound(name: string): AwsError {
  return new AwsError("DBClusterSnapshotNotFoundFault", `DBClusterSnapshot not found: ${name}`);
}

/** The error where filters are given to an operation whose documentation says that there are none. */
export function refuseFilters({ Filters = [] }: { readonly Filters?: object[] | undefined }): void {
  if (Filters.length > 0) throw new AwsError(INVALID, "The parameter Filters is not supported.");
}

/** The snapshot that a name or an ARN of any region stands for, if the caller may use it. */
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

/** The error where the data of a snapshot cannot be read: the key that AWS made for its account is for nobody else. */
export function mustReach({ arn, kmsKeyId }: RdsSnapshot, rds: Rds, { account }: Caller): void {
  const [, , , region = "", owner = ""] = arn.split(":");
  if (owner === account || kmsKeyId !== rds.at(owner, region).keyArn()) return;
  throw new AwsError(
    "KMSKeyNotAccessibleFault",
    `The source snapshot KMS key [${kmsKeyId}] does not exist, is not enabled or you do not have permissions to access it.`,
  );
}

/** The error where the name is taken, also by a snapshot of another engine or one that is just being deleted. */
export function mustBeFree(place: RdsPlace, name: string): void {
  if (place.snapshots.has(name)) {
    throw new AwsError(
      "DBClusterSnapshotAlreadyExistsFault",
      `Cannot create the cluster snapshot because one with the identifier ${name} already exists.`,
    );
  }
}

/** The error where a place has as many manual snapshots as it may have. */
export function mustHaveRoom(place: RdsPlace, most: number): void {
  const manual = place.snapshots.values().filter(({ source }) => source === "manual");
  if (manual.length >= most) {
    throw new AwsError(
      "SnapshotQuotaExceededFault",
      `Cannot create more than ${most} manual snapshots`,
    );
  }
}

/** The error where as many copies of other regions are under way as may be. Those within a region do not count. */
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

/** The error for something that cannot be done in the snapshot's status. */
export function wrongState({ name, lifetime }: RdsSnapshot, todo: string): AwsError {
  return new AwsError(
    "InvalidDBClusterSnapshotStateFault",
    `The cluster snapshot ${name} is ${lifetime.status} and cannot be ${todo} now.`,
  );
}
