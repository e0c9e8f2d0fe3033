import type { MemoryDBClient, Snapshot } from "@aws-sdk/client-memorydb";
import { tellingOperations } from "../aws/clients.js";
import type { ClientConfig } from "../aws/connection.js";
import { sdk } from "../aws/sdk.js";
import { nameOrArnName, optionalName } from "../values/arn.js";
import type { Props } from "../values/json.js";
import { bucketCopy, copyRequest } from "./bucket-copies.js";
import { camelCased } from "./camel-case.js";
import type { InputSpec } from "./input.js";
import { kmsKey, lowerCase, sourceNearby } from "./input-rules.js";
import { isAutomatic, type Kind, type Listing, type TagCalls, type Target } from "./kind.js";
import { fromTagList, toTagList } from "./tag-list.js";

const tagging: TagCalls<MemoryDBClient> = {
  limit: 200,
  absent: ["TagNotFoundFault"],
  list: async (client, ResourceArn) => {
    const { ListTagsCommand } = sdk.memorydb();
    const { TagList } = await client.send(new ListTagsCommand({ ResourceArn }));
    return fromTagList(TagList);
  },
  add: async (client, ResourceArn, tags) => {
    const { TagResourceCommand } = sdk.memorydb();
    await client.send(new TagResourceCommand({ ResourceArn, Tags: toTagList(tags) }));
  },
  remove: async (client, ResourceArn, TagKeys) => {
    const { UntagResourceCommand } = sdk.memorydb();
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys }));
  },
};

const listing: Listing<MemoryDBClient, Snapshot> = {
  pages: async function* (client, { inputs, details, isProof }) {
    const { paginateDescribeSnapshots } = sdk.memorydb();
    const asked = {
      ClusterName: optionalName(inputs?.optional("clusterName")),
      Source: isProof ? undefined : "user",
      ShowDetail: details || undefined,
    };
    for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, asked)) {
      yield Snapshots.filter(({ Source }) => !isAutomatic(Source));
    }
  },
  takenOf: ["clusterName"],
  madeAt: ({ ClusterConfiguration }) => ClusterConfiguration?.Shards?.[0]?.SnapshotCreationTime,
  deleteCommand: "aws memorydb delete-snapshot --snapshot-name",
};

function source(what: "cluster" | "snapshot"): InputSpec {
  const named = { service: "MemoryDB", arnService: "memorydb", what, arnType: what };
  return { ...sourceNearby(named), required: true };
}

const unique = "MemoryDB snapshot names must be unique in an account and region";

const snapshotName: InputSpec = {
  replaces: true,
  fold: lowerCase,
  problem: (value) => {
    if (value.length > 255) {
      return `has ${value.length} characters; MemoryDB allows 1 to 255`;
    }
    return /^[a-z0-9-]+$/.test(value) && !value.includes("--") && !value.endsWith("-")
      ? undefined
      : "must consist of letters, digits and hyphens, with no two hyphens in a row and no hyphen at the end";
  },
};

/** What snapshots and copies have in common. */
const memorydb = {
  service: "memorydb",
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
    "CreateSnapshot:ClusterNotFound":
      "Check clusterName. The cluster must be in this region and account.",
    "CreateSnapshot:SnapshotQuotaExceeded":
      "MemoryDB allows 20 manual snapshots of a cluster in 24 hours, including deleted snapshots. Wait until the first is a day old.",
    "CopySnapshot:SnapshotNotFound":
      "Check sourceSnapshotName. The snapshot must be in this region and account.",
    ServiceLinkedRoleNotFound:
      "Create the role with `aws iam create-service-linked-role --aws-service-name memorydb.amazonaws.com`.",
  },
  tagging,
  listing,
  connect: async (config: ClientConfig) => {
    const { MemoryDBClient } = sdk.memorydb();
    return tellingOperations(new MemoryDBClient(config));
  },
  find: async (client: MemoryDBClient, { name }: Target) => {
    const { DescribeSnapshotsCommand } = sdk.memorydb();
    const { Snapshots } = await client.send(
      new DescribeSnapshotsCommand({ SnapshotName: name, ShowDetail: true }),
    );
    return Snapshots?.[0];
  },
  delete: async (client: MemoryDBClient, { Name }: Snapshot) => {
    const { DeleteSnapshotCommand } = sdk.memorydb();
    await client.send(new DeleteSnapshotCommand({ SnapshotName: Name }));
  },
  arn: (snapshot: Snapshot) => snapshot.ARN,
  nameOf: (snapshot: Snapshot) => snapshot.Name,
  status: (snapshot: Snapshot) => snapshot.Status,
  outputs,
} as const;

/** @see https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateSnapshot.html */
export const snapshot: Kind<MemoryDBClient, Snapshot> = {
  ...memorydb,
  name: "memorydb:Snapshot",
  label: "MemoryDB snapshot",
  doing: "creating",
  naming: { input: "snapshotName", max: 255, inArn: true, unique },
  inputs: { clusterName: source("cluster"), snapshotName, kmsKeyId: kmsKey },
  create: async (client, inputs, tags) => {
    const { CreateSnapshotCommand } = sdk.memorydb();
    const { Snapshot } = await client.send(
      new CreateSnapshotCommand({
        ClusterName: nameOrArnName(inputs.text("clusterName")),
        SnapshotName: inputs.text("snapshotName"),
        KmsKeyId: inputs.optional("kmsKeyId"),
        Tags: toTagList(tags),
      }),
    );
    return Snapshot;
  },
  sourceStatus: async (client, inputs) => {
    const { DescribeClustersCommand } = sdk.memorydb();
    const name = nameOrArnName(inputs.text("clusterName"));
    const { Clusters } = await client.send(new DescribeClustersCommand({ ClusterName: name }));
    return { what: `cluster "${name}"`, status: Clusters?.[0]?.Status };
  },
  lookedUp: ({ ClusterConfiguration }) => ({ clusterName: ClusterConfiguration?.Name }),
};

/** @see https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CopySnapshot.html */
export const snapshotCopy: Kind<MemoryDBClient, Snapshot> = {
  ...memorydb,
  name: "memorydb:SnapshotCopy",
  label: "MemoryDB snapshot copy",
  ...bucketCopy(source("snapshot"), snapshotName, unique),
  create: async (client, inputs, tags) => {
    const { CopySnapshotCommand } = sdk.memorydb();
    const { Snapshot } = await client.send(new CopySnapshotCommand(copyRequest(inputs, tags)));
    return Snapshot;
  },
  sourceStatus: async (client, inputs) => {
    const name = nameOrArnName(inputs.text("sourceSnapshotName"));
    const found = await memorydb.find(client, { name, arn: undefined });
    return { what: `snapshot "${name}"`, status: found?.Status };
  },
};

/** Every member of a snapshot. The name and the ARN come from the inputs and the id. */
function outputs({ Name: _, ARN: __, ...members }: Snapshot): Props {
  return camelCased(members);
}
