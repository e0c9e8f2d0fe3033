import type { ElastiCache } from "@aws-sdk/client-elasticache";
import { tellingOperations } from "../../aws/clients.js";
import type { ClientConfig } from "../../aws/connection.js";
import { sdk } from "../../aws/sdk.js";
import type { InputRule } from "../input.js";
import { sourceNearby } from "../input-rules.js";
import type { TagCalls } from "../kind.js";
import { resourceNameTags } from "../tag-list.js";

/** The common part of all ElastiCache kinds. */
export const elasticache = {
  service: "elasticache",
  actions: "elasticache",
  connect: async (config: ClientConfig) =>
    tellingOperations(new (sdk.elasticache().ElastiCache)(config)),
} as const;

/** The calls for tags, which are the same for both families of snapshots. */
export const tagging: TagCalls<ElastiCache> = {
  ...resourceNameTags,
  limit: 50,
  absent: ["TagNotFoundFault"],
};

/** Returns the rule for a source in ElastiCache, which is given by its name, or by its ARN in the same region. */
export function source(noun: string, arnType: string): InputRule {
  return sourceNearby({ service: "ElastiCache", arnService: "elasticache", noun, arnType });
}
