import type { DBClusterSnapshot } from "@aws-sdk/client-neptune";
import { optionalName } from "../../values/arn.js";
import { isOfType, type Listing, type ListingOptions, typeFilter } from "../kind.js";
import type { ClusterSnapshotClient, Engine } from "./engine.js";

/** Lists the snapshots of a cluster, or of all clusters, of any engine. */
export async function* snapshotsOfAll(
  client: ClusterSnapshotClient,
  asked: ListingOptions,
): AsyncIterable<DBClusterSnapshot[]> {
  for await (const { DBClusterSnapshots = [] } of client.paginateDescribeDBClusterSnapshots({
    DBClusterIdentifier: optionalName(asked.source),
    SnapshotType: typeFilter(asked, { manual: "manual", automated: "automated" }),
  })) {
    yield DBClusterSnapshots.filter(({ SnapshotType }) => isOfType(asked, SnapshotType));
  }
}

/** Returns the listing of an engine's snapshots. */
export function listingOf(engine: Engine): Listing<ClusterSnapshotClient, DBClusterSnapshot> {
  return {
    pages: async function* (client, asked) {
      for await (const page of snapshotsOfAll(client, asked)) {
        yield page.filter(isOf(engine));
      }
    },
    sourceInput: "dbClusterIdentifier",
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
    // A copy has the creation time of its source.
    createdAt: ({ SnapshotCreateTime, SourceDBClusterSnapshotArn }) =>
      SourceDBClusterSnapshotArn === undefined ? SnapshotCreateTime : undefined,
    deleteCommand: `aws ${engine.service} delete-db-cluster-snapshot --db-cluster-snapshot-identifier`,
  };
}

/** Returns a test for the engine of a snapshot, because each service also shows the snapshots of the others. */
export function isOf({ engine }: Engine): (snapshot: DBClusterSnapshot) => boolean {
  return ({ Engine }) => Engine === engine;
}
