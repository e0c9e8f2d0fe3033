import {
  DescribeServerlessCacheSnapshotsCommand,
  DescribeSnapshotsCommand,
  ElastiCacheClient,
  ServerlessCacheSnapshot$,
  Snapshot$,
} from "@aws-sdk/client-elasticache";
import { NormalizedSchema } from "@smithy/core/schema";
import type { Kind } from "../../src/kinds/kind.js";
import type { LocalAws, NodeSnapshot, ServerlessSnapshot } from "../../src/local-aws/index.js";
import type { KindCase, Snapshots } from "./cases.js";
import { home, type Place } from "./world.js";

const key = "1234abcd-12ab-34cd-56ef-1234567890ab";
const otherKey = "99999999-12ab-34cd-56ef-1234567890ab";

const program = {
  __provider: "exports.handler=()=>{}",
  __organization: "acme",
  __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/elasticache:Any::orders",
  kmsKeyId: key,
  tags: { team: "orders" },
};

/** The common part of the cases of both families. */
const common = {
  spelled: { kmsKeyId: `arn:aws:kms:${home[1]}:${home[0]}:key/${key}` },
  looks: [],
  words: {
    creating: "creating",
    available: "available",
    failed: "failed",
    undeletable: "copying",
  },
} as const;

/** The cases of ElastiCache, node-based and serverless. */
export function elasticacheCases(kindOf: (name: string) => Kind): Record<string, KindCase> {
  return { ...nodeCases(kindOf), ...serverlessCases(kindOf) };
}

function nodeCases(kindOf: (name: string) => Kind): Record<string, KindCase> {
  const nodeBased = {
    ...common,
    answer: NormalizedSchema.of(Snapshot$),
    describe: describeNode,
    service: ({ elasticache: { nodes } }: LocalAws): Snapshots => ({
      all: nodes.snapshots.bind(nodes),
      manual: (account, region) =>
        nodes.snapshots(account, region).filter(({ source }) => source === "manual"),
      fail: nodes.fail.bind(nodes),
      freeze: nodes.freeze.bind(nodes),
      vanish: nodes.vanish.bind(nodes),
    }),
    identity: ["snapshotName", "arn"],
    // No node is on an outpost.
    unsaid: [
      // For a group with cluster mode AWS reports only the group.
      ".CacheClusterId",
      ".PreferredOutpostArn",
      ".NodeSnapshots[].NodeGroupConfiguration.PrimaryOutpostArn",
      ".NodeSnapshots[].NodeGroupConfiguration.ReplicaOutpostArns",
    ],
    nowhere: [`arn:aws:elasticache:${home[1]}:${home[0]}:snapshot:nowhere`, "nowhere"],
  } as const;
  const codes = {
    taken: "SnapshotAlreadyExistsFault",
    quota: "SnapshotQuotaExceededFault",
    undeletable: "InvalidSnapshotStateFault",
    gone: "SnapshotNotFoundFault",
  };
  const calls = (create: string) => callsOf(create, "DescribeSnapshots", "SnapshotName", "Delete");
  return {
    "elasticache:Snapshot": {
      ...nodeBased,
      kind: kindOf("elasticache:Snapshot"),
      program: { ...program, replicationGroupId: "orders" },
      others: {
        replicationGroupId: "customers",
        cacheClusterId: "carts-2",
        snapshotName: "orders-2",
        kmsKeyId: otherKey,
      },
      beside: { cacheClusterId: { replicationGroupId: undefined, cacheClusterId: "carts" } },
      lookedUp: { replicationGroupId: "orders" },
      calls: calls("CreateSnapshot"),
      codes: {
        ...codes,
        missing: "ReplicationGroupNotFoundFault",
        busy: "InvalidReplicationGroupStateFault",
      },
      looks: [{ operation: "DescribeReplicationGroups" }],
      source: "replicationGroupId",
      addSources: addNodes,
      occupySource: (aws, seconds) => void addNodeSnapshot(aws, "nightly", "automated", seconds),
      addForeign: (aws, name, place) => void addNodeSnapshot(aws, name, "manual", 0, place),
    },
    "elasticache:SnapshotCopy": {
      ...nodeBased,
      kind: kindOf("elasticache:SnapshotCopy"),
      program: { ...program, sourceSnapshotName: "base" },
      others: {
        sourceSnapshotName: "base-2",
        targetSnapshotName: "orders-2",
        targetBucket: "backups",
        kmsKeyId: otherKey,
      },
      lookedUp: {},
      exporting: { targetBucket: "backups" },
      calls: calls("CopySnapshot"),
      codes: { ...codes, missing: "SnapshotNotFoundFault", busy: "InvalidSnapshotStateFault" },
      source: "sourceSnapshotName",
      addSources: (aws, place) => {
        addNodes(aws, place);
        addNodeSnapshot(aws, "base", "automated", 0, place);
        addNodeSnapshot(aws, "base-2", "automated", 0, place);
      },
      occupySource: (aws, seconds) =>
        void aws.elasticache.nodes.snapshot(...home, "base")?.lifetime.occupy("copying", seconds),
      addForeign: (aws, name, place) => void addNodeSnapshot(aws, name, "manual", 0, place),
    },
  };
}

