/**
 * Database snapshots and snapshot copies on AWS as Pulumi resources, one namespace for each service.
 *
 * @packageDocumentation
 */
export * as memorydb from "./resources/memorydb.js";
