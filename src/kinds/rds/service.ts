import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import { type AdviceByText, nameTaken } from "../../aws/errors.js";
import { members } from "../answers.js";
import { checkNamed, letterFirst } from "../input-rules.js";
import type { TagCalls, Target } from "../kind.js";
import { fromTagList, toTagList } from "../tag-list.js";
import type { ClusterSnapshotClient, Engine } from "./engine.js";
import { isOf, listingOf } from "./listing.js";
import { sharing } from "./sharing.js";
import { snapshotGone } from "./source.js";

/** What AWS says where an account has all the manual snapshots that it may have. */
export const quotaReached = /cannot create more than/i;
const keepsFewer =
  "Neptune, DocumentDB and RDS together keep 100 manual cluster snapshots in a region: ask AWS for a higher quota, or delete some that are no longer needed.";

/** How AWS says that it never deletes one when it is asked to, with the code for one that is busy. */
const onlyManual = /only manual/i;

const giveKey =
  "Give the caller kms:CreateGrant and kms:DescribeKey on that key, or pass a key of the resource's region as kmsKeyId.";

/** What to do about a code. */
const advice = {
  DBClusterNotFound: checkNamed("dbClusterIdentifier", "cluster"),
  "DescribeDBClusterSnapshots:DBClusterSnapshotNotFound":
    "Check sourceDbClusterSnapshotIdentifier and sourceRegion, and that the snapshot is shared with this account if it is another one's.",
  "CopyDBClusterSnapshot:DBClusterSnapshotNotFound":
    "Check sourceDbClusterSnapshotIdentifier: it was there a moment ago.",
  DBClusterSnapshotAlreadyExists: `${nameTaken} Neptune, DocumentDB and RDS share the names of an account and region.`,
  KMSKeyNotAccessible: giveKey,
  "CopyDBClusterSnapshot:KMSKeyNotAccessible": `${giveKey} A snapshot of another account under AWS's default key cannot be copied: let that account copy it under a key of its own first, and share the copy and the key.`,
  SharedSnapshotQuotaExceeded:
    "A snapshot can be shared with 20 accounts: take some out of sharedAccounts.",
  SnapshotQuotaExceeded: keepsFewer,
  "CopyDBClusterSnapshot:SnapshotQuotaExceeded": `AWS does not say what there is too much of. Fewer copies are under way than it makes at one time, so it may be the number of snapshots. ${keepsFewer}`,
};

/**
 * What to do where AWS refuses the key of a copy, or that there is none. Whether the source is encrypted is not looked
 * at beforehand: of what AWS encrypts by itself it says that it is not.
 */
const keyAdvice: readonly AdviceByText[] = [
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

/** What to do about a code with several meanings, where AWS's text says which. */
const texts: readonly AdviceByText[] = [
  ...keyAdvice,
  {
    code: "InvalidDBClusterSnapshotState",
    text: onlyManual,
    todo: "AWS took it by itself and deletes it by itself: take it out of the stack with `pulumi state delete`.",
  },
  { code: "SnapshotQuotaExceeded", text: quotaReached, todo: keepsFewer },
  {
    code: "InvalidParameterValue",
    text: /presignedurl could not be authenticated/i,
    todo: "The URL is signed as the caller for the region of the source: check that the clock of this machine is right, and that the caller may do rds:CopyDBClusterSnapshot in that region too.",
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

/** How a cluster snapshot is named. */
export function named(input: string) {
  const unique =
    "Neptune, DocumentDB and RDS together have one cluster snapshot of a name in an account and region";
  return { input, isOwn: true, max: 63, inArn: true, unique } as const;
}

export type ClusterService = ReturnType<typeof clusterService>;

/** What cluster snapshots of an engine and copies of them have in common. */
export function clusterService(engine: Engine) {
  return {
    ...engine,
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
    find: async (client: ClusterSnapshotClient, { name }: Target) => {
      const asked = { DBClusterSnapshotIdentifier: name };
      const { DBClusterSnapshots } = await client.describeDBClusterSnapshots(asked);
      return DBClusterSnapshots?.find(isOf(engine));
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
