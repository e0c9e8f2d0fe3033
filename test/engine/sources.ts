import type { LocalAws } from "../../src/local-aws/index.js";
import type { Place } from "../contract/world.js";

const noTags = () => new Map<string, string>();

/** The sources of MemoryDB's kinds, by the input that names them. */
function memorydbSource({ memorydb }: LocalAws, place: Place, key: string, name: string): void {
  const isCluster = key === "clusterName";
  const cluster = memorydb.addCluster(...place, { ClusterName: isCluster ? name : `of-${name}` });
  if (!isCluster) {
    const snapshot = { name, source: "automated", kmsKeyId: undefined, tags: noTags() } as const;
    memorydb.at(...place).addSnapshotOf(cluster, snapshot, 0);
  }
}

function clusterSource(
  { rds }: LocalAws,
  place: Place,
  Engine: string,
  key: string,
  name: string,
): void {
  const isCluster = key === "dbClusterIdentifier";
  const DBClusterIdentifier = isCluster ? name : `of-${name}`;
  rds.addCluster(...place, { DBClusterIdentifier, Engine, StorageEncrypted: true });
  if (!isCluster) {
    rds.addSnapshot(...place, DBClusterIdentifier, name);
  }
}

function elasticacheSource(aws: LocalAws, place: Place, key: string, name: string): void {
  const { nodes, serverless } = aws.elasticache;
  const snapshot = { name, source: "automated", kmsKeyId: undefined, tags: noTags() } as const;
  switch (key) {
    case "replicationGroupId":
      nodes.addReplicationGroup(...place, { name });
      return;
    case "cacheClusterId":
      nodes.addCacheCluster(...place, { name });
      return;
    case "sourceSnapshotName": {
      const group = nodes.addReplicationGroup(...place, { name: `of-${name}` });
      nodes.at(...place).addSnapshotOf(group, snapshot, 0);
      return;
    }
    case "serverlessCacheName":
      serverless.addCache(...place, { name });
      return;
    default: {
      const cache = serverless.addCache(...place, { name: `of-${name}` });
      serverless.at(...place).addSnapshotOf(cache, snapshot, 0);
    }
  }
}

/** Adds the source that an input of a kind names, so that a resource can be created from it. */
export function addSource(
  aws: LocalAws,
  place: Place,
  kind: string,
  key: string,
  name: string,
): void {
  const [service = ""] = kind.split(":");
  switch (service) {
    case "memorydb":
      memorydbSource(aws, place, key, name);
      return;
    case "neptune":
    case "docdb":
      clusterSource(aws, place, service, key, name);
      return;
    case "elasticache":
      elasticacheSource(aws, place, key, name);
      return;
    case "redshiftserverless":
      if (key === "recoveryPointId") {
        aws.redshiftserverless.addNamespace(...place, `of-${name}`);
        aws.redshiftserverless.addRecoveryPoint(...place, `of-${name}`, name);
      } else {
        aws.redshiftserverless.addNamespace(...place, name);
      }
      return;
    default:
      throw new Error(`no test knows what a ${kind} is made from`);
  }
}

/** Returns whether an input of a kind names its source. */
export function isSource(kind: string, key: string): boolean {
  return (
    /^source\w+(Name|Identifier)$/.test(key) ||
    /^(clusterName|dbClusterIdentifier|serverlessCacheName|namespaceName)$/.test(key) ||
    /^(replicationGroupId|cacheClusterId|recoveryPointId)$/.test(key) ||
    (kind.endsWith("Export") && key === "serverlessCacheSnapshotName")
  );
}

/** Adds a manual snapshot of a source that does not belong to the stack. */
export function addManual(
  aws: LocalAws,
  place: Place,
  kind: string,
  key: string,
  sourceName: string,
  name: string,
  tags: Map<string, string>,
): void {
  const { memorydb, rds, elasticache, redshiftserverless } = aws;
  const isCopied = /^source/.test(key);
  const of = isCopied ? `of-${sourceName}` : sourceName;
  const manual = { name, source: "manual", kmsKeyId: undefined, tags } as const;
  const [service] = kind.split(":");
  switch (service) {
    case "memorydb": {
      const state = memorydb.at(...place);
      state.addSnapshotOf(present(state.clusters.get(of)), manual, 0);
      return;
    }
    case "elasticache":
      if (/serverless/i.test(key)) {
        const state = elasticache.serverless.at(...place);
        state.addSnapshotOf(present(state.caches.get(of)), manual, 0);
      } else {
        const state = elasticache.nodes.at(...place);
        const source = state.replicationGroups.get(of) ?? state.clusters.get(of);
        state.addSnapshotOf(present(source), manual, 0);
      }
      return;
    case "redshiftserverless": {
      const state = redshiftserverless.at(...place);
      const namespace = present(state.namespaces.get(of));
      state.addSnapshot({ name, namespace, retention: -1, tags }, 0);
      return;
    }
    default: {
      const state = rds.at(...place);
      state.addSnapshotOf(present(state.clusters.get(of)), manual, 0);
    }
  }
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) {
    throw new Error("the sources must be there before snapshots of them");
  }
  return value;
}