/** The case of a snapshot of a group without cluster mode, which AWS takes from one of its nodes. */
export function ordinaryGroupCase(kindOf: (name: string) => Kind): KindCase {
  const { "elasticache:Snapshot": sharded } = nodeCases(kindOf);
  if (sharded === undefined) {
    throw new Error("there is no case of elasticache:Snapshot");
  }
  return {
    ...sharded,
    program: { ...sharded.program, replicationGroupId: "shop" },
    others: { ...sharded.others, replicationGroupId: "stock" },
    beside: { cacheClusterId: { replicationGroupId: undefined, cacheClusterId: "carts" } },
    asRequest: ({ replicationGroupId, ...given }) =>
      replicationGroupId === undefined
        ? given
        : { ...given, cacheClusterId: `${String(replicationGroupId)}-002` },
    lookedUp: { cacheClusterId: "shop-002" },
    // AWS does not report the group of a node.
    unsaid: [
      ".ReplicationGroupId",
      ".ReplicationGroupDescription",
      ".PreferredOutpostArn",
      ".TopicArn",
      ".NumNodeGroups",
      ".AutomaticFailover",
      ".NodeSnapshots[].CacheClusterId",
      ".NodeSnapshots[].NodeGroupId",
      ".NodeSnapshots[].NodeGroupConfiguration",
    ],
    codes: { ...sharded.codes, busy: "InvalidCacheClusterStateFault" },
    occupySource: (aws, seconds) =>
      void addNodeSnapshot(aws, "nightly", "automated", seconds, home, "shop"),
    addForeign: (aws, name, place) => void addNodeSnapshot(aws, name, "manual", 0, place, "shop"),
  };
}

/** The common part of the cases of the serverless family. */
const serverless = {
  ...common,
  // The word that AWS's own Kubernetes controller waits for. The word for caches is the same with a hyphen.
  words: { ...common.words, failed: "create_failed" },
  answer: NormalizedSchema.of(ServerlessCacheSnapshot$),
  unsaid: [".ExpiryTime"],
  describe: describeServerless,
  service: ({ elasticache: { serverless } }: LocalAws): Snapshots => ({
    all: serverless.snapshots.bind(serverless),
    manual: (account, region) =>
      serverless.snapshots(account, region).filter(({ source }) => source === "manual"),
    fail: serverless.fail.bind(serverless),
    freeze: serverless.freeze.bind(serverless),
    vanish: serverless.vanish.bind(serverless),
  }),
  identity: ["serverlessCacheSnapshotName", "arn"],
  nowhere: [`arn:aws:elasticache:${home[1]}:${home[0]}:serverlesscachesnapshot:nowhere`, "nowhere"],
} as const;

