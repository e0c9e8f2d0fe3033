import * as elasticache from "./elasticache/index.js";
import type { Kind } from "./kind.js";
import * as memorydb from "./memorydb.js";
import * as docdb from "./rds/docdb.js";
import * as neptune from "./rds/neptune.js";
import * as redshiftserverless from "./redshiftserverless.js";

/** All kinds, by name. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  [memorydb, neptune, docdb, elasticache, redshiftserverless]
    .flatMap((service): Kind[] => Object.values(service))
    .map((kind) => [kind.name, kind]),
);
