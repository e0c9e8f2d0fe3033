export { snapshot, snapshotCopy } from "./nodes.js";
export {
  serverlessCacheSnapshot,
  serverlessCacheSnapshotCopy,
  serverlessCacheSnapshotExport,
} from "./serverless.js";
