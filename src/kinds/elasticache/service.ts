import type { ElastiCache } from "@aws-sdk/client-elasticache";
import { tellingOperations } from "../../aws/clients.js";
import type { ClientConfig } from "../../aws/connection.js";
import { sdk } from "../../aws/sdk.js";
import type { InputRule } from "../input.js";
import { sourceNearby } from "../input-rules.js";
import type { TagCalls } from "../kind.js";
import { fromTagList, toTagList } from "../tag-list.js";

/** What all kinds of ElastiCache have in common. */
export const elasticache = {
  service: "elasticache",
  actions: "elasticache",
  connect: async (config: ClientConfig) =>
    tellingOperations(new (sdk.elasticache().ElastiCache)(config)),
} as const;

/** The calls for tags. They are the same for both families of snapshots. */
export const tagging: TagCalls<ElastiCache> = {
  limit: 50,
  absent: ["TagNotFoundFault"],
  list: async (client, ResourceName) =>
    fromTagList((await client.listTagsForResource({ ResourceName })).TagList),
  add: async (client, ResourceName, tags) => {
    await client.addTagsToResource({ ResourceName, Tags: toTagList(tags) });
  },
  remove: async (client, ResourceName, TagKeys) => {
    await client.removeTagsFromResource({ ResourceName, TagKeys });
  },
};

/** Something of ElastiCache to work from: its name, or its ARN in the same region. */
export function source(noun: string, arnType: string): InputRule {
  return sourceNearby({ service: "ElastiCache", arnService: "elasticache", noun, arnType });
}
