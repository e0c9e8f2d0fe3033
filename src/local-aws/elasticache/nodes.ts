import type { NodeSnapshot as NodePart, Snapshot } from "@aws-sdk/client-elasticache";
import type { Clock } from "../clock.js";
import { automaticName } from "../store/automatic-name.js";
import type { Behaviour } from "../store/behaviour.js";
import type { Buckets } from "../store/buckets.js";
import {
  SnapshotPlace,
  type SnapshotSource,
  Snapshots,
  type Stored,
  sourceFor,
} from "../store/snapshot-store.js";

/** A replication group or a single cluster, as far as snapshots need it. */
export interface NodeSource extends SnapshotSource {
  readonly serial: number;
  readonly name: string;
  readonly arn: string;
  /** The data that a snapshot contains about it, including whether it is a group or a cluster. */
  readonly configuration: Snapshot;
  readonly shards: number;
  /** The nodes of a group without cluster mode, with the primary first. Only these nodes can be backed up alone. */
  readonly members: NodeSource[];
  /** The group of a node. */
  readonly partOf: NodeSource | undefined;
  readonly kmsKeyId: string | undefined;
  /** Start times of its manual snapshots. */
  readonly snapshotTimes: number[];
  tags: Map<string, string>;
}

/** A snapshot of nodes. Tests may change its tags. */
export interface NodeSnapshot extends Stored {
  readonly arn: string;
  readonly source: "manual" | "automated";
  readonly kmsKeyId: string | undefined;
  readonly configuration: Snapshot;
  readonly nodes: readonly NodePart[];
  /** The source of the snapshot; undefined for a copy. */
  readonly takenFrom: NodeSource | undefined;
  tags: Map<string, string>;
}

/** The data of a new snapshot. */
export type NewNodeSnapshot = Omit<NodeSnapshot, "serial" | "lifetime" | "arn">;

/** A source to add. */
export interface NewNodeSource {
  readonly name: string;
  /** @default 1 */
  readonly shards?: number | undefined;
  /**
   * Whether cluster mode is on, for a replication group.
   *
   * @default `true` if there is more than one shard
   */
  readonly clusterMode?: boolean | undefined;
  /**
   * The number of replicas in a replication group without cluster mode.
   *
   * @default 1
   */
  readonly replicas?: number | undefined;
  readonly kmsKeyId?: string | undefined;
  /** The description of a replication group. */
  readonly description?: string | undefined;
  /** The engine. `memcached` has no snapshots, and only replication groups can be `valkey`. */
  readonly engine?: string | undefined;
  /** The node type. `cache.t1.micro` has no snapshots, and snapshots of `cache.r6gd.…` (data tiering) cannot be exported. */
  readonly nodeType?: string | undefined;
}

/** The node-based ElastiCache of one account in one region. */
export class NodesPlace extends SnapshotPlace<NodeSnapshot> {
  readonly replicationGroups = new Map<string, NodeSource>();
  readonly clusters = new Map<string, NodeSource>();

  arn(kind: "snapshot" | "replicationgroup" | "cluster", name: string): string {
    return `arn:aws:elasticache:${this.place.region}:${this.place.account}:${kind}:${name}`;
  }

  addSource(
    kind: "replicationgroup" | "cluster",
    asked: NewNodeSource,
    tags = new Map<string, string>(),
    partOf?: NodeSource,
  ): NodeSource {
    const {
      shards = 1,
      clusterMode = shards > 1,
      replicas = 1,
      description,
      nodeType = "cache.r7g.large",
    } = asked;
    const lower = asked.name.toLowerCase();
    const isGroup = kind === "replicationgroup";
    const { engine = isGroup ? "valkey" : "redis" } = asked;
    const configuration: Snapshot = {
      ...(isGroup
        ? {
            ReplicationGroupId: lower,
            ReplicationGroupDescription: description ?? lower,
            NumNodeGroups: shards,
            AutomaticFailover: "enabled",
          }
        : {
            CacheClusterId: lower,
            CacheClusterCreateTime: new Date(this.clock.now()),
            NumCacheNodes: 1,
            PreferredAvailabilityZone: `${this.place.region}a`,
          }),
      CacheNodeType: nodeType,
      Engine: engine,
      EngineVersion: "7.2.6",
      PreferredMaintenanceWindow: "wed:03:00-wed:04:00",
      Port: 6379,
      CacheParameterGroupName: "default.valkey7",
      CacheSubnetGroupName: "default",
      VpcId: "vpc-0123456789abcdef0",
      AutoMinorVersionUpgrade: true,
      SnapshotRetentionLimit: 0,
      SnapshotWindow: "05:00-06:00",
      DataTiering: nodeType.startsWith("cache.r6gd.") ? "enabled" : "disabled",
      Durability: "default",
    };
    const source: NodeSource = {
      serial: this.nextSerial(),
      name: lower,
      arn: this.arn(kind, lower),
      configuration,
      shards,
      members: [],
      partOf,
      kmsKeyId: this.keyArn(asked.kmsKeyId),
      snapshotTimes: [],
      tags,
    };
    (isGroup ? this.replicationGroups : this.clusters).set(lower, source);
    for (let index = 1; isGroup && !clusterMode && index <= replicas + 1; index++) {
      const node = { ...asked, engine, name: `${lower}-${String(index).padStart(3, "0")}` };
      source.members.push(this.addSource("cluster", node, new Map(), source));
    }
    return source;
  }

