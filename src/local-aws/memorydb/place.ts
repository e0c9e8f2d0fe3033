import type {
  ClusterConfiguration,
  CreateClusterRequest,
  ShardDetail,
} from "@aws-sdk/client-memorydb";
import { SnapshotPlace, type SnapshotSource, type Stored } from "../store/snapshot-store.js";

/** A MemoryDB cluster, as far as snapshots need it. */
export interface MemoryDbCluster extends SnapshotSource {
  readonly serial: number;
  readonly name: string;
  readonly arn: string;
  readonly kmsKeyId: string | undefined;
  readonly aclName: string;
  readonly replicas: number;
  readonly configuration: ClusterConfiguration;
  tags: Map<string, string>;
  /** Start times of its manual snapshots. AWS allows 20 in 24 hours. */
  readonly snapshotTimes: number[];
}

/** A MemoryDB snapshot. Tests may change its tags. */
export interface MemoryDbSnapshot extends Stored {
  readonly arn: string;
  readonly source: "manual" | "automated";
  readonly kmsKeyId: string | undefined;
  readonly configuration: ClusterConfiguration;
  readonly shards: readonly ShardDetail[];
  /** The cluster of the snapshot; undefined for a copy. */
  readonly takenFrom: MemoryDbCluster | undefined;
  tags: Map<string, string>;
}

/** The data of a new snapshot. */
export type NewSnapshot = Pick<
  MemoryDbSnapshot,
  "name" | "source" | "kmsKeyId" | "configuration" | "shards" | "takenFrom" | "tags"
>;

/** The clusters and snapshots of one account in one region. */
export class MemoryDbPlace extends SnapshotPlace<MemoryDbSnapshot> {
  readonly clusters = new Map<string, MemoryDbCluster>();

  arn(kind: "cluster" | "snapshot", name: string): string {
    return `arn:aws:memorydb:${this.place.region}:${this.place.account}:${kind}/${name}`;
  }

  addCluster(
    input: Partial<CreateClusterRequest> & { readonly ClusterName: string },
    tags = new Map<string, string>(),
  ): MemoryDbCluster {
    const name = input.ClusterName.toLowerCase();
    const cluster: MemoryDbCluster = {
      serial: this.nextSerial(),
      name,
      arn: this.arn("cluster", name),
      kmsKeyId: this.keyArn(input.KmsKeyId),
      aclName: input.ACLName ?? "open-access",
      replicas: input.NumReplicasPerShard ?? 1,
      configuration: {
        Name: name,
        Description: input.Description ?? "",
        NodeType: input.NodeType ?? "db.r7g.large",
        Engine: input.Engine ?? "valkey",
        EngineVersion: input.EngineVersion ?? "7.2",
        MaintenanceWindow: input.MaintenanceWindow ?? "wed:03:00-wed:04:00",
        Port: input.Port ?? 6379,
        ParameterGroupName: input.ParameterGroupName ?? "default.memorydb-valkey7",
        SubnetGroupName: input.SubnetGroupName ?? "default",
        VpcId: "vpc-0123456789abcdef0",
        SnapshotRetentionLimit: input.SnapshotRetentionLimit ?? 0,
        SnapshotWindow: input.SnapshotWindow ?? "05:00-06:00",
        NumShards: input.NumShards ?? 1,
      },
      tags,
      snapshotTimes: [],
    };
    this.clusters.set(name, cluster);
    return cluster;
  }

  addSnapshot(snapshot: NewSnapshot, seconds: number): MemoryDbSnapshot {
    const arn = this.arn("snapshot", snapshot.name);
    return this.snapshots.add((common) => ({ ...snapshot, arn, ...common }), seconds);
  }

  /** Adds a snapshot of the cluster as it is now. */
  addSnapshotOf(
    cluster: MemoryDbCluster,
    snapshot: Omit<NewSnapshot, "configuration" | "shards" | "takenFrom">,
    seconds: number,
  ): MemoryDbSnapshot {
    const { configuration } = cluster;
    const shards = shardsOf(cluster, new Date(this.clock.now()));
    return this.addSnapshot({ ...snapshot, configuration, shards, takenFrom: cluster }, seconds);
  }
}

/** Returns the slots of a shard. All 16384 slots are spread evenly over the shards. */
function shardsOf(cluster: MemoryDbCluster, time: Date): ShardDetail[] {
  const count = cluster.configuration.NumShards ?? 1;
  return Array.from({ length: count }, (_, index) => ({
    Name: String(index + 1).padStart(4, "0"),
    Configuration: {
      Slots: `${Math.floor((index * 16384) / count)}-${Math.floor(((index + 1) * 16384) / count) - 1}`,
      ReplicaCount: cluster.replicas,
    },
    Size: "11 MB",
    SnapshotCreationTime: time,
  }));
}
