/**
 * Database snapshots and snapshot copies on AWS as Pulumi resources, and lookups of snapshots: one namespace for each
 * service.
 *
 * @packageDocumentation
 */

export * as elasticache from "./resources/elasticache/namespace.js";
export * as memorydb from "./resources/memorydb/namespace.js";
export * as docdb from "./resources/rds/docdb-namespace.js";
export * as neptune from "./resources/rds/neptune-namespace.js";
export * as redshiftserverless from "./resources/redshiftserverless/namespace.js";
