/**
 * Database snapshots and snapshot copies on AWS as Pulumi resources, one namespace for each service.
 *
 * @packageDocumentation
 */

export * as elasticache from "./resources/elasticache/index.js";
export * as memorydb from "./resources/memorydb/index.js";
export * as docdb from "./resources/rds/docdb.js";
export * as neptune from "./resources/rds/neptune.js";
export * as redshiftserverless from "./resources/redshiftserverless/index.js";
