import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import { type AdviceByText, nameTaken, unless } from "../../aws/errors.js";
import { members } from "../answers.js";
import { checkNamed, letterFirst } from "../input-rules.js";
import { isAutomatic, type TagCalls, type Target } from "../kind.js";
import { fromTagList, toTagList } from "../tag-list.js";
import type { ClusterSnapshotClient, Engine } from "./engine.js";
import { isOf, listingOf } from "./listing.js";
import { sharing } from "./sharing.js";
import { otherEngine, snapshotGone } from "./source.js";

/** What AWS says where an account has all the manual snapshots that it may have. */
export const quotaReached = /cannot create more than/i;
const keepsFewer =
  "Neptune, DocumentDB and RDS together allow 100 manual cluster snapshots in a region. Ask AWS for a higher quota, or delete snapshots that are no longer needed.";

/** How AWS says that it never deletes one when it is asked to, with the code for one that is busy. */
const onlyManual = /only manual/i;

const giveKey =
  "Give the caller kms:CreateGrant and kms:DescribeKey on that key, or pass a key of the resource's region as kmsKeyId.";

/** What to do about a code. */
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
 * What to do where AWS refuses the key of a copy, or that there is none. Whether the source is encrypted is not looked
 * at beforehand: of what AWS encrypts by itself it says that it is not.
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

/** What to do about a code with several meanings, where AWS's text says which. */
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
  limit: 50,
  reserved: ["rds:"],
  list: async (client, ResourceName) =>
    fromTagList((await client.listTagsForResource({ ResourceName })).TagList),
  add: async (client, ResourceName, tags) => {
    await client.addTagsToResource({ ResourceName, Tags: toTagList(tags) });
  },
  remove: async (client, ResourceName, TagKeys) => {
    await client.removeTagsFromResource({ ResourceName, TagKeys });
  },
};

export const identifier = letterFirst(63);

/** What AWS shows under a name, of whatever engine. Automatic ones are shown only to those who ask for such. */
async function describe(client: ClusterSnapshotClient, name: string) {
  const { DBClusterSnapshots = [] } = await client.describeDBClusterSnapshots({
    DBClusterSnapshotIdentifier: name,
    ...(name.startsWith("rds:") && { SnapshotType: "automated" }),
  });
  return DBClusterSnapshots;
}

/** How a cluster snapshot is named. */
export function named(input: string) {
  const unique =
    "Cluster snapshot names must be unique in an account and region, across Neptune, DocumentDB and RDS";
  return { input, isOwn: true, max: 63, inArn: true, unique } as const;
}

export type ClusterService = ReturnType<typeof clusterService>;

/** What cluster snapshots of an engine and copies of them have in common. */
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
    stranger: async (client: ClusterSnapshotClient, { name }: Target) => {
      const [found] = (await unless(snapshotGone, describe(client, name))) ?? [];
      return found && otherEngine(engine, `snapshot "${name}"`, found.Engine);
    },
    delete: async (
      client: ClusterSnapshotClient,
      { DBClusterSnapshotIdentifier }: DBClusterSnapshot,
    ) => {
      await client.deleteDBClusterSnapshot({ DBClusterSnapshotIdentifier });
    },
    headway: ({ PercentProgress }: DBClusterSnapshot) => ({ percent: PercentProgress }),
    ...members<DBClusterSnapshot>({
      arn: "DBClusterSnapshotArn",
      name: "DBClusterSnapshotIdentifier",
      status: "Status",
    }),
  };
}
