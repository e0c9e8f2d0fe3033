export { snapshot, snapshotCopy } from "./elasticache-nodes.js";
export {
  serverlessCacheSnapshot,
  serverlessCacheSnapshotCopy,
  serverlessCacheSnapshotExport,
} from "./elasticache-serverless.js";
