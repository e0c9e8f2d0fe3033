import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import { type AdviceByText, nameTaken, unless } from "../../aws/errors.js";
import { members } from "../answers.js";
import { checkNamed, letterFirst } from "../input-rules.js";
import { isAutomatic, type TagCalls, type Target } from "../kind.js";
import { resourceNameTags } from "../tag-list.js";
import type { ClusterSnapshotClient, Engine } from "./engine.js";
import { isOf, listingOf } from "./listing.js";
import { sharing } from "./sharing.js";
import { otherEngine, snapshotGone } from "./source.js";

/** AWS's message if the account has reached its quota of manual snapshots. */
export const quotaReached = /cannot create more than/i;
const keepsFewer =
  "Neptune, DocumentDB and RDS together allow 100 manual cluster snapshots in a region. Ask AWS for a higher quota, or delete snapshots that are no longer needed.";

/** AWS's message if the snapshot can never be deleted by a call. The code is the same as for a busy snapshot. */
const onlyManual = /only manual/i;

const giveKey =
  "Give the caller kms:CreateGrant and kms:DescribeKey on that key, or pass a key of the resource's region as kmsKeyId.";

/** Advice by code. */
const advice = {
  DBClusterNotFound: checkNamed("dbClusterIdentifier", "cluster"),
  "DescribeDBClusterSnapshots:DBClusterSnapshotNotFound":
    "Check sourceDbClusterSnapshotIdentifier and sourceRegion. A snapshot of another account must be shared with this account.",
  "CopyDBClusterSnapshot:DBClusterSnapshotNotFound":
    "Check sourceDbClusterSnapshotIdentifier. The snapshot existed a moment ago.",
  DBClusterSnapshotAlreadyExists: `${nameTaken} Cluster snapshot names must be unique across Neptune, DocumentDB and RDS.`,
  KMSKeyNotAccessible: giveKey,
  "CopyDBClusterSnapshot:KMSKeyNotAccessible": `${giveKey} A snapshot of another account that is encrypted with AWS's default key cannot be copied. That account must first copy it with a key of its own, and share the copy and the key.`,
  SharedSnapshotQuotaExceeded:
    "A snapshot can be shared with 20 accounts. Remove some from sharedAccounts.",
  SnapshotQuotaExceeded: keepsFewer,
  "CopyDBClusterSnapshot:SnapshotQuotaExceeded": `AWS does not say which quota is exceeded. Fewer copies are in progress than AWS allows at a time, so it may be the number of snapshots. ${keepsFewer}`,
};

/**
 * Advice if AWS refuses the key of a copy, or refuses a copy without a key. The encryption of the source is not read
 * beforehand, because AWS reports snapshots that it encrypts by default as unencrypted.
 */
const keyAdvice: readonly AdviceByText[] = [
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

/** Advice for codes with several meanings, by AWS's message. */
const texts: readonly AdviceByText[] = [
  ...keyAdvice,
  {
    code: "InvalidDBClusterSnapshotState",
    text: onlyManual,
    todo: "AWS created this snapshot automatically, and deletes it automatically. Remove it from the stack with `pulumi state delete`.",
  },
  { code: "SnapshotQuotaExceeded", text: quotaReached, todo: keepsFewer },
  {
    code: "InvalidParameterValue",
    text: /presignedurl could not be authenticated/i,
    todo: "The URL is signed by the caller for the region of the source. Check that this machine's clock is right, and that the caller is allowed rds:CopyDBClusterSnapshot in that region too.",
  },
];

const tagging: TagCalls<ClusterSnapshotClient> = {
  ...resourceNameTags,
  limit: 50,
  reserved: ["rds:"],
};

export const identifier = letterFirst(63);

/** Returns the snapshots that AWS shows under a name, of any engine. AWS shows automatic snapshots only on request. */
async function describe(client: ClusterSnapshotClient, name: string) {
  const { DBClusterSnapshots = [] } = await client.describeDBClusterSnapshots({
    DBClusterSnapshotIdentifier: name,
    ...(name.startsWith("rds:") && { SnapshotType: "automated" }),
  });
  return DBClusterSnapshots;
}

/** Returns the rules for the name of a cluster snapshot. */
export function named(input: string) {
  const unique =
    "Cluster snapshot names must be unique in an account and region, across Neptune, DocumentDB and RDS";
  return { input, isOwn: true, max: 63, inArn: true, unique } as const;
}

export type ClusterService = ReturnType<typeof clusterService>;

/** Returns the common part of an engine's cluster snapshots and their copies. */
export function clusterService(engine: Engine) {
  return {
    ...engine,
    arnType: "cluster-snapshot",
    isAutomatic: ({ SnapshotType }: DBClusterSnapshot) => isAutomatic(SnapshotType),
    finished: ["available"],
    failed: ["failed", "incompatible-restore", "incompatible-parameters"],
    codes: {
      gone: snapshotGone,
      exists: ["DBClusterSnapshotAlreadyExistsFault"],
      busy: ["InvalidDBClusterStateFault", "InvalidDBClusterSnapshotStateFault"],
      undeletable: [{ code: "InvalidDBClusterSnapshotStateFault", saysNot: onlyManual }],
    },
    actions: "rds",
    advice,
    texts,
    settings: { sharedAccounts: sharing },
    tagging,
    listing: listingOf(engine),
    find: async (client: ClusterSnapshotClient, { name }: Target) =>
      (await describe(client, name)).find(isOf(engine)),
    whyNotFound: async (client: ClusterSnapshotClient, { name }: Target) => {
      const [found] = (await unless(snapshotGone, describe(client, name))) ?? [];
      return found && otherEngine(engine, `snapshot "${name}"`, found.Engine);
    },
    delete: async (
      client: ClusterSnapshotClient,
      { DBClusterSnapshotIdentifier }: DBClusterSnapshot,
    ) => {
      await client.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier });
    },
    awsProgress: ({ PercentProgress }: DBClusterSnapshot) => ({ percent: PercentProgress }),
    ...members<DBClusterSnapshot>({
      arn: "DBClusterSnapshotArn",
      name: "DBClusterSnapshotIdentifier",
      status: "Status",
    }),
  };
}
