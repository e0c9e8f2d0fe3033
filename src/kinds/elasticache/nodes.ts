import type { ElastiCacheClient, Snapshot } from "@aws-sdk/client-elasticache";
import { sdk } from "../../aws/sdk.js";
import { nameOrArnName, optionalName } from "../../values/arn.js";
import { bucketCopy, copyRequest } from "../bucket-copies.js";
import { camelCased } from "../camel-case.js";
import type { InputSpec } from "../input.js";
import { kmsKey, lowerCase } from "../input-rules.js";
import { isAutomatic, type Kind, type Listing, type Target } from "../kind.js";
import { toTagList } from "../tag-list.js";
import { isNodeOf, lookAtNodes } from "./groups.js";
import { elasticache, source, tagging } from "./service.js";

const nodeSnapshotName: InputSpec = {
  replaces: true,
  fold: lowerCase,
  problem: (value) =>
    value.length <= 255 && /^[a-z](-?[a-z0-9])*$/.test(value)
      ? undefined
      : "must be 1 to 255 letters, digits and hyphens, begin with a letter, and have no two hyphens in a row and no hyphen at the end",
};

const listing: Listing<ElastiCacheClient, Snapshot> = {
  pages: async function* (client, { inputs, details, isProof }) {
    const { paginateDescribeSnapshots } = sdk.elasticache();
    const asked = {
      CacheClusterId: optionalName(inputs?.optional("cacheClusterId")),
      SnapshotSource: isProof ? undefined : "user",
      ShowNodeGroupConfig: details || undefined,
    };
    for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, asked)) {
      yield Snapshots.filter(({ SnapshotSource }) => !isAutomatic(SnapshotSource));
    }
  },
  takenOf: ["replicationGroupId", "cacheClusterId"],
  // Of a snapshot of a group without cluster mode only the node is named, and that may have left the group since.
  cannotNarrowTo: ["replicationGroupId"],
  madeAt: ({ NodeSnapshots }) => NodeSnapshots?.[0]?.SnapshotCreateTime,
  deleteCommand: "aws elasticache delete-snapshot --snapshot-name",
};

const unique = "ElastiCache snapshot names must be unique in an account and region";

