import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import type { ClusterSnapshotClient } from "./cluster-snapshot-client.js";
import type { AdviceByText } from "./errors.js";
import type { Scope } from "./kind.js";
import { nameOrArnName, parseArn, sameNamed } from "./names.js";

/** The snapshot to copy, asked for as its form needs it. */
export async function findSource(
  client: ClusterSnapshotClient,
  named: string,
): Promise<DBClusterSnapshot | undefined> {
  const isArn = parseArn(named) !== undefined;
  const isAutomatic = nameOrArnName(named).startsWith("rds:");
  const { DBClusterSnapshots } = await client.describeDBClusterSnapshots({
    DBClusterSnapshotIdentifier: named,
    // Automatic ones, and those of other accounts, are found only by those who say so.
    ...(isAutomatic
      ? { SnapshotType: "automated" }
      : isArn
        ? { IncludeShared: true, IncludePublic: true }
        : {}),
  });
  return DBClusterSnapshots?.[0];
}

/**
 * What to do where AWS refuses the key of a copy, or that there is none. Whether the source is encrypted is not looked
 * at beforehand: of what AWS encrypts by itself it says that it is not.
 */
export const keyAdvice: readonly AdviceByText[] = [
  {
    code: "InvalidParameterValue",
    text: /must specify new kms key/i,
    todo: "The source is encrypted with a key of its own region, which does not leave that region: pass a key of the copy's region as kmsKeyId.",
  },
  {
    code: "KMSKeyNotAccessible",
    text: /kms key \[none\]/i,
    todo: "The source is encrypted with a key of another account: pass a key of the copy's own account and region as kmsKeyId.",
  },
  {
    code: "KMSKeyNotAccessible",
    text: /source snapshot kms key/i,
    todo: "The policy of that key must allow the caller kms:CreateGrant and kms:DescribeKey. Where it is the default key of another account nobody can allow that: have the owner copy the snapshot with a key of its own, and share that copy.",
  },
  ...["InvalidParameterCombination", "InvalidParameterValue"].map((code) => ({
    code,
    text: /not encrypted|unencrypted/i,
    todo: "A copy cannot encrypt what is not encrypted: leave kmsKeyId out, or restore the source into an encrypted cluster and take a snapshot of that.",
  })),
];

/** Whether two sources are the same. A bare name is one of the copy's own account. */
export function sameSource(left: string, right: string, { account }: Scope): boolean {
  const accountOf = (text: string) => parseArn(text)?.account ?? account;
  return sameNamed(left, right) && (account === undefined || accountOf(left) === accountOf(right));
}
