// MemoryDB: the resources and the lookups.
export * from "./index.js";
export * from "./lookups.js";
