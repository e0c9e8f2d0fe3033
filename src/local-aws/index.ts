import { type Clock, realClock } from "./clock.js";
import { ElastiCacheNodes } from "./elasticache/nodes.js";
import { ElastiCacheServerless } from "./elasticache/serverless.js";
import { elastiCacheService } from "./elasticache/service.js";
import { MemoryDb } from "./memorydb/memorydb.js";
import { memoryDbService } from "./memorydb/service.js";
import { Rds } from "./rds/rds.js";
import { rdsService } from "./rds/service.js";
import { RedshiftServerless } from "./redshiftserverless/redshiftserverless.js";
import { redshiftServerlessService } from "./redshiftserverless/service.js";
import { type Behaviour, defaultBehaviour } from "./store/behaviour.js";
import { Buckets } from "./store/buckets.js";
import { stsService } from "./sts/sts.js";
import { refuseUntestedVersions } from "./tested-versions.js";
import { accessKeyOf, DEFAULT_ACCOUNT, DEFAULT_REGION } from "./wire/caller.js";
import { Faults } from "./wire/faults.js";
import { Requests } from "./wire/requests.js";
import { LOCAL_SECRET, SecretKeys } from "./wire/secret-keys.js";
import { listen } from "./wire/server.js";

export { type Clock, manualClock, realClock } from "./clock.js";
export type {
  ElastiCacheNodes,
  NewNodeSource,
  NodeSnapshot,
  NodeSource,
} from "./elasticache/nodes.js";
export type {
  ElastiCacheServerless,
  NewServerlessCache,
  ServerlessCacheSource,
  ServerlessSnapshot,
} from "./elasticache/serverless.js";
export type { MemoryDb } from "./memorydb/memorydb.js";
export type { MemoryDbCluster, MemoryDbSnapshot } from "./memorydb/place.js";
export type { RdsCluster, RdsSnapshot } from "./rds/place.js";
export type { NewRdsCluster, Rds } from "./rds/rds.js";
export type { RedshiftSnapshot } from "./redshiftserverless/place.js";
export type { RedshiftServerless } from "./redshiftserverless/redshiftserverless.js";
export type { Behaviour } from "./store/behaviour.js";
export type { Buckets } from "./store/buckets.js";
export { DEFAULT_ACCOUNT, DEFAULT_REGION } from "./wire/caller.js";
export type { Fault, FaultHandle, Faults } from "./wire/faults.js";
export type { RecordedRequest, Requests } from "./wire/requests.js";

/** Options of local AWS: how it runs and how it behaves. */
export interface LocalAwsOptions extends Partial<Behaviour> {
  /**
   * The port on 127.0.0.1.
   *
   * @default 0, which picks a free port
   */
  readonly port?: number;
  /**
   * Clock that decides when statuses change.
   *
   * @default realClock()
   */
  readonly clock?: Clock;
  /**
   * How long a client may take to send a request, in milliseconds.
   *
   * @default 30000
   */
  readonly requestTimeout?: number;
}

/** A running local stand-in for AWS. */
export interface LocalAws {
  readonly url: string;
  readonly clock: Clock;
  /** All requests that it has received. */
  readonly requests: Requests;
  /** Faults to inject into its answers. */
  readonly faults: Faults;
  /** The S3 buckets that exports are written to. */
  readonly buckets: Buckets;
  /** MemoryDB's clusters and snapshots. */
  readonly memorydb: MemoryDb;
  /** The clusters and cluster snapshots of Neptune, DocumentDB and Aurora. */
  readonly rds: Rds;
  /** ElastiCache's replication groups, clusters and serverless caches, and the snapshots of both families. */
  readonly elasticache: {
    readonly nodes: ElastiCacheNodes;
    readonly serverless: ElastiCacheServerless;
  };
  /** Redshift Serverless's namespaces, recovery points, snapshots and copy configurations. */
  readonly redshiftserverless: RedshiftServerless;
  /**
   * Returns the environment variables that point AWS clients at it, with credentials of that account and with that
   * region.
   */
  environment(account?: string, region?: string): Record<string, string>;
  /** Stops listening and closes all connections. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for the five services and STS on the loopback interface. It is not AWS: it keeps everything in
 * memory, supports the operations that snapshots need, and rejects all others. It checks no permissions, and no
 * signatures except those of pre-signed URLs.
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  refuseUntestedVersions();
  const { port = 0, clock = realClock(), requestTimeout = 30_000, ...behaviour } = options;
  const faults = new Faults();
  const requests = new Requests();
  const buckets = new Buckets(clock);
  const all = { ...defaultBehaviour, ...behaviour };
  const memorydb = new MemoryDb(clock, all, buckets);
  const keys = new SecretKeys();
  const rds = new Rds(clock, all, keys);
  const elasticache = {
    nodes: new ElastiCacheNodes(clock, all, buckets),
    serverless: new ElastiCacheServerless(clock, all, buckets),
  };
  const redshiftserverless = new RedshiftServerless(clock, all);
  const services = [
    memoryDbService(memorydb, clock),
    rdsService(rds, clock),
    elastiCacheService(elasticache.nodes, elasticache.serverless, clock),
    redshiftServerlessService(redshiftserverless, clock),
    stsService(keys),
  ];
  const { url, close } = await listen(
    { services, clock, faults, requests },
    { port, requestTimeout },
  );
  return {
    url,
    clock,
    requests,
    faults,
    buckets,
    memorydb,
    rds,
    elasticache,
    redshiftserverless,
    environment: (account = DEFAULT_ACCOUNT, region = DEFAULT_REGION) => ({
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: accessKeyOf(account),
      AWS_SECRET_ACCESS_KEY: LOCAL_SECRET,
      AWS_REGION: region,
      // A client must not look for credentials on the network.
      AWS_EC2_METADATA_DISABLED: "true",
    }),
    close,
  };
}