const serverlessCodes = {
  taken: "ServerlessCacheSnapshotAlreadyExistsFault",
  quota: "ServerlessCacheSnapshotQuotaExceededFault",
  undeletable: "InvalidServerlessCacheSnapshotStateFault",
  gone: "ServerlessCacheSnapshotNotFoundFault",
};
const serverlessCalls = (create: string) =>
  callsOf(
    create,
    "DescribeServerlessCacheSnapshots",
    "ServerlessCacheSnapshotName",
    "DeleteServerlessCache",
  );

function serverlessCases(kindOf: (name: string) => Kind): Record<string, KindCase> {
  return {
    "elasticache:ServerlessCacheSnapshot": {
      ...serverless,
      kind: kindOf("elasticache:ServerlessCacheSnapshot"),
      program: { ...program, serverlessCacheName: "orders" },
      others: {
        serverlessCacheName: "customers",
        serverlessCacheSnapshotName: "orders-2",
        kmsKeyId: otherKey,
      },
      lookedUp: { serverlessCacheName: "orders" },
      calls: serverlessCalls("CreateServerlessCacheSnapshot"),
      codes: {
        ...serverlessCodes,
        missing: "ServerlessCacheNotFoundFault",
        busy: "InvalidServerlessCacheStateFault",
      },
      source: "serverlessCacheName",
      addSources: addCaches,
      occupySource: (aws, seconds) => void addServerless(aws, "nightly", "automated", seconds),
      addForeign: (aws, name, place) => void addServerless(aws, name, "manual", 0, place),
    },
    "elasticache:ServerlessCacheSnapshotCopy": {
      ...serverless,
      kind: kindOf("elasticache:ServerlessCacheSnapshotCopy"),
      program: { ...program, sourceServerlessCacheSnapshotName: "base" },
      others: {
        sourceServerlessCacheSnapshotName: "base-2",
        targetServerlessCacheSnapshotName: "orders-2",
        kmsKeyId: otherKey,
      },
      lookedUp: {},
      calls: serverlessCalls("CopyServerlessCacheSnapshot"),
      codes: {
        ...serverlessCodes,
        missing: "ServerlessCacheSnapshotNotFoundFault",
        busy: "InvalidServerlessCacheSnapshotStateFault",
      },
      source: "sourceServerlessCacheSnapshotName",
      addSources: (aws, place) => {
        addCaches(aws, place);
        addServerless(aws, "base", "automated", 0, place);
        addServerless(aws, "base-2", "automated", 0, place);
      },
      occupySource: (aws, seconds) =>
        void aws.elasticache.serverless
          .snapshot(...home, "base")
          ?.lifetime.occupy("copying", seconds),
      addForeign: (aws, name, place) => void addServerless(aws, name, "manual", 0, place),
    },
  };
}

/** The case of the kind that only makes exports. */
export function elasticacheExportCases(kindOf: (name: string) => Kind): Record<string, KindCase> {
  const { tags: _, kmsKeyId: __, ...hidden } = program;
  return {
    "elasticache:ServerlessCacheSnapshotExport": {
      ...serverless,
      kind: kindOf("elasticache:ServerlessCacheSnapshotExport"),
      program: { ...hidden, serverlessCacheSnapshotName: "base" },
      others: { serverlessCacheSnapshotName: "base-2", s3BucketName: "archive" },
      exporting: { s3BucketName: "backups" },
      lookedUp: {},
      calls: serverlessCalls("ExportServerlessCacheSnapshot"),
      codes: {
        ...serverlessCodes,
        missing: "ServerlessCacheSnapshotNotFoundFault",
        busy: "InvalidServerlessCacheSnapshotStateFault",
      },
      source: "serverlessCacheSnapshotName",
      addSources: (aws, place) => {
        addCaches(aws, place);
        addServerless(aws, "base", "automated", 0, place);
        addServerless(aws, "base-2", "automated", 0, place);
      },
      occupySource: (aws, seconds) =>
        void aws.elasticache.serverless
          .snapshot(...home, "base")
          ?.lifetime.occupy("copying", seconds),
      addForeign: (aws, name, place) => void addServerless(aws, name, "manual", 0, place),
    },
  };
}

