import type { DBClusterSnapshot, DescribeDBClusterSnapshotsMessage } from "@aws-sdk/client-neptune";
import { unless } from "../../aws/errors.js";
import { parseArn, sameNamed } from "../../values/arn.js";
import type { Scope } from "../input.js";
import type { ClusterSnapshotClient, Engine } from "./engine.js";

/** Codes of a snapshot that is not there. The models give the calls about tags that of RDS's other snapshots only. */
export const snapshotGone = ["DBClusterSnapshotNotFoundFault", "DBSnapshotNotFoundFault"];

/** A snapshot to copy. */
interface FoundSource {
  readonly snapshot: DBClusterSnapshot | undefined;
  /** Whether it is of the caller's own account: in its region its name then says which it is. */
  readonly isOwn: boolean;
}

/**
 * The snapshot to copy, in the region of the client. It is asked for by its name, by which AWS shows the caller's own
 * ones; only where that is another one than the ARN says it is one of another account, which goes by its ARN.
 */
export async function findSource(
  client: ClusterSnapshotClient,
  named: string,
): Promise<FoundSource> {
  const arn = parseArn(named);
  const name = arn?.name ?? named;
  // Automatic ones are found only by those who say so.
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

/** Whether two sources are the same. A bare name is one of the copy's own account. */
export function sameSource(left: string, right: string, { account }: Scope): boolean {
  const accountOf = (text: string) => parseArn(text)?.account ?? account;
  return sameNamed(left, right) && (account === undefined || accountOf(left) === accountOf(right));
}

/** What is wrong with a source that is of another engine, as a sentence. */
export function otherEngine(
  { engine, title }: Engine,
  what: string,
  found: string | undefined,
): string | undefined {
  return found === engine
    ? undefined
    : `the ${what} has the engine "${found ?? "unknown"}"; expected ${title}`;
}
