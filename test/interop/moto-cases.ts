import { type CreateReplicationGroupMessage, ElastiCache } from "@aws-sdk/client-elasticache";
import { MemoryDB } from "@aws-sdk/client-memorydb";
import { Neptune } from "@aws-sdk/client-neptune";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import type { Props } from "../../src/values/json.js";
import { account, region } from "./moto.js";

/** A kind whose whole life moto can simulate. */
export interface MotoCase {
  readonly title: string;
  readonly kind: Kind;
  /** The inputs of a program, without tags. */
  readonly program: Props;
  /** Creates the source, with the SDK alone. */
  addSource(): Promise<unknown>;
  /** Returns the tags in moto, read with the SDK alone. */
  tags(arn: string): Promise<Record<string, string>>;
}

/** The inputs that the engine and the base class add to those of the program. */
const hidden = {
  __organization: "acme",
  __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/any:Any::orders",
};

/** The ARN of the Neptune snapshot `base`. */
export const baseArn = `arn:aws:rds:${region}:${account}:cluster-snapshot:base`;

/** The cases. Tests are named by their titles. */
export const cases: readonly MotoCase[] = [
  {
    title: "a Neptune cluster snapshot",
    kind: kindOf("neptune:ClusterSnapshot"),
    program: { ...hidden, dbClusterIdentifier: "orders" },
    addSource: addNeptuneCluster,
    tags: neptuneTags,
  },
  {
    title: "a Neptune cluster snapshot copy",
    kind: kindOf("neptune:ClusterSnapshotCopy"),
    program: { ...hidden, sourceDbClusterSnapshotIdentifier: "base" },
    addSource: addNeptuneSnapshot,
    tags: neptuneTags,
  },
  {
    title: "a Neptune cluster snapshot copy whose source is given by its ARN",
    kind: kindOf("neptune:ClusterSnapshotCopy"),
    program: { ...hidden, sourceDbClusterSnapshotIdentifier: baseArn },
    addSource: addNeptuneSnapshot,
    tags: neptuneTags,
  },
  {
    title: "a MemoryDB snapshot",
    kind: kindOf("memorydb:Snapshot"),
    program: { ...hidden, clusterName: "orders" },
    addSource: () =>
      new MemoryDB().createCluster({
        ClusterName: "orders",
        NodeType: "db.t4g.small",
        ACLName: "open-access",
      }),
    tags: async (ResourceArn) => tagsIn((await new MemoryDB().listTags({ ResourceArn })).TagList),
  },
  {
    title: "an ElastiCache snapshot of a replication group",
    kind: kindOf("elasticache:Snapshot"),
    program: { ...hidden, replicationGroupId: "orders" },
    addSource: () => addReplicationGroup({ NumNodeGroups: 2, ClusterMode: "enabled" }),
    tags: elastiCacheTags,
  },
  {
    title: "an ElastiCache snapshot of a replication group without cluster mode",
    kind: kindOf("elasticache:Snapshot"),
    program: { ...hidden, replicationGroupId: "orders" },
    addSource: async () => {
      await addReplicationGroup({ NumCacheClusters: 2 });
      // moto names the nodes of a group and has no clusters of these names.
      for (const CacheClusterId of ["orders-001", "orders-002"]) {
        await addCacheCluster(CacheClusterId);
      }
    },
    tags: elastiCacheTags,
  },
  {
    title: "an ElastiCache snapshot of a cluster",
    kind: kindOf("elasticache:Snapshot"),
    program: { ...hidden, cacheClusterId: "orders" },
    addSource: () => addCacheCluster("orders"),
    tags: elastiCacheTags,
  },
];

/** The cases with their titles first, as `it.each` needs them. */
export function titled(chosen: readonly MotoCase[]): [string, MotoCase][] {
  return chosen.map((example) => [example.title, example]);
}

/** Returns the kind of this name. */
export function kindOf(name: string): Kind {
  const kind = kinds.get(name);
  if (kind === undefined) {
    throw new Error(`there is a path for ${name}, and no such kind`);
  }
  return kind;
}

/** Creates a Neptune cluster `orders`. */
export async function addNeptuneCluster(): Promise<void> {
  await new Neptune().createDBCluster({ DBClusterIdentifier: "orders", Engine: "neptune" });
}

/** Creates its snapshot `base`, with the tags `cost` and `team`. */
export async function addNeptuneSnapshot(): Promise<void> {
  await addNeptuneCluster();
  await new Neptune().createDBClusterSnapshot({
    DBClusterIdentifier: "orders",
    DBClusterSnapshotIdentifier: "base",
    Tags: [
      { Key: "cost", Value: "1" },
      { Key: "team", Value: "base" },
    ],
  });
}

/** Returns the tags of a Neptune snapshot. */
export async function neptuneTags(arn: string): Promise<Record<string, string>> {
  // The region of an ARN is its fourth part.
  const client = new Neptune({ region: arn.split(":")[3] ?? "" });
  return tagsIn((await client.listTagsForResource({ ResourceName: arn })).TagList);
}

async function addReplicationGroup(
  more: Pick<CreateReplicationGroupMessage, "NumNodeGroups" | "NumCacheClusters" | "ClusterMode">,
): Promise<void> {
  await new ElastiCache().createReplicationGroup({
    ReplicationGroupId: "orders",
    ReplicationGroupDescription: "all orders",
    CacheNodeType: "cache.t4g.small",
    Engine: "redis",
    ...more,
  });
}

async function addCacheCluster(CacheClusterId: string): Promise<void> {
  await new ElastiCache().createCacheCluster({
    CacheClusterId,
    CacheNodeType: "cache.t4g.small",
    Engine: "redis",
    NumCacheNodes: 1,
  });
}

async function elastiCacheTags(ResourceName: string): Promise<Record<string, string>> {
  return tagsIn((await new ElastiCache().listTagsForResource({ ResourceName })).TagList);
}

function tagsIn(
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> {
  return Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
}
