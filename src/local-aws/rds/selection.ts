import type { DescribeDBClusterSnapshotsMessage } from "@aws-sdk/client-neptune";
import { filteredListing } from "../store/listing-filters.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import type { Checked } from "../wire/service.js";
import { filtered } from "./filters.js";
import type { RdsSnapshot } from "./place.js";
import type { Rds } from "./rds.js";
import { COMBINATION, INVALID, notFound, refuseFilters, usableSnapshot } from "./rules.js";

type Asked = Checked<DescribeDBClusterSnapshotsMessage>;

/** Returns the snapshots that a describe request selects, including those of other accounts if it asks for them. */
export function selected(rds: Rds, input: Asked, caller: Caller): RdsSnapshot[] {
  const { DBClusterIdentifier, DBClusterSnapshotIdentifier: named, SnapshotType } = input;
  if (DBClusterIdentifier !== undefined && named !== undefined) {
    throw new AwsError(
      COMBINATION,
      "DBClusterIdentifier and DBClusterSnapshotIdentifier cannot be used together.",
    );
  }
  if (!["manual", "automated", "shared", "public", undefined].includes(SnapshotType)) {
    throw new AwsError(INVALID, `There are no cluster snapshots of the type ${SnapshotType}.`);
  }
  if (rds.behaviour.clusterSnapshotFilters === "refused") refuseFilters(input);
  if (named !== undefined) {
    const snapshot = usableSnapshot(rds, caller, named);
    // Automatic snapshots are found by name only if the request asks for that type.
    const isMeant = snapshot.source === "manual" || SnapshotType === "automated";
    const isKnown =
      rds.behaviour.describedByArn || !named.startsWith("arn:") || !isOwn(snapshot, caller);
    if (isMeant && isKnown && isAsked(snapshot, input, caller)) return [snapshot];
    throw notFound(named);
  }
  const clusterNamed = DBClusterIdentifier?.toLowerCase();
  const { listingFilters } = rds.behaviour;
  const asked = listingFilters === "ignored" ? { ...input, SnapshotType: undefined } : input;
  const found = filteredListing(
    rds
      .all()
      .flatMap(({ snapshots }) => snapshots.values())
      .filter((snapshot) => isAsked(snapshot, asked, caller)),
    {
      source: ({ clusterName }) => clusterName === (clusterNamed ?? clusterName),
      sort: SnapshotType === undefined ? undefined : () => true,
    },
    rds.behaviour,
  );
  return filtered(found, input.Filters ?? [], {
    "db-cluster-id": ({ arn, clusterName }) => [
      clusterName,
      arn.replace(/cluster-snapshot:.*/, `cluster:${clusterName}`),
    ],
    "db-cluster-snapshot-id": ({ name }) => [name],
    "snapshot-type": (snapshot) => [typeOf(snapshot, caller)],
    engine: ({ engine }) => [engine],
  });
}

/** Returns the relation of the caller to a snapshot. A snapshot of another account can be public as well as shared. */
export function typeOf(snapshot: RdsSnapshot, caller: Caller): string {
  if (isOwn(snapshot, caller)) return snapshot.source;
  return snapshot.sharedWith.has(caller.account) ? "shared" : "public";
}

/** Returns whether a snapshot is in the region and of the types that the request asks for. */
function isAsked(
  snapshot: RdsSnapshot,
  { SnapshotType, IncludeShared, IncludePublic }: Asked,
  caller: Caller,
): boolean {
  if (snapshot.arn.split(":")[3] !== caller.region) return false;
  const isPublic = snapshot.sharedWith.has("all");
  if (SnapshotType === "public") return isPublic;
  if (isOwn(snapshot, caller)) return snapshot.source === (SnapshotType ?? snapshot.source);
  const isShared = snapshot.sharedWith.has(caller.account);
  if (SnapshotType !== undefined) return SnapshotType === "shared" && isShared;
  return (isShared && IncludeShared === true) || (isPublic && IncludePublic === true);
}

function isOwn({ arn }: RdsSnapshot, { account }: Caller): boolean {
  return arn.split(":")[4] === account;
}
