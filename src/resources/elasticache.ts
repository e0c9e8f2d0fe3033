export { Snapshot, SnapshotCopy } from "./elasticache-nodes.js";
export {
  ServerlessCacheSnapshot,
  ServerlessCacheSnapshotCopy,
  ServerlessCacheSnapshotExport,
} from "./elasticache-serverless.js";
export type {
  NodeGroupConfiguration,
  NodeSnapshot,
  ServerlessCacheConfiguration,
  ServerlessCacheSnapshotArgs,
  ServerlessCacheSnapshotCopyArgs,
  ServerlessCacheSnapshotExportArgs,
  SnapshotArgs,
  SnapshotCopyArgs,
} from "./elasticache-types.js";
