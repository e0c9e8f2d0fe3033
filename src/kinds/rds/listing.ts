import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import { optionalName } from "../../values/arn.js";
import { type Asked, isOfType, type Listing, typeFilter } from "../kind.js";
import type { ClusterSnapshotClient, Engine } from "./engine.js";

/** All pages of the snapshots of a cluster, or of all clusters, whatever their engine. */
export async function* snapshotsOfAll(
  client: ClusterSnapshotClient,
  asked: Asked,
): AsyncIterable<DBClusterSnapshot[]> {
  for await (const { DBClusterSnapshots = [] } of client.paginateDescribeDBClusterSnapshots({
    DBClusterIdentifier: optionalName(asked.narrowedTo),
    SnapshotType: typeFilter(asked, { manual: "manual", automated: "automated" }),
  })) {
    yield DBClusterSnapshots.filter(({ SnapshotType }) => isOfType(asked, SnapshotType));
  }
}

/** How the snapshots of an engine are found at once. */
export function listingOf(engine: Engine): Listing<ClusterSnapshotClient, DBClusterSnapshot> {
  return {
    pages: async function* (client, asked) {
      for await (const page of snapshotsOfAll(client, asked)) {
        yield page.filter(isOf(engine));
      }
    },
    narrowedBy: "dbClusterIdentifier",
    byNames: async (client, names) => {
      const { DBClusterSnapshots = [] } = await client.describeDBClusterSnapshots({
        Filters: [{ Name: "db-cluster-snapshot-id", Values: [...names] }],
      });
      if (
        DBClusterSnapshots.some((one) => !names.includes(one.DBClusterSnapshotIdentifier ?? ""))
      ) {
        throw new Error("AWS ignores the filter");
      }
      return DBClusterSnapshots.filter(isOf(engine));
    },
    takenAt: ({ SnapshotCreateTime }) => SnapshotCreateTime,
    // A copy has the time of its source.
    madeAt: ({ SnapshotCreateTime, SourceDBClusterSnapshotArn }) =>
      SourceDBClusterSnapshotArn === undefined ? SnapshotCreateTime : undefined,
    deleteCommand: `aws ${engine.service} delete-db-cluster-snapshot --db-cluster-snapshot-identifier`,
  };
}

/** Whether a snapshot is of the engine: each service shows those of the others too. */
export function isOf({ engine }: Engine): (snapshot: DBClusterSnapshot) => boolean {
  return ({ Engine }) => Engine === engine;
}
