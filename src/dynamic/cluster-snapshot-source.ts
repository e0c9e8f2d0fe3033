import type { DBClusterSnapshot, DescribeDBClusterSnapshotsMessage } from "@aws-sdk/client-neptune";
import type { ClusterSnapshotClient } from "./cluster-snapshot-client.js";
import { hasCode } from "./errors.js";
import type { Place, Scope } from "./kind.js";
import { parseArn, sameNamed } from "./names.js";

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
  const own = await byName.catch((error: unknown) => {
    if (hasCode(error, snapshotGone)) {
      return undefined;
    }
    throw error;
  });
  if (own?.DBClusterSnapshotArn?.toLowerCase() === named.toLowerCase()) {
    return { snapshot: own, isOwn: true };
  }
  const snapshot = await describe({
    DBClusterSnapshotIdentifier: named,
    ...(sort.SnapshotType === undefined && { IncludeShared: true, IncludePublic: true }),
  });
  return { snapshot, isOwn: false };
}

/** Which key a copy needs, or must not have: AWS refuses the others, in words that do not say why. */
export async function encryptionProblem(
  source: DBClusterSnapshot | undefined,
  kmsKeyId: string | undefined,
  { region, account }: Place,
): Promise<string | undefined> {
  const arn = parseArn(source?.DBClusterSnapshotArn ?? "");
  if (source?.StorageEncrypted !== true) {
    return kmsKeyId === undefined
      ? undefined
      : "the source is not encrypted, and a copy cannot add that: leave kmsKeyId out, or restore the source into an encrypted cluster and take a snapshot of that";
  }
  if (kmsKeyId !== undefined || arn === undefined) {
    return undefined;
  }
  if (arn.region !== region) {
    return `the source is encrypted with a key of ${arn.region}, which does not leave that region: pass a key of ${region} as kmsKeyId`;
  }
  return arn.account === (await account())
    ? undefined
    : `the source is encrypted with a key of account ${arn.account}: pass a key of this account as kmsKeyId`;
}

/** Whether two sources are the same. A bare name is one of the copy's own account. */
export function sameSource(left: string, right: string, { account }: Scope): boolean {
  const accountOf = (text: string) => parseArn(text)?.account ?? account;
  return sameNamed(left, right) && (account === undefined || accountOf(left) === accountOf(right));
}

/** The region that an ARN names. */
export function regionOf(source: unknown): string | undefined {
  return typeof source === "string" ? parseArn(source)?.region : undefined;
}
