// Local AWS with what the programs of the bench take snapshots of.
import { type LocalAws, realClock, startLocalAws } from "../src/local-aws/index.js";
import { elsewhere, home } from "./places.js";

/** The snapshot that copies are made of. */
const source = "source";

/** Starts one whose clock runs so many times as fast as that on the wall, and where snapshots take so many seconds. */
export async function startAws(rate: number, seconds: number): Promise<LocalAws> {
  return startLocalAws({
    clock: realClock(rate),
    snapshotDuration: seconds,
    copyDuration: seconds,
    exportDuration: seconds,
  });
}

/** Seconds that a long snapshot takes at least, and at most. */
export const longDurations = [600, 660] as const;

/**
 * Has long snapshots end at times of their own, evenly spread, so that no interval of polling is lucky. They begin when
 * the last one was asked for. Answers when each is available by the clock of local AWS, once that has happened.
 */
export function spreadOut(aws: LocalAws, program: string, count: number): Map<string, number> {
  const [least, most] = longDurations;
  const available = new Map<string, number>();
  const operation = program.endsWith("copies") ? "CopySnapshot" : "CreateSnapshot";
  void aws.requests.arrival(`memorydb:${operation}`, count).then(() => {
    const begun = aws.memorydb.snapshots(...home).filter(({ name }) => name !== source);
    for (const [i, { name, lifetime }] of begun.entries()) {
      const seconds = least + ((most - least) * i) / begun.length;
      available.set(name, lifetime.occupy("creating", seconds).until);
    }
  });
  return available;
}

/** The environment of all that talks to it: every clock runs as fast as its own. */
export function environmentOf(aws: LocalAws, rate: number): Record<string, string> {
  return {
    ...aws.environment(),
    PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
    BENCH_CLOCK_RATE: String(rate),
  };
}

/** Puts there what a program needs. */
export function addSources(aws: LocalAws, program: string, count: number): void {
  if (program.endsWith("snapshots")) {
    for (let i = 0; i < count; i++) {
      aws.memorydb.addCluster(...home, { ClusterName: `cluster-${i}` });
    }
  } else if (program.endsWith("copies")) {
    const place = aws.memorydb.at(...home);
    const cluster = place.addCluster({ ClusterName: "orders" });
    const taken = { name: source, source: "manual", kmsKeyId: undefined } as const;
    place.addSnapshotOf(cluster, { ...taken, tags: new Map() }, 0);
  } else if (/process(es)?$/.test(program)) {
    const cluster = { DBClusterIdentifier: "graph", Engine: "neptune" };
    aws.rds.addCluster(...elsewhere, cluster);
    aws.rds.addSnapshot(...elsewhere, "graph", "base");
  } else {
    addFiveServices(aws);
  }
}

/** What the example of all services has snapshots of. */
export function addFiveServices({
  memorydb,
  rds,
  elasticache,
  redshiftserverless,
}: LocalAws): void {
  memorydb.addCluster(...home, { ClusterName: "sessions" });
  for (const [DBClusterIdentifier, Engine] of [
    ["graph", "neptune"],
    ["documents", "docdb"],
  ] as const) {
    rds.addCluster(...home, { DBClusterIdentifier, Engine, StorageEncrypted: true });
  }
  elasticache.serverless.addCache(...home, { name: "carts" });
  elasticache.nodes.addReplicationGroup(...home, { name: "ranks" });
  redshiftserverless.addNamespace(...home, "sales");
}
