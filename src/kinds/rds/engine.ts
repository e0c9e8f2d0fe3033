import type { Neptune } from "@aws-sdk/client-neptune";
import type { ClientConfig } from "../../aws/connection.js";

/**
 * The calls for cluster snapshots. Neptune and DocumentDB are two faces of one API, with the same endpoint, the
 * same operations and the same names; so the clients of both fit here, and each sees the snapshots of the other
 * and of Aurora. Only the engine tells them apart.
 */
export type ClusterSnapshotClient = Pick<
  Neptune,
  | "config"
  | "createDBClusterSnapshot"
  | "copyDBClusterSnapshot"
  | "describeDBClusterSnapshots"
  | "paginateDescribeDBClusterSnapshots"
  | "deleteDBClusterSnapshot"
  | "describeDBClusters"
  | "describeDBClusterSnapshotAttributes"
  | "modifyDBClusterSnapshotAttribute"
  | "addTagsToResource"
  | "removeTagsFromResource"
  | "listTagsForResource"
>;

/** One of the services of that API: it has the snapshots of one engine. */
export interface Engine {
  readonly service: "neptune" | "docdb";
  /** The service as a person calls it. */
  readonly title: string;
  /** What AWS calls its engine. */
  readonly engine: string;
  connect(config: ClientConfig): Promise<ClusterSnapshotClient>;
}
