import type { MemoryDB, Snapshot } from "@aws-sdk/client-memorydb";
import { tellingOperations } from "../aws/clients.js";
import type { ClientConfig } from "../aws/connection.js";
import { sdk } from "../aws/sdk.js";
import { nameOrArnName, optionalName } from "../values/arn.js";
import { members } from "./answers.js";
import {
  type BucketCopyInputs,
  bucketCopy,
  bucketCopyRules,
  copyRequest,
} from "./bucket-copies.js";
import { declared, type InputRule, type InputsOf } from "./input.js";
import { checkNamed, kmsKey, nameOfForm, sourceNearby, takenOf } from "./input-rules.js";
import { isAutomatic, type Kind, type Listing, type TagCalls, type Target } from "./kind.js";
import { fromTagList, toTagList } from "./tag-list.js";

const tagging: TagCalls<MemoryDB> = {
  limit: 200,
  absent: ["TagNotFoundFault"],
  list: async (client, ResourceArn) =>
    fromTagList((await client.listTags({ ResourceArn })).TagList),
  add: async (client, ResourceArn, tags) => {
    await client.tagResource({ ResourceArn, Tags: toTagList(tags) });
  },
  remove: async (client, ResourceArn, TagKeys) => {
    await client.untagResource({ ResourceArn, TagKeys });
  },
};

const listing: Listing<MemoryDB, Snapshot> = {
  pages: async function* (client, { source, details, mustBeComplete }) {
    const asked = {
      ClusterName: optionalName(source),
      Source: mustBeComplete ? undefined : "user",
      ShowDetail: details || undefined,
    };
    for await (const { Snapshots = [] } of client.paginateDescribeSnapshots(asked)) {
      yield Snapshots.filter(({ Source }) => !isAutomatic(Source));
    }
  },
  sourceInput: "clusterName",
  createdAt: ({ ClusterConfiguration }) => ClusterConfiguration?.Shards?.[0]?.SnapshotCreationTime,
  deleteCommand: "aws memorydb delete-snapshot --snapshot-name",
};

function source(noun: "cluster" | "snapshot"): InputRule {
  const named = { service: "MemoryDB", arnService: "memorydb", noun, arnType: noun };
  return sourceNearby(named);
}

const unique = "MemoryDB snapshot names must be unique in an account and region";

const snapshotName = nameOfForm("MemoryDB", 255, {
  form: /^(?!.*--)[a-z0-9-]*[a-z0-9]$/,
  must: "must consist of letters, digits and hyphens, with no two hyphens in a row and no hyphen at the end",
});

/** The common part of snapshots and copies. */
const memorydb = {
  service: "memorydb",
  arnType: "snapshot",
  isAutomatic: ({ Source }: Snapshot) => isAutomatic(Source),
  finished: ["available", "restoring"],
  failed: ["failed"],
  codes: {
    gone: ["SnapshotNotFoundFault"],
    exists: ["SnapshotAlreadyExistsFault"],
    busy: ["InvalidClusterStateFault", "InvalidSnapshotStateFault"],
    undeletable: ["InvalidSnapshotStateFault"],
  },
  actions: "memorydb",
  advice: {
    "CreateSnapshot:ClusterNotFound": checkNamed("clusterName", "cluster"),
    "CreateSnapshot:SnapshotQuotaExceeded":
      "MemoryDB allows 20 manual snapshots of a cluster in 24 hours, including deleted snapshots. Wait until the oldest of them is a day old.",
    "CopySnapshot:SnapshotNotFound": checkNamed("sourceSnapshotName", "snapshot"),
    ServiceLinkedRoleNotFound:
      "Create the role with `aws iam create-service-linked-role --aws-service-name memorydb.amazonaws.com`.",
  },
  tagging,
  listing,
  connect: async (config: ClientConfig) => tellingOperations(new (sdk.memorydb().MemoryDB)(config)),
  find: async (client: MemoryDB, { name }: Target) =>
    (await client.describeSnapshots({ SnapshotName: name, ShowDetail: true })).Snapshots?.[0],
  delete: async (client: MemoryDB, { Name }: Snapshot) => {
    await client.deleteSnapshot({ SnapshotName: Name });
  },
  ...members<Snapshot>({ arn: "ARN", name: "Name", status: "Status" }),
} as const;

/** @see https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateSnapshot.html */
export const snapshot: Kind<MemoryDB, Snapshot, InputsOf<"memorydb:Snapshot", "snapshotName">> = {
  ...memorydb,
  ...declared("memorydb:Snapshot", {
    clusterName: source("cluster"),
    snapshotName,
    kmsKeyId: kmsKey,
  }),
  label: "MemoryDB snapshot",
  naming: { input: "snapshotName", isOwn: true, max: 255, inArn: true, unique },
  madeFrom: takenOf("clusterName", "cluster", async (client: MemoryDB, ClusterName) => {
    const { Clusters } = await client.describeClusters({ ClusterName });
    return Clusters?.[0]?.Status;
  }),
  makes: "snapshot",
  inputsFrom: ({ ClusterConfiguration }) => ({ clusterName: ClusterConfiguration?.Name }),
  create: async (client, inputs, tags) => {
    const { Snapshot } = await client.createSnapshot({
      ClusterName: nameOrArnName(inputs.clusterName),
      SnapshotName: inputs.snapshotName,
      KmsKeyId: inputs.kmsKeyId,
      Tags: toTagList(tags),
    });
    return Snapshot;
  },
};

/** @see https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CopySnapshot.html */
export const snapshotCopy: Kind<MemoryDB, Snapshot, BucketCopyInputs> = {
  ...memorydb,
  ...declared("memorydb:SnapshotCopy", bucketCopyRules(source("snapshot"), snapshotName)),
  label: "MemoryDB snapshot copy",
  ...bucketCopy(memorydb, unique),
  create: async (client, inputs, tags) =>
    (await client.copySnapshot(copyRequest(inputs, tags))).Snapshot,
};
