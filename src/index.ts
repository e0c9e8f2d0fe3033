/**
 * Database snapshots and snapshot copies on AWS as Pulumi resources, one namespace for each service.
 *
 * @packageDocumentation
 */
export * as docdb from "./resources/docdb.js";
export * as elasticache from "./resources/elasticache.js";
export * as memorydb from "./resources/memorydb.js";
export * as neptune from "./resources/neptune.js";
export * as redshiftserverless from "./resources/redshiftserverless.js";
