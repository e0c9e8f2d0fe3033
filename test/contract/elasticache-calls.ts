import {
  AddTagsToResourceCommand,
  CopyServerlessCacheSnapshotCommand,
  CopySnapshotCommand,
  CreateCacheClusterCommand,
  CreateReplicationGroupCommand,
  CreateServerlessCacheCommand,
  CreateServerlessCacheSnapshotCommand,
  CreateSnapshotCommand,
  DeleteCacheClusterCommand,
  DeleteReplicationGroupCommand,
  DeleteServerlessCacheCommand,
  DeleteServerlessCacheSnapshotCommand,
  DeleteSnapshotCommand,
  DescribeCacheClustersCommand,
  DescribeReplicationGroupsCommand,
  DescribeServerlessCacheSnapshotsCommand,
  DescribeServerlessCachesCommand,
  DescribeSnapshotsCommand,
  ElastiCacheClient,
  ExportServerlessCacheSnapshotCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-elasticache";
import type { LocalAwsOptions } from "../../src/local-aws/index.js";
import { HOUR, start } from "./local-aws.js";
import { home } from "./world.js";

/** The prefix of ARNs of ElastiCache in the home account and region. */
export const ARN = `arn:aws:elasticache:${home[1]}:${home[0]}`;

/** Returns the ARN of a node-based snapshot at home, unless the value is an ARN already. */
export const arnOf = (name: string) => (name.includes(":") ? name : `${ARN}:snapshot:${name}`);

/** Returns this many tags. */
export const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v" }));

/** Returns the error code on the wire, which the SDK may rename. */
export async function wireCode(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.catch((reason: unknown) => reason);
  return Object(error).Code;
}

/** Starts a local AWS with the replication group `orders` (two shards), the cluster `carts`, and the snapshot `base`. */
export async function startNodes(options: LocalAwsOptions = {}) {
  const { aws, settings } = await start(options);
  const { nodes } = aws.elasticache;
  nodes.addReplicationGroup(...home, { name: "orders", shards: 2 });
  nodes.addCacheCluster(...home, { name: "carts" });
  const client = new ElastiCacheClient(settings());
  const calls = nodeCallsOf(client);
  await calls.create("base");
  aws.clock.advance(HOUR);
  aws.requests.clear();
  return { aws, nodes, settings, client, ...calls };
}

/** Starts a local AWS with the serverless caches `orders` and `carts`, and the snapshot `base` of `orders`. */
export async function startServerless(options: LocalAwsOptions = {}) {
  const { aws, settings } = await start(options);
  const { serverless } = aws.elasticache;
  serverless.addCache(...home, { name: "orders" });
  serverless.addCache(...home, { name: "carts", engine: "memcached" });
  const client = new ElastiCacheClient(settings());
  const calls = serverlessCallsOf(client);
  await calls.create("base");
  aws.clock.advance(HOUR);
  aws.requests.clear();
  return { aws, serverless, settings, client, ...calls };
}

/** Short functions for a client's tag calls. */
function tagCallsOf(client: ElastiCacheClient, kind: string) {
  const resource = (name: string) => ({
    ResourceName: name.includes(":") ? name : `${ARN}:${kind}:${name}`,
  });
  return {
    tags: (name: string) => client.send(new ListTagsForResourceCommand(resource(name))),
    tag: (name: string, ...Tags: object[]) =>
      client.send(new AddTagsToResourceCommand({ ...resource(name), Tags })),
    untag: (name: string, ...TagKeys: string[]) =>
      client.send(new RemoveTagsFromResourceCommand({ ...resource(name), TagKeys })),
  };
}

/** Short functions for a client's calls about nodes and their snapshots. */
export function nodeCallsOf(client: ElastiCacheClient) {
  const list = (more = {}) => client.send(new DescribeSnapshotsCommand(more));
  return {
    ...tagCallsOf(client, "snapshot"),
    list,
    create: (SnapshotName: string, more: object = { ReplicationGroupId: "orders" }) =>
      client.send(new CreateSnapshotCommand({ SnapshotName, ...more })),
    copy: (TargetSnapshotName: string, more = {}) =>
      client.send(
        new CopySnapshotCommand({ SourceSnapshotName: "base", TargetSnapshotName, ...more }),
      ),
    remove: (SnapshotName: string) => client.send(new DeleteSnapshotCommand({ SnapshotName })),
    createGroup: (ReplicationGroupId: string, more = {}) =>
      client.send(
        new CreateReplicationGroupCommand({
          ReplicationGroupId,
          ReplicationGroupDescription: "",
          ...more,
        }),
      ),
    removeGroup: (ReplicationGroupId: string, more = {}) =>
      client.send(new DeleteReplicationGroupCommand({ ReplicationGroupId, ...more })),
    groups: (more = {}) => client.send(new DescribeReplicationGroupsCommand(more)),
    createCluster: (CacheClusterId: string, more = {}) =>
      client.send(new CreateCacheClusterCommand({ CacheClusterId, ...more })),
    removeCluster: (CacheClusterId: string, more = {}) =>
      client.send(new DeleteCacheClusterCommand({ CacheClusterId, ...more })),
    clusters: (more = {}) => client.send(new DescribeCacheClustersCommand(more)),
    /** Returns the status of every snapshot, by name. */
    statuses: async () => {
      const { Snapshots = [] } = await list();
      return Object.fromEntries(Snapshots.map((each) => [each.SnapshotName, each.SnapshotStatus]));
    },
  };
}

/** The short functions for nodes and their snapshots. */
export type NodeCalls = ReturnType<typeof nodeCallsOf>;

/** Short functions for a client's calls about serverless caches and their snapshots. */
export function serverlessCallsOf(client: ElastiCacheClient) {
  const list = (more = {}) => client.send(new DescribeServerlessCacheSnapshotsCommand(more));
  return {
    ...tagCallsOf(client, "serverlesscachesnapshot"),
    list,
    create: (ServerlessCacheSnapshotName: string, more = {}) =>
      client.send(
        new CreateServerlessCacheSnapshotCommand({
          ServerlessCacheName: "orders",
          ServerlessCacheSnapshotName,
          ...more,
        }),
      ),
    copy: (TargetServerlessCacheSnapshotName: string, more = {}) =>
      client.send(
        new CopyServerlessCacheSnapshotCommand({
          SourceServerlessCacheSnapshotName: "base",
          TargetServerlessCacheSnapshotName,
          ...more,
        }),
      ),
    exportTo: (S3BucketName: string, ServerlessCacheSnapshotName = "base") =>
      client.send(
        new ExportServerlessCacheSnapshotCommand({ ServerlessCacheSnapshotName, S3BucketName }),
      ),
    remove: (ServerlessCacheSnapshotName: string) =>
      client.send(new DeleteServerlessCacheSnapshotCommand({ ServerlessCacheSnapshotName })),
    createCache: (ServerlessCacheName: string, more = {}) =>
      client.send(
        new CreateServerlessCacheCommand({ ServerlessCacheName, Engine: "valkey", ...more }),
      ),
    removeCache: (ServerlessCacheName: string, more = {}) =>
      client.send(new DeleteServerlessCacheCommand({ ServerlessCacheName, ...more })),
    caches: (more = {}) => client.send(new DescribeServerlessCachesCommand(more)),
    /** Returns the status of every snapshot, by name. */
    statuses: async () => {
      const { ServerlessCacheSnapshots = [] } = await list();
      return Object.fromEntries(
        ServerlessCacheSnapshots.map((each) => [each.ServerlessCacheSnapshotName, each.Status]),
      );
    },
  };
}

/** The short functions for serverless caches and their snapshots. */
export type ServerlessCalls = ReturnType<typeof serverlessCallsOf>;
