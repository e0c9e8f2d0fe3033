import type { ElastiCacheClient, ServerlessCacheSnapshot } from "@aws-sdk/client-elasticache";
import { nameTaken } from "../../aws/errors.js";
import { sdk } from "../../aws/sdk.js";
import { nameOrArnName, optionalName } from "../../values/arn.js";
import { bucketName } from "../bucket-copies.js";
import { camelCased } from "../camel-case.js";
import type { InputSpec } from "../input.js";
import { kmsKey, lowerCase } from "../input-rules.js";
import { isAutomatic, type Kind, type Listing, type SourceStatus, type Target } from "../kind.js";
import { toTagList } from "../tag-list.js";
import { elasticache, source, tagging } from "./service.js";

const serverlessSnapshotName: InputSpec = {
  replaces: true,
  fold: lowerCase,
  problem: (value) =>
    value.length > 255
      ? `has ${value.length} characters; ElastiCache allows 1 to 255`
      : /^[a-z0-9-]+$/.test(value)
        ? undefined
        : "must consist of letters, digits and hyphens",
};

const listing: Listing<ElastiCacheClient, ServerlessCacheSnapshot> = {
  pages: async function* (client, { inputs }) {
    const { paginateDescribeServerlessCacheSnapshots } = sdk.elasticache();
    const asked = { ServerlessCacheName: optionalName(inputs?.optional("serverlessCacheName")) };
    for await (const page of paginateDescribeServerlessCacheSnapshots({ client }, asked)) {
      const { ServerlessCacheSnapshots = [] } = page;
      yield ServerlessCacheSnapshots.filter(({ SnapshotType }) => !isAutomatic(SnapshotType));
    }
  },
  takenOf: ["serverlessCacheName"],
  madeAt: ({ CreateTime }) => CreateTime,
  deleteCommand:
    "aws elasticache delete-serverless-cache-snapshot --serverless-cache-snapshot-name",
};

const unique =
  "ElastiCache serverless cache snapshot names must be unique in an account and region";

/** What snapshots of serverless caches and copies of them have in common. */
const serverless = {
  ...elasticache,
  finished: ["available"],
  // The first word is known of the other snapshots of ElastiCache, the second of caches and of a controller of AWS.
  failed: ["failed", "create-failed"],
  codes: {
    gone: ["ServerlessCacheSnapshotNotFoundFault"],
    exists: ["ServerlessCacheSnapshotAlreadyExistsFault"],
    busy: ["InvalidServerlessCacheStateFault", "InvalidServerlessCacheSnapshotStateFault"],
    undeletable: ["InvalidServerlessCacheSnapshotStateFault"],
  },
  advice: {
    ServerlessCacheNotFound:
      "Check serverlessCacheName. The cache must be in this region and account.",
    "CopyServerlessCacheSnapshot:ServerlessCacheSnapshotNotFound":
      "Check sourceServerlessCacheSnapshotName. The snapshot must be in this region and account.",
    "ExportServerlessCacheSnapshot:ServerlessCacheSnapshotNotFound":
      "Check serverlessCacheSnapshotName. The snapshot must be in this region and account.",
    ServerlessCacheSnapshotAlreadyExists: nameTaken,
    ServerlessCacheSnapshotQuotaExceeded:
      "ElastiCache allows 24 manual snapshots of a serverless cache in 24 hours. Wait until the first is a day old. If the total number of snapshots is the limit, delete some.",
    ServiceLinkedRoleNotFound:
      "Create the role with `aws iam create-service-linked-role --aws-service-name elasticache.amazonaws.com`.",
  },
  find: async (client: ElastiCacheClient, { name }: Target) => {
    const { DescribeServerlessCacheSnapshotsCommand } = sdk.elasticache();
    const { ServerlessCacheSnapshots } = await client.send(
      new DescribeServerlessCacheSnapshotsCommand({ ServerlessCacheSnapshotName: name }),
    );
    return ServerlessCacheSnapshots?.[0];
  },
  arn: (snapshot: ServerlessCacheSnapshot) => snapshot.ARN,
  nameOf: (snapshot: ServerlessCacheSnapshot) => snapshot.ServerlessCacheSnapshotName,
  status: (snapshot: ServerlessCacheSnapshot) => snapshot.Status,
  // The name and the ARN come from the inputs and the id.
  outputs: ({ ServerlessCacheSnapshotName: _, ARN: __, ...members }: ServerlessCacheSnapshot) =>
    camelCased(members),
} as const;

/** The status of a snapshot that is copied or exported, by the input that names it. */
async function statusOfSource(client: ElastiCacheClient, named: string): Promise<SourceStatus> {
  const name = nameOrArnName(named);
  const found = await serverless.find(client, { name, arn: undefined });
  return { what: `snapshot "${name}"`, status: found?.Status };
}

