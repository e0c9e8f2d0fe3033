// ElastiCache: the resources and the lookups.
export * from "./index.js";
export * from "./node-lookups.js";
export * from "./serverless-lookups.js";
