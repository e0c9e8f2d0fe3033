import type { ElastiCache, ServerlessCacheSnapshot } from "@aws-sdk/client-elasticache";
import { nameTaken } from "../../aws/errors.js";
import { nameOrArnName, optionalName } from "../../values/arn.js";
import { members } from "../answers.js";
import { bucketName } from "../bucket-copies.js";
import { declared, type InputsOf } from "../input.js";
import { checkNamed, kmsKey, nameOfForm, snapshotSource, takenOf } from "../input-rules.js";
import { isAutomatic, type Kind, type Listing, type Target } from "../kind.js";
import { toTagList } from "../tag-list.js";
import { elasticache, source, tagging } from "./service.js";

const snapshotName = nameOfForm("ElastiCache", 255, {
  form: /^[a-z0-9-]+$/,
  must: "must consist of letters, digits and hyphens",
});

const existing = source("serverless cache snapshot", "serverlesscachesnapshot");

const listing: Listing<ElastiCache, ServerlessCacheSnapshot> = {
  pages: async function* (client, { source }) {
    const asked = { ServerlessCacheName: optionalName(source) };
    for await (const page of client.paginateDescribeServerlessCacheSnapshots(asked)) {
      const { ServerlessCacheSnapshots = [] } = page;
      yield ServerlessCacheSnapshots.filter(({ SnapshotType }) => !isAutomatic(SnapshotType));
    }
  },
  sourceInput: "serverlessCacheName",
  createdAt: ({ CreateTime }) => CreateTime,
  deleteCommand:
    "aws elasticache delete-serverless-cache-snapshot --serverless-cache-snapshot-name",
};

const unique =
  "ElastiCache serverless cache snapshot names must be unique in an account and region";

/** The common part of snapshots, copies and exports of serverless caches. */
const serverless = {
  ...elasticache,
  arnType: "serverlesscachesnapshot",
  isAutomatic: ({ SnapshotType }: ServerlessCacheSnapshot) => isAutomatic(SnapshotType),
  finished: ["available"],
  // Other snapshots of ElastiCache have the first status; serverless caches, and a controller of AWS, have the second.
  failed: ["failed", "create-failed"],
  codes: {
    gone: ["ServerlessCacheSnapshotNotFoundFault"],
    exists: ["ServerlessCacheSnapshotAlreadyExistsFault"],
    busy: ["InvalidServerlessCacheStateFault", "InvalidServerlessCacheSnapshotStateFault"],
    undeletable: ["InvalidServerlessCacheSnapshotStateFault"],
  },
  advice: {
    ServerlessCacheNotFound: checkNamed("serverlessCacheName", "cache"),
    "CopyServerlessCacheSnapshot:ServerlessCacheSnapshotNotFound": checkNamed(
      "sourceServerlessCacheSnapshotName",
      "snapshot",
    ),
    "ExportServerlessCacheSnapshot:ServerlessCacheSnapshotNotFound": checkNamed(
      "serverlessCacheSnapshotName",
      "snapshot",
    ),
    ServerlessCacheSnapshotAlreadyExists: nameTaken,
    ServerlessCacheSnapshotQuotaExceeded:
      "ElastiCache allows 24 manual snapshots of a serverless cache in 24 hours. Wait until the oldest of them is a day old. If the total number of snapshots is the limit, delete some.",
    ServiceLinkedRoleNotFound:
      "Create the role with `aws iam create-service-linked-role --aws-service-name elasticache.amazonaws.com`.",
  },
  find: async (client: ElastiCache, { name: ServerlessCacheSnapshotName }: Target) => {
    const asked = { ServerlessCacheSnapshotName };
    return (await client.describeServerlessCacheSnapshots(asked)).ServerlessCacheSnapshots?.[0];
  },
  ...members<ServerlessCacheSnapshot>({
    arn: "ARN",
    name: "ServerlessCacheSnapshotName",
    status: "Status",
  }),
} as const;

/** The common part of snapshots and copies, which AWS keeps with tags, unlike exports. */
const kept = {
  ...serverless,
  tagging,
  listing,
  delete: async (
    client: ElastiCache,
    { ServerlessCacheSnapshotName }: ServerlessCacheSnapshot,
  ): Promise<void> => {
    await client.deleteServerlessCacheSnapshot({ ServerlessCacheSnapshotName });
  },
} as const;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCacheSnapshot.html */
export const serverlessCacheSnapshot: Kind<
  ElastiCache,
  ServerlessCacheSnapshot,
  InputsOf<"elasticache:ServerlessCacheSnapshot", "serverlessCacheSnapshotName">
