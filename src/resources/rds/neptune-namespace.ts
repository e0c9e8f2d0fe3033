// Neptune: the resources and the lookups.
export * from "./neptune.js";
export * from "./neptune-lookups.js";
