import * as elasticacheNodes from "./elasticache/nodes.js";
import * as elasticacheServerless from "./elasticache/serverless.js";
import type { Kind } from "./kind.js";
import * as memorydb from "./memorydb.js";
import * as docdb from "./rds/docdb.js";
import * as neptune from "./rds/neptune.js";
import * as redshiftserverlessConfiguration from "./redshiftserverless/copy-configuration.js";
import * as redshiftserverless from "./redshiftserverless/snapshot.js";

/** All kinds, by name. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  [
    memorydb,
    neptune,
    docdb,
    elasticacheNodes,
    elasticacheServerless,
    redshiftserverless,
    redshiftserverlessConfiguration,
  ]
    .flatMap((service): Kind[] => Object.values(service))
    .map((kind) => [kind.name, kind]),
);
