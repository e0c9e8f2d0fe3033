import * as client from "@aws-sdk/client-elasticache";
import type { Clock } from "../clock.js";
import { modelOf } from "../wire/model.js";
import { queryProtocol } from "../wire/query-protocol.js";
import type { Service } from "../wire/service.js";
import { nodeOperations } from "./node-operations.js";
import { nodeSourceOperations } from "./node-source-operations.js";
import type { ElastiCacheNodes } from "./nodes.js";
import type { ElastiCacheServerless } from "./serverless.js";
import { serverlessCacheOperations } from "./serverless-cache-operations.js";
import { serverlessOperations } from "./serverless-operations.js";
import { tagOperations } from "./tag-operations.js";

/** ElastiCache on the wire: two separate families of snapshots. */
export function elastiCacheService(
  nodes: ElastiCacheNodes,
  serverless: ElastiCacheServerless,
  clock: Clock,
): Service {
  return {
    name: "elasticache",
    signingName: "elasticache",
    protocol: queryProtocol({
      signingName: "elasticache",
      version: "2015-02-02",
      xmlNamespace: "http://elasticache.amazonaws.com/doc/2015-02-02/",
    }),
    model: modelOf(client),
    missingMember: "MissingParameter",
    operations: {
      ...nodeSourceOperations(nodes),
      ...nodeOperations(nodes, clock),
      ...serverlessCacheOperations(serverless),
      ...serverlessOperations(serverless, clock),
      ...tagOperations(nodes, serverless),
    },
  };
}
