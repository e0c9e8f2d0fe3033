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

/** Puts there what an input of a kind names, so that something can be made of it. */
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

/** Whether an input of a kind names what a resource is made from. */
export function isSource(kind: string, key: string): boolean {
  return (
    /^source\w+(Name|Identifier)$/.test(key) ||
    /^(clusterName|dbClusterIdentifier|serverlessCacheName|namespaceName)$/.test(key) ||
    /^(replicationGroupId|cacheClusterId|recoveryPointId)$/.test(key) ||
    (kind.endsWith("Export") && key === "serverlessCacheSnapshotName")
  );
}
