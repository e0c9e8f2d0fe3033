import type { ElastiCache, Snapshot } from "@aws-sdk/client-elasticache";
import { optionalName } from "../../values/arn.js";
import { members } from "../answers.js";
import {
  type BucketCopyInputs,
  bucketCopy,
  bucketCopyRules,
  copyRequest,
} from "../bucket-copies.js";
import { declared } from "../input.js";
import { checkNamed, kmsKey, letterFirst } from "../input-rules.js";
import { isAutomatic, type Kind, type Listing, type Target } from "../kind.js";
import { toTagList } from "../tag-list.js";
import { groupOrCluster, isNodeOf, type SnapshotInputs } from "./groups.js";
import { elasticache, source, tagging } from "./service.js";

const listing: Listing<ElastiCache, Snapshot> = {
  pages: async function* (client, { source, details, mustBeComplete }) {
    const asked = {
      CacheClusterId: optionalName(source),
      SnapshotSource: mustBeComplete ? undefined : "user",
      ShowNodeGroupConfig: details || undefined,
    };
    for await (const { Snapshots = [] } of client.paginateDescribeSnapshots(asked)) {
      yield Snapshots.filter(({ SnapshotSource }) => !isAutomatic(SnapshotSource));
    }
  },
  // Not the group: the snapshot of a group without cluster mode names only the node, which may have left the group
  // since.
  sourceInput: "cacheClusterId",
  createdAt: ({ NodeSnapshots }) => NodeSnapshots?.[0]?.SnapshotCreateTime,
  deleteCommand: "aws elasticache delete-snapshot --snapshot-name",
};

const snapshotName = letterFirst(255);
const unique = "ElastiCache snapshot names must be unique in an account and region";

/** The common part of snapshots of nodes and their copies. */
const nodeBased = {
  ...elasticache,
  arnType: "snapshot",
  isAutomatic: ({ SnapshotSource }: Snapshot) => isAutomatic(SnapshotSource),
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
    CacheClusterNotFound: checkNamed("cacheClusterId", "cluster"),
    ReplicationGroupNotFound: checkNamed("replicationGroupId", "replication group"),
    "CopySnapshot:SnapshotNotFound": checkNamed("sourceSnapshotName", "snapshot"),
    SnapshotFeatureNotSupported:
      "ElastiCache cannot take snapshots of Memcached or of t1.micro nodes.",
    "CreateSnapshot:SnapshotQuotaExceeded":
      "ElastiCache allows 20 manual snapshots of a node in 24 hours. Wait until the oldest of them is a day old.",
  },
  tagging,
  listing,
  find: async (client: ElastiCache, { name: SnapshotName }: Target) =>
    (await client.describeSnapshots({ SnapshotName, ShowNodeGroupConfig: true })).Snapshots?.[0],
  delete: async (client: ElastiCache, { SnapshotName }: Snapshot) => {
    await client.deleteSnapshot({ SnapshotName });
  },
  ...members<Snapshot>({ arn: "ARN", name: "SnapshotName", status: "SnapshotStatus" }),
} as const;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateSnapshot.html */
export const snapshot: Kind<ElastiCache, Snapshot, SnapshotInputs> = {
  ...nodeBased,
  ...declared("elasticache:Snapshot", {
    replicationGroupId: { ...source("replication group", "replicationgroup"), returned: true },
    cacheClusterId: { ...source("cluster", "cluster"), returned: true },
    snapshotName,
    kmsKeyId: kmsKey,
  }),
  label: "ElastiCache snapshot",
  naming: { input: "snapshotName", isOwn: true, max: 255, inArn: true, unique },
  madeFrom: groupOrCluster,
  makes: "snapshot",
  partAndWhole: { part: "cacheClusterId", whole: "replicationGroupId", isPart: isNodeOf },
  inputsFrom: ({ ReplicationGroupId, CacheClusterId }) =>
    ReplicationGroupId === undefined
      ? { cacheClusterId: CacheClusterId }
      : { replicationGroupId: ReplicationGroupId },
  create: async (client, inputs, tags, source) => {
    const group = optionalName(inputs.replicationGroupId);
    const { Snapshot } = await client.createSnapshot({
      // AWS accepts the name of a group only if cluster mode is on.
      ...(source?.nameInCall === undefined
        ? { ReplicationGroupId: group }
        : { CacheClusterId: source.nameInCall }),
      SnapshotName: inputs.snapshotName,
      KmsKeyId: inputs.kmsKeyId,
      Tags: toTagList(tags),
    });
    return Snapshot;
  },
};

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CopySnapshot.html */
export const snapshotCopy: Kind<ElastiCache, Snapshot, BucketCopyInputs> = {
  ...nodeBased,
  ...declared(
    "elasticache:SnapshotCopy",
    bucketCopyRules(source("snapshot", "snapshot"), snapshotName),
  ),
  label: "ElastiCache snapshot copy",
  ...bucketCopy(nodeBased, unique),
  create: async (client, inputs, tags) =>
    (await client.copySnapshot(copyRequest(inputs, tags))).Snapshot,
};
