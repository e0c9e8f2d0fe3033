import { DocDB } from "@aws-sdk/client-docdb";
import { ElastiCache } from "@aws-sdk/client-elasticache";
import { MemoryDB } from "@aws-sdk/client-memorydb";
import { Neptune } from "@aws-sdk/client-neptune";
import { RedshiftServerless } from "@aws-sdk/client-redshift-serverless";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { failure } from "../contract/local-aws.js";
import { Moto } from "./moto.js";
import { addNeptuneSnapshot, cases } from "./moto-cases.js";

// Everything that moto cannot confirm, because it lacks it or is known to be wrong. Each test here fails as soon as
// moto has learnt it, and then another path is needed.
let moto: Moto;
beforeAll(async () => {
  moto = await Moto.start();
});
afterAll(() => moto?.close());
beforeEach(() => moto.reset());

/** Operations that moto answers with an HTML error page. */
const missing: readonly [operation: string, call: () => Promise<unknown>][] = [
  [
    "MemoryDB's CopySnapshot",
    () => new MemoryDB().copySnapshot({ SourceSnapshotName: "a", TargetSnapshotName: "b" }),
  ],
  [
    "ElastiCache's CopySnapshot",
    () => new ElastiCache().copySnapshot({ SourceSnapshotName: "a", TargetSnapshotName: "b" }),
  ],
  [
    "ElastiCache's CreateServerlessCacheSnapshot",
    () =>
      new ElastiCache().createServerlessCacheSnapshot({
        ServerlessCacheSnapshotName: "a",
        ServerlessCacheName: "b",
      }),
  ],
  [
    "ElastiCache's CopyServerlessCacheSnapshot",
    () =>
      new ElastiCache().copyServerlessCacheSnapshot({
        SourceServerlessCacheSnapshotName: "a",
        TargetServerlessCacheSnapshotName: "b",
      }),
  ],
  [
    "ElastiCache's DescribeServerlessCacheSnapshots",
    () => new ElastiCache().describeServerlessCacheSnapshots(),
  ],
  [
    "ElastiCache's DeleteServerlessCacheSnapshot",
    () => new ElastiCache().deleteServerlessCacheSnapshot({ ServerlessCacheSnapshotName: "a" }),
  ],
  [
    "Redshift Serverless's CreateSnapshot",
    () => new RedshiftServerless().createSnapshot({ namespaceName: "a", snapshotName: "b" }),
  ],
  ["Redshift Serverless's ListSnapshots", () => new RedshiftServerless().listSnapshots()],
];

it.each(missing)("moto does not know %s", async (_operation, call) => {
  expect(await failure(call())).toMatch(/ 500$/);
});

it("moto knows no engine docdb, so the paths of cluster snapshots are Neptune's alone", async () => {
  const call = new DocDB().createDBCluster({ DBClusterIdentifier: "orders", Engine: "docdb" });
  await expect(call).rejects.toThrow("Engine 'docdb' is not supported");
});

it("moto has every snapshot available at once, so no test waits for one", async () => {
  await addNeptuneSnapshot();
  const { DBClusterSnapshot } = await new Neptune().createDBClusterSnapshot({
    DBClusterIdentifier: "orders",
    DBClusterSnapshotIdentifier: "a",
  });
  expect(DBClusterSnapshot?.Status).toBe("available");
  await cases.find(({ kind }) => kind.name === "memorydb:Snapshot")?.addSource();
  const memorydb = await new MemoryDB().createSnapshot({
    ClusterName: "orders",
    SnapshotName: "a",
  });
  expect(memorydb.Snapshot?.Status).toBe("available");
  await cases.find(({ program }) => "replicationGroupId" in program)?.addSource();
  const elasticache = await new ElastiCache().createSnapshot({
    ReplicationGroupId: "orders",
    SnapshotName: "a",
  });
  expect(elasticache.Snapshot?.SnapshotStatus).toBe("available");
});
