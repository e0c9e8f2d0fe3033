import type { CreateDBClusterMessage } from "@aws-sdk/client-neptune";
import { keyArn } from "../store/kms-key.js";
import { SnapshotPlace, type SnapshotSource, type Stored } from "../store/snapshot-store.js";

/** The key with which RDS encrypts if the request names none. */
const DEFAULT_KEY = "alias/aws/rds";

/** The members of a cluster that its snapshots also have. */
export interface RdsClusterFacts {
  readonly clusterName: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly encrypted: boolean;
  readonly port: number;
  readonly masterUsername: string;
  readonly iamAuthentication: boolean;
  readonly storageType: string;
  readonly clusterCreateTime: Date;
}

/** A cluster of Neptune, DocumentDB or Aurora, as far as snapshots need it. */
export interface RdsCluster extends RdsClusterFacts, SnapshotSource {
  readonly serial: number;
  readonly arn: string;
  readonly kmsKeyId: string | undefined;
  readonly copyTagsToSnapshot: boolean;
  tags: Map<string, string>;
}

/** A cluster snapshot. Tests may change its tags. */
export interface RdsSnapshot extends Stored, RdsClusterFacts {
  readonly arn: string;
  readonly source: "manual" | "automated";
  readonly kmsKeyId: string | undefined;
  readonly takenFrom: RdsCluster | undefined;
  /** The ARN of the source of a copy; undefined for a snapshot of a cluster. */
  readonly sourceArn: string | undefined;
  readonly createTime: Date;
  /** Whether it was copied from another region. */
  readonly fromAbroad: boolean;
  /** Accounts that may restore and copy it; `all` stands for every account. */
  readonly sharedWith: Set<string>;
  tags: Map<string, string>;
}

/** The data of a new snapshot. */
export type NewRdsSnapshot = Omit<RdsSnapshot, "serial" | "lifetime" | "arn" | "sharedWith">;

/** The clusters and snapshots of one account in one region. All engines share their names. */
export class RdsPlace extends SnapshotPlace<RdsSnapshot> {
  readonly clusters = new Map<string, RdsCluster>();

  arn(kind: "cluster" | "cluster-snapshot", name: string): string {
    return `arn:aws:rds:${this.place.region}:${this.place.account}:${kind}:${name}`;
  }

  override keyArn(key: string = DEFAULT_KEY): string {
    return keyArn(key, this.place);
  }

  addCluster(
    input: Partial<CreateDBClusterMessage> & {
      readonly DBClusterIdentifier: string;
      readonly Engine: string;
    },
    tags = new Map<string, string>(),
  ): RdsCluster {
    const name = input.DBClusterIdentifier.toLowerCase();
    const encrypted = input.StorageEncrypted ?? input.KmsKeyId !== undefined;
    const cluster: RdsCluster = {
      serial: this.nextSerial(),
      arn: this.arn("cluster", name),
      clusterName: name,
      engine: input.Engine,
      engineVersion: input.EngineVersion ?? (input.Engine === "neptune" ? "1.3.2.1" : "5.0.0"),
      encrypted,
      kmsKeyId: encrypted ? this.keyArn(input.KmsKeyId) : undefined,
      port: input.Port ?? (input.Engine === "neptune" ? 8182 : 27017),
      masterUsername: input.MasterUsername ?? "admin",
      iamAuthentication: input.EnableIAMDatabaseAuthentication ?? false,
      storageType: input.StorageType ?? "standard",
      clusterCreateTime: new Date(this.clock.now()),
      copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
      tags,
    };
    this.clusters.set(name, cluster);
    return cluster;
  }

  addSnapshot(
    snapshot: NewRdsSnapshot,
    seconds: number,
    pending: "creating" | "copying" = "creating",
  ): RdsSnapshot {
    const arn = this.arn("cluster-snapshot", snapshot.name);
    return this.snapshots.add(
      (common) => ({ ...snapshot, arn, sharedWith: new Set(), ...common }),
      seconds,
      [pending, "available"],
    );
  }

  /** Adds a snapshot of the cluster as it is now. */
  addSnapshotOf(
    takenFrom: RdsCluster,
    snapshot: Pick<RdsSnapshot, "name" | "source" | "tags">,
    seconds: number,
  ): RdsSnapshot {
    const { serial: _, arn: __, copyTagsToSnapshot: ___, status: ____, ...cluster } = takenFrom;
    const createTime = new Date(this.clock.now());
    return this.addSnapshot(
      { ...cluster, ...snapshot, takenFrom, sourceArn: undefined, createTime, fromAbroad: false },
      seconds,
    );
  }
}
