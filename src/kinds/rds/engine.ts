import type { Neptune } from "@aws-sdk/client-neptune";
import type { ClientConfig } from "../../aws/connection.js";

/**
 * The calls for cluster snapshots. Neptune and DocumentDB share one API with the same endpoint, operations and names,
 * so the clients of both have this type. Each sees the snapshots of the other and of Aurora; only the engine
 * distinguishes them.
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

/** A service of that API, for the snapshots of one engine. */
export interface Engine {
  readonly service: "neptune" | "docdb";
  /** The service's name for people. */
  readonly title: string;
  /** AWS's name for the engine. */
  readonly engine: string;
  connect(config: ClientConfig): Promise<ClusterSnapshotClient>;
}
