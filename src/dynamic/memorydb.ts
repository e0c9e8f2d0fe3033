import type { MemoryDBClient, Snapshot } from "@aws-sdk/client-memorydb";
import { keyProblem } from "./check.js";
import { tellingOperations } from "./clients.js";
import type { ClientConfig } from "./connection.js";
import type { InputSpec, Kind, Props, TagCalls } from "./kind.js";
import { nameOrArnName, parseArn, sameNamed } from "./names.js";
import { sdk } from "./sdk.js";
import { fromTagList, toTagList } from "./tags.js";

const tagging: TagCalls<MemoryDBClient> = {
  limit: 200,
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

/** A cluster or snapshot to work from: its name, or its ARN in the same region. */
function source(type: "cluster" | "snapshot"): InputSpec {
  return {
    required: true,
    replaces: true,
    ownAccount: true,
    problem: (value, { region }) => {
      const arn = parseArn(value);
      if (arn === undefined) {
        return undefined;
      }
      if (arn.service !== "memorydb" || arn.type !== type) {
        return `is the ARN of something else than a MemoryDB ${type}`;
      }
      return region === undefined || arn.region === region
        ? undefined
        : `is in ${arn.region}, and the resource in ${region}: MemoryDB works within one region`;
    },
    same: sameNamed,
  };
}

const kmsKeyId: InputSpec = {
  replaces: true,
  answered: true,
  problem: (value, { region }) => keyProblem(value, region),
  same: (left, right) => left === right || keyId(left) === keyId(right),
};

const snapshotName: InputSpec = {
  replaces: true,
  fold: (value) => value.toLowerCase(),
  problem: (value) => {
    if (value.length > 255) {
      return `has ${value.length} characters; MemoryDB takes 1 to 255`;
    }
    return /^[a-z0-9-]+$/.test(value) && !value.includes("--") && !value.endsWith("-")
      ? undefined
      : "must be of letters, digits and hyphens, with no two hyphens in a row and none at the end";
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
      "Check clusterName, and that the cluster is in this region and account.",
    "CreateSnapshot:SnapshotQuotaExceeded":
      "MemoryDB makes 20 manual snapshots of a cluster in 24 hours, deleted ones counted: wait until the first is a day old.",
    "CopySnapshot:SnapshotNotFound":
      "Check sourceSnapshotName, and that the snapshot is in this region and account.",
    ServiceLinkedRoleNotFound:
      "Make the role with `aws iam create-service-linked-role --aws-service-name memorydb.amazonaws.com`.",
  },
  tagging,
  connect: async (config: ClientConfig) => {
    const { MemoryDBClient } = sdk.memorydb();
    return tellingOperations(new MemoryDBClient(config));
  },
  find: async (client: MemoryDBClient, SnapshotName: string) => {
    const { DescribeSnapshotsCommand } = sdk.memorydb();
    const { Snapshots } = await client.send(
      new DescribeSnapshotsCommand({ SnapshotName, ShowDetail: true }),
    );
    return Snapshots?.[0];
  },
  delete: async (client: MemoryDBClient, SnapshotName: string) => {
    const { DeleteSnapshotCommand } = sdk.memorydb();
    await client.send(new DeleteSnapshotCommand({ SnapshotName }));
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
  naming: { input: "snapshotName", max: 255 },
  inputs: { clusterName: source("cluster"), snapshotName, kmsKeyId },
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
  siblings: (client, inputs) => manualSnapshots(client, nameOrArnName(inputs.text("clusterName"))),
  lookedUp: ({ Name, ClusterConfiguration }) => ({
    clusterName: ClusterConfiguration?.Name,
    snapshotName: Name,
  }),
};

/** @see https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CopySnapshot.html */
export const snapshotCopy: Kind<MemoryDBClient, Snapshot> = {
  ...memorydb,
  name: "memorydb:SnapshotCopy",
  label: "MemoryDB snapshot copy",
  doing: "copying",
  naming: { input: "targetSnapshotName", max: 255 },
  export: { bucket: "targetBucket", source: "sourceSnapshotName" },
  inputs: {
    sourceSnapshotName: source("snapshot"),
    targetSnapshotName: {
      ...snapshotName,
      // The name of an export is the beginning of object keys, which know no case and no rules.
      fold: (value, { inputs }) => (isExport(inputs) ? value : value.toLowerCase()),
      problem: (value, scope) =>
        isExport(scope.inputs) ? exportNameProblem(value) : snapshotName.problem?.(value, scope),
    },
    targetBucket: { replaces: true, problem: bucketProblem },
    kmsKeyId,
  },
  create: async (client, inputs, tags) => {
    const { CopySnapshotCommand } = sdk.memorydb();
    const { Snapshot } = await client.send(
      new CopySnapshotCommand({
        SourceSnapshotName: nameOrArnName(inputs.text("sourceSnapshotName")),
        TargetSnapshotName: inputs.text("targetSnapshotName"),
        TargetBucket: inputs.optional("targetBucket"),
        KmsKeyId: inputs.optional("kmsKeyId"),
        Tags: toTagList(tags),
      }),
    );
    return Snapshot;
  },
  siblings: (client) => manualSnapshots(client, undefined),
  // Nothing that MemoryDB answers about a copy names its source.
  lookedUp: ({ Name }) => ({ targetSnapshotName: Name }),
};

/** All pages of the manual snapshots of a cluster, or of all clusters. */
async function manualSnapshots(
  client: MemoryDBClient,
  ClusterName: string | undefined,
): Promise<Snapshot[]> {
  const { paginateDescribeSnapshots } = sdk.memorydb();
  const found: Snapshot[] = [];
  for await (const page of paginateDescribeSnapshots({ client }, { ClusterName, Source: "user" })) {
    found.push(...(page.Snapshots ?? []));
  }
  return found;
}

function isExport(inputs: Props): boolean {
  return typeof inputs["targetBucket"] === "string";
}

function exportNameProblem(value: string): string | undefined {
  return [...value].length > 1000
    ? `has ${[...value].length} characters; an export takes 1 to 1000`
    : undefined;
}

function bucketProblem(value: string): string | undefined {
  return /^[A-Za-z0-9._-]{3,255}$/.test(value)
    ? undefined
    : "must be the name of a bucket: 3 to 255 letters, digits, dots, hyphens and underscores";
}

/** The key behind an ARN or ID; an alias stands for itself. */
function keyId(key: string): string {
  return key.replace(/^arn:[^:]+:kms:[^:]*:[^:]*:key\//, "");
}

/** Every member of a MemoryDB snapshot, in camel case. The name and the ARN come from the inputs and the id. */
function outputs(remote: Snapshot): Props {
  const { ClusterConfiguration: cluster } = remote;
  return {
    status: remote.Status,
    source: remote.Source,
    kmsKeyId: remote.KmsKeyId,
    dataTiering: remote.DataTiering,
    clusterConfiguration: cluster && {
      name: cluster.Name,
      description: cluster.Description,
      nodeType: cluster.NodeType,
      engine: cluster.Engine,
      engineVersion: cluster.EngineVersion,
      maintenanceWindow: cluster.MaintenanceWindow,
      topicArn: cluster.TopicArn,
      port: cluster.Port,
      parameterGroupName: cluster.ParameterGroupName,
      subnetGroupName: cluster.SubnetGroupName,
      vpcId: cluster.VpcId,
      snapshotRetentionLimit: cluster.SnapshotRetentionLimit,
      snapshotWindow: cluster.SnapshotWindow,
      numShards: cluster.NumShards,
      shards: cluster.Shards?.map((shard) => ({
        name: shard.Name,
        configuration: shard.Configuration && {
          slots: shard.Configuration.Slots,
          replicaCount: shard.Configuration.ReplicaCount,
        },
        size: shard.Size,
        snapshotCreationTime: shard.SnapshotCreationTime?.toISOString(),
      })),
      multiRegionParameterGroupName: cluster.MultiRegionParameterGroupName,
      multiRegionClusterName: cluster.MultiRegionClusterName,
    },
  };
}
