import type { DBClusterSnapshot, DescribeDBClusterSnapshotsMessage } from "@aws-sdk/client-neptune";
import { type AdviceByText, hasCode } from "../../aws/errors.js";
import { parseArn, sameNamed } from "../../values/arn.js";
import type { Scope } from "../input.js";
import type { ClusterSnapshotClient } from "./client.js";

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

/**
 * What to do where AWS refuses the key of a copy, or that there is none. Whether the source is encrypted is not looked
 * at beforehand: of what AWS encrypts by itself it says that it is not.
 */
export const keyAdvice: readonly AdviceByText[] = [
  {
    code: "InvalidParameterValue",
    text: /must specify new kms key/i,
    todo: "The source is encrypted with a key of its own region, which cannot be used in another region. Pass a key of the copy's region as kmsKeyId.",
  },
  {
    code: "KMSKeyNotAccessible",
    text: /kms key \[none\]/i,
    todo: "The source is encrypted with a key of another account. Pass a key of the copy's own account and region as kmsKeyId.",
  },
  {
    code: "KMSKeyNotAccessible",
    text: /source snapshot kms key/i,
    todo: "The policy of that key must allow the caller kms:CreateGrant and kms:DescribeKey. The default key of another account cannot allow that. In that case, ask the owner to copy the snapshot with a key of their own and to share that copy.",
  },
  ...["InvalidParameterCombination", "InvalidParameterValue"].map((code) => ({
    code,
    text: /not encrypted|unencrypted/i,
    todo: "A copy cannot encrypt an unencrypted snapshot. Omit kmsKeyId, or restore the source into an encrypted cluster and take a snapshot of that cluster.",
  })),
];

/** Whether two sources are the same. A bare name is one of the copy's own account. */
export function sameSource(left: string, right: string, { account }: Scope): boolean {
  const accountOf = (text: string) => parseArn(text)?.account ?? account;
  return sameNamed(left, right) && (account === undefined || accountOf(left) === accountOf(right));
}
