import type { DBClusterSnapshot, DescribeDBClusterSnapshotsMessage } from "@aws-sdk/client-neptune";
import { unless } from "../../aws/errors.js";
import { parseArn, sameNamed } from "../../values/arn.js";
import type { Scope } from "../input.js";
import type { ClusterSnapshotClient, Engine } from "./engine.js";

/** Codes for a snapshot that does not exist. For tag calls the models list only the code of RDS's other snapshots. */
export const snapshotGone = ["DBClusterSnapshotNotFoundFault", "DBSnapshotNotFoundFault"];

/** A snapshot to copy. */
interface FoundSource {
  readonly snapshot: DBClusterSnapshot | undefined;
  /** Whether the snapshot belongs to the caller's account: then its name identifies it within its region. */
  readonly isOwn: boolean;
}

/**
 * Finds the snapshot to copy, in the region of the client. A name finds the caller's own snapshots, so it is tried
 * first. If the snapshot of that name does not have the given ARN, the source belongs to another account, and is found
 * by its ARN.
 */
export async function findSource(
  client: ClusterSnapshotClient,
  named: string,
): Promise<FoundSource> {
  const arn = parseArn(named);
  const name = arn?.name ?? named;
  // AWS shows automatic snapshots only to requests that ask for them.
  const sort = name.startsWith("rds:") ? { SnapshotType: "automated" } : {};
  const describe = async (asked: DescribeDBClusterSnapshotsMessage) =>
    (await client.describeDBClusterSnapshots({ ...sort, ...asked })).DBClusterSnapshots?.[0];
  const byName = describe({ DBClusterSnapshotIdentifier: name });
  if (arn === undefined) {
    return { snapshot: await byName, isOwn: true };
  }
  const own = await unless(snapshotGone, byName);
  if (own?.DBClusterSnapshotArn?.toLowerCase() === named.toLowerCase()) {
    return { snapshot: own, isOwn: true };
  }
  const snapshot = await describe({
    DBClusterSnapshotIdentifier: named,
    ...(sort.SnapshotType === undefined && { IncludeShared: true, IncludePublic: true }),
  });
  return { snapshot, isOwn: false };
}

/** Returns whether two sources are the same. A bare name belongs to the copy's own account. */
export function sameSource(left: string, right: string, { account }: Scope): boolean {
  const accountOf = (text: string) => parseArn(text)?.account ?? account;
  return sameNamed(left, right) && (account === undefined || accountOf(left) === accountOf(right));
}

/** Returns what is wrong with a source of another engine, as a sentence. */
export function otherEngine(
  { engine, title }: Engine,
  what: string,
  found: string | undefined,
): string | undefined {
  return found === engine
    ? undefined
    : `the ${what} has the engine "${found ?? "unknown"}"; expected ${title}`;
}