> = {
  ...kept,
  ...declared("elasticache:ServerlessCacheSnapshot", {
    serverlessCacheName: source("serverless cache", "serverlesscache"),
    serverlessCacheSnapshotName: snapshotName,
    kmsKeyId: kmsKey,
  }),
  label: "ElastiCache serverless cache snapshot",
  naming: { input: "serverlessCacheSnapshotName", isOwn: true, max: 255, inArn: true, unique },
  madeFrom: takenOf(
    "serverlessCacheName",
    "serverless cache",
    async (client: ElastiCache, ServerlessCacheName) => {
      const { ServerlessCaches } = await client.describeServerlessCaches({ ServerlessCacheName });
      return ServerlessCaches?.[0]?.Status;
    },
  ),
  makes: "snapshot",
  inputsFrom: ({ ServerlessCacheConfiguration }) => ({
    serverlessCacheName: ServerlessCacheConfiguration?.ServerlessCacheName,
  }),
  create: async (client, inputs, tags) => {
    const { ServerlessCacheSnapshot } = await client.createServerlessCacheSnapshot({
      ServerlessCacheName: nameOrArnName(inputs.serverlessCacheName),
      ServerlessCacheSnapshotName: inputs.serverlessCacheSnapshotName,
      KmsKeyId: inputs.kmsKeyId,
      Tags: toTagList(tags),
    });
    return ServerlessCacheSnapshot;
  },
};

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CopyServerlessCacheSnapshot.html */
export const serverlessCacheSnapshotCopy: Kind<
  ElastiCache,
  ServerlessCacheSnapshot,
  InputsOf<"elasticache:ServerlessCacheSnapshotCopy", "targetServerlessCacheSnapshotName">
> = {
  ...kept,
  ...declared("elasticache:ServerlessCacheSnapshotCopy", {
    sourceServerlessCacheSnapshotName: existing,
    targetServerlessCacheSnapshotName: snapshotName,
    kmsKeyId: kmsKey,
  }),
  label: "ElastiCache serverless cache snapshot copy",
  naming: {
    input: "targetServerlessCacheSnapshotName",
    isOwn: true,
    max: 255,
    inArn: true,
    unique,
  },
  madeFrom: snapshotSource("sourceServerlessCacheSnapshotName", serverless),
  makes: "copy",
  // No member of ElastiCache's answer about a copy names its source.
  inputsFrom: () => ({}),
  create: async (client, inputs, tags) => {
    const named = nameOrArnName(inputs.sourceServerlessCacheSnapshotName);
    const { ServerlessCacheSnapshot } = await client.copyServerlessCacheSnapshot({
      SourceServerlessCacheSnapshotName: named,
      TargetServerlessCacheSnapshotName: inputs.targetServerlessCacheSnapshotName,
      KmsKeyId: inputs.kmsKeyId,
      Tags: toTagList(tags),
    });
    return ServerlessCacheSnapshot;
  },
};

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ExportServerlessCacheSnapshot.html */
export const serverlessCacheSnapshotExport: Kind<
  ElastiCache,
  ServerlessCacheSnapshot,
  InputsOf<"elasticache:ServerlessCacheSnapshotExport">
> = {
  ...serverless,
  ...declared("elasticache:ServerlessCacheSnapshotExport", {
    serverlessCacheSnapshotName: existing,
    s3BucketName: bucketName,
  }),
  label: "ElastiCache serverless cache snapshot export",
  naming: { input: "serverlessCacheSnapshotName", isOwn: false, inArn: true, unique },
  madeFrom: snapshotSource("serverlessCacheSnapshotName", serverless),
  makes: "export",
  // An export has no name of its own.
  export: { bucket: "s3BucketName", namedBy: "source" },
  inputsFrom: () => ({}),
  create: async (client, inputs) => {
    const { ServerlessCacheSnapshot } = await client.exportServerlessCacheSnapshot({
      ServerlessCacheSnapshotName: nameOrArnName(inputs.serverlessCacheSnapshotName),
      S3BucketName: inputs.s3BucketName,
    });
    return ServerlessCacheSnapshot;
  },
  // The snapshot does not belong to this resource, and the files stay in the bucket.
  delete: async () => {},
};