function callsOf(
  create: string,
  describe: string,
  nameMember: string,
  deleting: string,
): KindCase["calls"] {
  const describes = (one: boolean) => ({
    operation: describe,
    where: (input: Readonly<Record<string, unknown>>) => nameMember in input === one,
  });
  const named = (operation: string) => ({ operation });
  return {
    list: describes(false),
    create: named(create),
    find: describes(true),
    delete: named(`${deleting}Snapshot`),
    tags: named("ListTagsForResource"),
    tag: named("AddTagsToResource"),
    untag: named("RemoveTagsFromResource"),
  };
}

/** Adds two replication groups with cluster mode, two without it, and two clusters. */
function addNodes({ elasticache: { nodes } }: LocalAws, place: Place = home): void {
  nodes.addReplicationGroup(...place, { name: "orders", shards: 2, kmsKeyId: "alias/orders" });
  nodes.addReplicationGroup(...place, { name: "customers", shards: 2 });
  nodes.addReplicationGroup(...place, { name: "shop", kmsKeyId: "alias/orders" });
  nodes.addReplicationGroup(...place, { name: "stock" });
  const { configuration } = nodes.addCacheCluster(...place, { name: "carts" });
  const { CacheClusterCreateTime, NumCacheNodes, PreferredAvailabilityZone } = configuration;
  nodes.addCacheCluster(...place, { name: "carts-2" });
  const [group] = nodes.at(...place).replicationGroups.values();
  Object.assign(group?.configuration ?? {}, {
    CacheClusterCreateTime,
    NumCacheNodes,
    PreferredAvailabilityZone,
    TopicArn: "arn:aws:sns:eu-west-1:111122223333:orders",
  });
}

function addNodeSnapshot(
  { elasticache: { nodes } }: LocalAws,
  name: string,
  source: NodeSnapshot["source"],
  seconds: number,
  [account, region]: Place = home,
  of = "orders",
): NodeSnapshot {
  const state = nodes.at(account, region);
  const group = state.replicationGroups.get(of);
  if (group === undefined) {
    throw new Error("the sources must be there before snapshots of them");
  }
  const { kmsKeyId } = group;
  return state.addSnapshotOf(group, { name, source, kmsKeyId, tags: new Map() }, seconds);
}

function addCaches({ elasticache: { serverless } }: LocalAws, place: Place = home): void {
  serverless.addCache(...place, { name: "orders", kmsKeyId: "alias/orders" });
  serverless.addCache(...place, { name: "customers" });
}

function addServerless(
  { elasticache: { serverless } }: LocalAws,
  name: string,
  source: ServerlessSnapshot["source"],
  seconds: number,
  [account, region]: Place = home,
): ServerlessSnapshot {
  const state = serverless.at(account, region);
  const cache = state.caches.get("orders");
  if (cache === undefined) {
    throw new Error("the sources must be there before snapshots of them");
  }
  const { kmsKeyId } = cache;
  return state.addSnapshotOf(cache, { name, source, kmsKeyId, tags: new Map() }, seconds);
}

async function describeNode(aws: LocalAws, SnapshotName: string): Promise<object> {
  const client = new ElastiCacheClient({ endpoint: aws.url, region: home[1] });
  const { Snapshots: found = [] } = await client.send(
    new DescribeSnapshotsCommand({ SnapshotName, ShowNodeGroupConfig: true }),
  );
  client.destroy();
  return { ...found[0] };
}

async function describeServerless(aws: LocalAws, name: string): Promise<object> {
  const client = new ElastiCacheClient({ endpoint: aws.url, region: home[1] });
  const { ServerlessCacheSnapshots = [] } = await client.send(
    new DescribeServerlessCacheSnapshotsCommand({ ServerlessCacheSnapshotName: name }),
  );
  client.destroy();
  return { ...ServerlessCacheSnapshots[0] };
}