/** What snapshots of nodes and copies of them have in common. */
const nodeBased = {
  ...elasticache,
  finished: ["available", "restoring"],
  failed: ["failed"],
  codes: {
    gone: ["SnapshotNotFoundFault"],
    exists: ["SnapshotAlreadyExistsFault"],
    busy: [
      "InvalidCacheClusterStateFault",
      "InvalidReplicationGroupStateFault",
      "InvalidSnapshotStateFault",
    ],
    undeletable: ["InvalidSnapshotStateFault"],
  },
  advice: {
    CacheClusterNotFound: "Check cacheClusterId. The cluster must be in this region and account.",
    ReplicationGroupNotFound:
      "Check replicationGroupId. The replication group must be in this region and account.",
    "CopySnapshot:SnapshotNotFound":
      "Check sourceSnapshotName. The snapshot must be in this region and account.",
    SnapshotFeatureNotSupported:
      "ElastiCache cannot take snapshots of Memcached or of t1.micro nodes.",
    "CreateSnapshot:SnapshotQuotaExceeded":
      "ElastiCache allows 20 manual snapshots of a node in 24 hours. Wait until the first is a day old.",
  },
  tagging,
  listing,
  find: async (client: ElastiCacheClient, { name }: Target) => {
    const { DescribeSnapshotsCommand } = sdk.elasticache();
    const { Snapshots } = await client.send(
      new DescribeSnapshotsCommand({ SnapshotName: name, ShowNodeGroupConfig: true }),
    );
    return Snapshots?.[0];
  },
  delete: async (client: ElastiCacheClient, { SnapshotName }: Snapshot) => {
    const { DeleteSnapshotCommand } = sdk.elasticache();
    await client.send(new DeleteSnapshotCommand({ SnapshotName }));
  },
  arn: (snapshot: Snapshot) => snapshot.ARN,
  nameOf: (snapshot: Snapshot) => snapshot.SnapshotName,
  status: (snapshot: Snapshot) => snapshot.SnapshotStatus,
  // The name and the ARN come from the inputs and the id.
  outputs: ({ SnapshotName: _, ARN: __, ...members }: Snapshot) => camelCased(members),
} as const;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateSnapshot.html */
export const snapshot: Kind<ElastiCacheClient, Snapshot> = {
  ...nodeBased,
  name: "elasticache:Snapshot",
  label: "ElastiCache snapshot",
  doing: "creating",
  naming: { input: "snapshotName", max: 255, inArn: true, unique },
  inputs: {
    replicationGroupId: { ...source("replication group", "replicationgroup"), answered: true },
    cacheClusterId: { ...source("cluster", "cluster"), answered: true },
    snapshotName: nodeSnapshotName,
    kmsKeyId: kmsKey,
  },
  oneOf: ["replicationGroupId", "cacheClusterId"],
  partAndWhole: { part: "cacheClusterId", whole: "replicationGroupId", isPart: isNodeOf },
  source: { region: () => undefined, look: lookAtNodes },
  create: async (client, inputs, tags, source) => {
    const { CreateSnapshotCommand } = sdk.elasticache();
    const group = optionalName(inputs.optional("replicationGroupId"));
    const { Snapshot } = await client.send(
      new CreateSnapshotCommand({
        // AWS takes a group by its name only where cluster mode is on.
        ...(source?.named === undefined
          ? { ReplicationGroupId: group }
          : { CacheClusterId: source.named }),
        SnapshotName: inputs.text("snapshotName"),
        KmsKeyId: inputs.optional("kmsKeyId"),
        Tags: toTagList(tags),
      }),
    );
    return Snapshot;
  },
  sourceStatus: async (client, inputs) => {
    const { DescribeCacheClustersCommand, DescribeReplicationGroupsCommand } = sdk.elasticache();
    const ReplicationGroupId = optionalName(inputs.optional("replicationGroupId"));
    if (ReplicationGroupId !== undefined) {
      const { ReplicationGroups } = await client.send(
        new DescribeReplicationGroupsCommand({ ReplicationGroupId }),
      );
      const status = ReplicationGroups?.[0]?.Status;
      return { what: `replication group "${ReplicationGroupId}"`, status };
    }
    const CacheClusterId = nameOrArnName(inputs.text("cacheClusterId"));
    const { CacheClusters } = await client.send(
      new DescribeCacheClustersCommand({ CacheClusterId }),
    );
    return { what: `cluster "${CacheClusterId}"`, status: CacheClusters?.[0]?.CacheClusterStatus };
  },
  lookedUp: ({ ReplicationGroupId, CacheClusterId }) =>
    ReplicationGroupId === undefined
      ? { cacheClusterId: CacheClusterId }
      : { replicationGroupId: ReplicationGroupId },
};

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CopySnapshot.html */
export const snapshotCopy: Kind<ElastiCacheClient, Snapshot> = {
  ...nodeBased,
  name: "elasticache:SnapshotCopy",
  label: "ElastiCache snapshot copy",
  ...bucketCopy(source("snapshot", "snapshot"), nodeSnapshotName, unique),
  create: async (client, inputs, tags) => {
    const { CopySnapshotCommand } = sdk.elasticache();
    const { Snapshot } = await client.send(new CopySnapshotCommand(copyRequest(inputs, tags)));
    return Snapshot;
  },
  sourceStatus: async (client, inputs) => {
    const name = nameOrArnName(inputs.text("sourceSnapshotName"));
    const found = await nodeBased.find(client, { name, arn: undefined });
    return { what: `snapshot "${name}"`, status: found?.SnapshotStatus };
  },
};
