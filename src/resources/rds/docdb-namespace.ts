// DocumentDB: the resources and the lookups.
export * from "./docdb.js";
export * from "./docdb-lookups.js";