  addSnapshot(snapshot: NewNodeSnapshot, seconds: number): NodeSnapshot {
    const arn = this.arn("snapshot", snapshot.name);
    return this.snapshots.add((common) => ({ ...snapshot, arn, ...common }), seconds);
  }

  /** Adds a snapshot of the source as it is now. In a group without cluster mode the last node is backed up. */
  addSnapshotOf(
    source: NodeSource,
    snapshot: Pick<NewNodeSnapshot, "name" | "source" | "kmsKeyId" | "tags">,
    seconds: number,
  ): NodeSnapshot {
    const of = source.members.at(-1) ?? source;
    const { configuration } = of;
    const nodes = nodesOf(of, new Date(this.clock.now()));
    const takenFrom = of.partOf ?? of;
    return this.addSnapshot({ ...snapshot, configuration, nodes, takenFrom }, seconds);
  }
}

/** The node-based ElastiCache in all accounts and regions. Tests may inspect and change it. */
export class ElastiCacheNodes extends Snapshots<NodeSnapshot, NodesPlace> {
  readonly buckets: Buckets;

  constructor(clock: Clock, behaviour: Behaviour, buckets: Buckets) {
    super(NodesPlace, clock, behaviour);
    this.buckets = buckets;
  }

  /** Adds a replication group that is available at once. */
  addReplicationGroup(account: string, region: string, group: NewNodeSource): NodeSource {
    return this.at(account, region).addSource("replicationgroup", group);
  }

  /** Adds a cluster of one node that is available at once. */
  addCacheCluster(account: string, region: string, cluster: NewNodeSource): NodeSource {
    return this.at(account, region).addSource("cluster", cluster);
  }

  /** Makes another node of a replication group without cluster mode the primary. */
  failOver(account: string, region: string, name: string): void {
    const { members } = this.at(account, region).replicationGroups.get(name.toLowerCase()) ?? {};
    const [primary, ...others] = members ?? [];
    if (members === undefined || primary === undefined || others.length === 0) {
      throw new Error(`failing over "${name}": it has no replica in ${account}/${region}.`);
    }
    members.splice(0, members.length, ...others, primary);
  }

  /** Adds an automatic snapshot of a replication group or a cluster that is available at once. */
  addAutomaticSnapshot(account: string, region: string, sourceName: string): NodeSnapshot {
    const place = this.at(account, region);
    const lower = sourceName.toLowerCase();
    const found = place.replicationGroups.get(lower) ?? place.clusters.get(lower);
    const named = `replication group or cluster "${sourceName}"`;
    const source = sourceFor("an automatic snapshot", found, named, place.place);
    const name = automaticName(source.members.at(-1)?.name ?? lower, this.clock.now());
    const { kmsKeyId } = source;
    return place.addSnapshotOf(source, { name, source: "automated", kmsKeyId, tags: new Map() }, 0);
  }
}

/** Returns the nodes in a snapshot: one node of each shard, a replica if there is one. */
function nodesOf({ name, arn, shards, configuration }: NodeSource, time: Date): NodePart[] {
  const [, , , region] = arn.split(":");
  const node = {
    CacheNodeId: "0001",
    CacheSize: "11 MB",
    CacheNodeCreateTime: configuration.CacheClusterCreateTime ?? time,
    // AWS has no parts of a second here.
    SnapshotCreateTime: new Date(Math.floor(time.getTime() / 1000) * 1000),
  };
  if (configuration.ReplicationGroupId === undefined) return [node];
  return Array.from({ length: shards }, (_, index) => {
    const NodeGroupId = String(index + 1).padStart(4, "0");
    const from = Math.floor((index * 16384) / shards);
    const to = Math.floor(((index + 1) * 16384) / shards) - 1;
    return {
      ...node,
      CacheClusterId: `${name}-${NodeGroupId}-002`,
      NodeGroupId,
      NodeGroupConfiguration: {
        NodeGroupId,
        Slots: `${from}-${to}`,
        ReplicaCount: 1,
        PrimaryAvailabilityZone: `${region}a`,
        ReplicaAvailabilityZones: [`${region}b`],
      },
    };
  });
}
