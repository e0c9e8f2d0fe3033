export { Snapshot, SnapshotCopy } from "./nodes.js";
export {
  ServerlessCacheSnapshot,
  ServerlessCacheSnapshotCopy,
  ServerlessCacheSnapshotExport,
} from "./serverless.js";
export type {
  NodeGroupConfiguration,
  NodeSnapshot,
  ServerlessCacheConfiguration,
  ServerlessCacheSnapshotArgs,
  ServerlessCacheSnapshotCopyArgs,
  ServerlessCacheSnapshotExportArgs,
  SnapshotArgs,
  SnapshotCopyArgs,
} from "./types.js";