async function deleteServerlessSnapshot(
  client: ElastiCacheClient,
  { ServerlessCacheSnapshotName }: ServerlessCacheSnapshot,
): Promise<void> {
  const { DeleteServerlessCacheSnapshotCommand } = sdk.elasticache();
  await client.send(new DeleteServerlessCacheSnapshotCommand({ ServerlessCacheSnapshotName }));
}

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCacheSnapshot.html */
export const serverlessCacheSnapshot: Kind<ElastiCacheClient, ServerlessCacheSnapshot> = {
  ...serverless,
  name: "elasticache:ServerlessCacheSnapshot",
  label: "ElastiCache serverless cache snapshot",
  doing: "creating",
  naming: { input: "serverlessCacheSnapshotName", max: 255, inArn: true, unique },
  tagging,
  listing,
  inputs: {
    serverlessCacheName: { ...source("serverless cache", "serverlesscache"), required: true },
    serverlessCacheSnapshotName: serverlessSnapshotName,
    kmsKeyId: kmsKey,
  },
  create: async (client, inputs, tags) => {
    const { CreateServerlessCacheSnapshotCommand } = sdk.elasticache();
    const { ServerlessCacheSnapshot } = await client.send(
      new CreateServerlessCacheSnapshotCommand({
        ServerlessCacheName: nameOrArnName(inputs.text("serverlessCacheName")),
        ServerlessCacheSnapshotName: inputs.text("serverlessCacheSnapshotName"),
        KmsKeyId: inputs.optional("kmsKeyId"),
        Tags: toTagList(tags),
      }),
    );
    return ServerlessCacheSnapshot;
  },
  sourceStatus: async (client, inputs) => {
    const { DescribeServerlessCachesCommand } = sdk.elasticache();
    const name = nameOrArnName(inputs.text("serverlessCacheName"));
    const { ServerlessCaches } = await client.send(
      new DescribeServerlessCachesCommand({ ServerlessCacheName: name }),
    );
    return { what: `serverless cache "${name}"`, status: ServerlessCaches?.[0]?.Status };
  },
  delete: deleteServerlessSnapshot,
  lookedUp: ({ ServerlessCacheConfiguration }) => ({
    serverlessCacheName: ServerlessCacheConfiguration?.ServerlessCacheName,
  }),
};

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CopyServerlessCacheSnapshot.html */
export const serverlessCacheSnapshotCopy: Kind<ElastiCacheClient, ServerlessCacheSnapshot> = {
  ...serverless,
  name: "elasticache:ServerlessCacheSnapshotCopy",
  label: "ElastiCache serverless cache snapshot copy",
  doing: "copying",
  naming: { input: "targetServerlessCacheSnapshotName", max: 255, inArn: true, unique },
  copyOf: "sourceServerlessCacheSnapshotName",
  tagging,
  listing,
  inputs: {
    sourceServerlessCacheSnapshotName: {
      ...source("serverless cache snapshot", "serverlesscachesnapshot"),
      required: true,
    },
    targetServerlessCacheSnapshotName: serverlessSnapshotName,
    kmsKeyId: kmsKey,
  },
  create: async (client, inputs, tags) => {
    const { CopyServerlessCacheSnapshotCommand } = sdk.elasticache();
    const { ServerlessCacheSnapshot } = await client.send(
      new CopyServerlessCacheSnapshotCommand({
        SourceServerlessCacheSnapshotName: nameOrArnName(
          inputs.text("sourceServerlessCacheSnapshotName"),
        ),
        TargetServerlessCacheSnapshotName: inputs.text("targetServerlessCacheSnapshotName"),
        KmsKeyId: inputs.optional("kmsKeyId"),
        Tags: toTagList(tags),
      }),
    );
    return ServerlessCacheSnapshot;
  },
  sourceStatus: (client, inputs) =>
    statusOfSource(client, inputs.text("sourceServerlessCacheSnapshotName")),
  delete: deleteServerlessSnapshot,
  // Nothing that ElastiCache answers about a copy names its source.
  lookedUp: () => ({}),
};

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ExportServerlessCacheSnapshot.html */
export const serverlessCacheSnapshotExport: Kind<ElastiCacheClient, ServerlessCacheSnapshot> = {
  ...serverless,
  name: "elasticache:ServerlessCacheSnapshotExport",
  label: "ElastiCache serverless cache snapshot export",
  doing: "exporting",
  // AWS takes no name for it: the files have that of the snapshot.
  naming: { input: "serverlessCacheSnapshotName", inArn: true, unique },
  export: { bucket: "s3BucketName", source: "serverlessCacheSnapshotName" },
  inputs: {
    serverlessCacheSnapshotName: {
      ...source("serverless cache snapshot", "serverlesscachesnapshot"),
      required: true,
    },
    s3BucketName: { ...bucketName, required: true },
  },
  create: async (client, inputs) => {
    const { ExportServerlessCacheSnapshotCommand } = sdk.elasticache();
    const { ServerlessCacheSnapshot } = await client.send(
      new ExportServerlessCacheSnapshotCommand({
        ServerlessCacheSnapshotName: nameOrArnName(inputs.text("serverlessCacheSnapshotName")),
        S3BucketName: inputs.text("s3BucketName"),
      }),
    );
    return ServerlessCacheSnapshot;
  },
  sourceStatus: (client, inputs) =>
    statusOfSource(client, inputs.text("serverlessCacheSnapshotName")),
  // The snapshot is somebody else's, and the files stay.
  delete: async () => {},
  lookedUp: () => ({}),
};
