import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import type { ClusterSnapshotClient } from "./cluster-snapshot-client.js";
import type { Place, Scope } from "./kind.js";
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
