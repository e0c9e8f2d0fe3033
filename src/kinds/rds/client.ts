import type { Neptune } from "@aws-sdk/client-neptune";

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
  | "deleteDBClusterSnapshot"
  | "describeDBClusters"
  | "describeDBClusterSnapshotAttributes"
  | "modifyDBClusterSnapshotAttribute"
  | "addTagsToResource"
  | "removeTagsFromResource"
  | "listTagsForResource"
>;
