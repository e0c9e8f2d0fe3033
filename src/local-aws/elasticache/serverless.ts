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

/** A serverless cache, as far as snapshots need it. */
export interface ServerlessCacheSource extends SnapshotSource {
  readonly serial: number;
  readonly name: string;
  readonly arn: string;
  readonly engine: string;
  readonly majorEngineVersion: string;
  readonly kmsKeyId: string | undefined;
  /** Start times of its manual snapshots. */
  readonly snapshotTimes: number[];
  tags: Map<string, string>;
}

/** A snapshot of a serverless cache. Tests may change its tags. */
export interface ServerlessSnapshot extends Stored {
  readonly arn: string;
  readonly source: "manual" | "automated";
  readonly kmsKeyId: string | undefined;
  readonly cache: Pick<ServerlessCacheSource, "name" | "engine" | "majorEngineVersion">;
  readonly createTime: Date;
  /** When ElastiCache deletes an automatic snapshot. */
  readonly expiryTime: Date | undefined;
  /** The source of the snapshot; undefined for a copy. */
  readonly takenFrom: ServerlessCacheSource | undefined;
  tags: Map<string, string>;
}

/** The data of a new snapshot. */
export type NewServerlessSnapshot = Omit<ServerlessSnapshot, "serial" | "lifetime" | "arn">;

/** A cache to add. */
export interface NewServerlessCache {
  readonly name: string;
  readonly kmsKeyId?: string | undefined;
  /** @default "valkey" */
  readonly engine?: string | undefined;
}

/** The serverless ElastiCache of one account in one region. */
export class ServerlessPlace extends SnapshotPlace<ServerlessSnapshot> {
  readonly caches = new Map<string, ServerlessCacheSource>();

  arn(kind: "serverlesscache" | "serverlesscachesnapshot", name: string): string {
    return `arn:aws:elasticache:${this.place.region}:${this.place.account}:${kind}:${name}`;
  }

  addCache(
    { name, kmsKeyId, engine = "valkey" }: NewServerlessCache,
    tags = new Map<string, string>(),
  ): ServerlessCacheSource {
    const lower = name.toLowerCase();
    const cache: ServerlessCacheSource = {
      serial: this.nextSerial(),
      name: lower,
      arn: this.arn("serverlesscache", lower),
      engine,
      majorEngineVersion: engine === "memcached" ? "1.6" : "8",
      kmsKeyId: this.keyArn(kmsKeyId),
      snapshotTimes: [],
      tags,
    };
    this.caches.set(lower, cache);
    return cache;
  }

  addSnapshot(snapshot: NewServerlessSnapshot, seconds: number): ServerlessSnapshot {
    const arn = this.arn("serverlesscachesnapshot", snapshot.name);
    return this.snapshots.add((common) => ({ ...snapshot, arn, ...common }), seconds);
  }

  /** Adds a snapshot of the cache as it is now. */
  addSnapshotOf(
    cache: ServerlessCacheSource,
    snapshot: Pick<NewServerlessSnapshot, "name" | "source" | "kmsKeyId" | "tags">,
    seconds: number,
  ): ServerlessSnapshot {
    const now = this.clock.now();
    const createTime = new Date(now);
    const expiryTime =
      snapshot.source === "manual" ? undefined : new Date(now + 24 * 60 * 60 * 1000);
    return this.addSnapshot(
      { ...snapshot, cache, createTime, expiryTime, takenFrom: cache },
      seconds,
    );
  }
}

/** Serverless ElastiCache in all accounts and regions. Tests may inspect and change it. */
export class ElastiCacheServerless extends Snapshots<ServerlessSnapshot, ServerlessPlace> {
  readonly buckets: Buckets;

  constructor(clock: Clock, behaviour: Behaviour, buckets: Buckets) {
    super(ServerlessPlace, clock, behaviour, "create_failed");
    this.buckets = buckets;
  }

  /** Adds a serverless cache that is available at once. */
  addCache(account: string, region: string, cache: NewServerlessCache): ServerlessCacheSource {
    return this.at(account, region).addCache(cache);
  }

  /** Adds an automatic snapshot that is available at once, and is gone when it expires. */
  addAutomaticSnapshot(account: string, region: string, cacheName: string): ServerlessSnapshot {
    const place = this.at(account, region);
    const found = place.caches.get(cacheName.toLowerCase());
    const named = `serverless cache "${cacheName}"`;
    const cache = sourceFor("an automatic snapshot", found, named, place.place);
    const name = automaticName(cache.name, this.clock.now());
    const { kmsKeyId } = cache;
    const snapshot = place.addSnapshotOf(
      cache,
      { name, source: "automated", kmsKeyId, tags: new Map() },
      0,
    );
    if (snapshot.expiryTime) snapshot.lifetime.expire(snapshot.expiryTime.getTime(), undefined);
    return snapshot;
  }
}
