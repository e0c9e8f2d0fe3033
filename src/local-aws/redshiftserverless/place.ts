import { createHash } from "node:crypto";
import type { RecoveryPoint } from "@aws-sdk/client-redshift-serverless";
import { keyArn } from "../store/kms-key.js";
import { Lifetime } from "../store/lifetime.js";
import { SnapshotPlace, type Stored } from "../store/snapshot-store.js";

const DAY = 24 * 60 * 60 * 1000;

/** The value that AWS reports as key if the request named none. */
const NO_KEY = "AWS_OWNED_KMS_KEY";

/** A namespace, as far as snapshots need it. */
export interface Namespace {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly adminUsername: string;
  /** An ARN, or AWS's word for its own key. */
  readonly kmsKeyId: string;
  /** Whether AWS keeps the administrator's password in a secret. */
  readonly managesPassword: boolean;
  readonly creationDate: Date;
  /** Whether the namespace has a workgroup. Tests may remove it. */
  hasWorkgroup: boolean;
  /** Busy while the namespace is being changed. */
  readonly lifetime: Lifetime;
}

/** A snapshot. Tests may change its tags. */
export interface RedshiftSnapshot extends Stored {
  /** The ARN ends with a UUID, not with the name. */
  readonly arn: string;
  readonly namespace: Pick<
    Namespace,
    "name" | "arn" | "adminUsername" | "kmsKeyId" | "managesPassword"
  >;
  readonly createTime: Date;
  /** Days that AWS keeps the snapshot, or -1 for an unlimited time. */
  retention: number;
  /** Accounts that may restore and see the snapshot. Tests may add accounts. */
  readonly sharedWith: Set<string>;
  tags: Map<string, string>;
}

/** A copy configuration. A namespace has at most one. */
export interface CopyConfiguration {
  readonly serial: number;
  readonly namespaceName: string;
  readonly destinationRegion: string;
  readonly destinationKmsKeyId: string;
  readonly snapshotRetentionPeriod: number;
  readonly snapshotCopyConfigurationArn: string;
  readonly snapshotCopyConfigurationId: string;
}

/** The namespaces and snapshots of one account in one region. */
export class RedshiftPlace extends SnapshotPlace<RedshiftSnapshot> {
  readonly namespaces = new Map<string, Namespace>();
  readonly recoveryPoints = new Map<string, RecoveryPoint & { readonly serial: number }>();
  readonly configurations = new Map<string, CopyConfiguration>();

  /** Returns a new ARN, with a random id. */
  newArn(kind: string): { id: string; arn: string; serial: number } {
    const { account, region } = this.place;
    const serial = this.nextSerial();
    const hex = createHash("sha256").update(`${account} ${region} ${kind} ${serial}`).digest("hex");
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
    return { id, arn: `arn:aws:redshift-serverless:${region}:${account}:${kind}/${id}`, serial };
  }

  /** Returns the requested key, or AWS's word for its own key. */
  #ownKey(key: string | undefined): string {
    return key === undefined ? NO_KEY : this.keyArn(key);
  }

  override keyArn(key = "alias/aws/redshift"): string {
    return keyArn(key, this.place);
  }

  addNamespace(name: string, kmsKeyId?: string, managesPassword = false): Namespace {
    const { id, arn } = this.newArn("namespace");
    const namespace: Namespace = {
      name,
      id,
      arn,
      adminUsername: "admin",
      kmsKeyId: this.#ownKey(kmsKeyId),
      managesPassword,
      creationDate: new Date(this.clock.now()),
      hasWorkgroup: true,
      lifetime: new Lifetime(this.clock, "CREATING", 0, "AVAILABLE"),
    };
    this.namespaces.set(name, namespace);
    return namespace;
  }

  addRecoveryPoint({ name, arn }: Namespace, id: string): void {
    this.recoveryPoints.set(id, {
      serial: this.nextSerial(),
      recoveryPointId: id,
      recoveryPointCreateTime: new Date(this.clock.now()),
      totalSizeInMegaBytes: 1024,
      namespaceName: name,
      namespaceArn: arn,
      workgroupName: name,
    });
  }

  addSnapshot(
    snapshot: Pick<RedshiftSnapshot, "name" | "namespace" | "retention" | "tags">,
    seconds: number,
    pending: "CREATING" | "COPYING" = "CREATING",
  ): RedshiftSnapshot {
    const { arn } = this.newArn("snapshot");
    const createTime = new Date(this.clock.now());
    return this.snapshots.add(
      (common) => ({ ...snapshot, arn, createTime, sharedWith: new Set(), ...common }),
      seconds,
      [pending, "AVAILABLE"],
    );
  }

  /** Sets the retention of a snapshot in days from its creation; -1 means unlimited. */
  retain(snapshot: RedshiftSnapshot, days: number, status: string | undefined): void {
    snapshot.retention = days;
    const end = days < 0 ? Number.POSITIVE_INFINITY : snapshot.createTime.getTime() + days * DAY;
    snapshot.lifetime.expire(end, status);
  }
}
