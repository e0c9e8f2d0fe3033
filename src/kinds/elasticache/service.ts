import type { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { tellingOperations } from "../../aws/clients.js";
import type { ClientConfig } from "../../aws/connection.js";
import { sdk } from "../../aws/sdk.js";
import type { InputSpec } from "../input.js";
import { sourceNearby } from "../input-rules.js";
import type { TagCalls } from "../kind.js";
import { fromTagList, toTagList } from "../tag-list.js";

/** What all kinds of ElastiCache have in common. */
export const elasticache = {
  service: "elasticache",
  actions: "elasticache",
  connect: async (config: ClientConfig) => {
    const { ElastiCacheClient } = sdk.elasticache();
    return tellingOperations(new ElastiCacheClient(config));
  },
} as const;

/** The calls for tags. They are the same for both families of snapshots. */
export const tagging: TagCalls<ElastiCacheClient> = {
  limit: 50,
  absent: ["TagNotFoundFault"],
  list: async (client, ResourceName) => {
    const { ListTagsForResourceCommand } = sdk.elasticache();
    const { TagList } = await client.send(new ListTagsForResourceCommand({ ResourceName }));
    return fromTagList(TagList);
  },
  add: async (client, ResourceName, tags) => {
    const { AddTagsToResourceCommand } = sdk.elasticache();
    await client.send(new AddTagsToResourceCommand({ ResourceName, Tags: toTagList(tags) }));
  },
  remove: async (client, ResourceName, TagKeys) => {
    const { RemoveTagsFromResourceCommand } = sdk.elasticache();
    await client.send(new RemoveTagsFromResourceCommand({ ResourceName, TagKeys }));
  },
};

/** Something of ElastiCache to work from: its name, or its ARN in the same region. */
export function source(what: string, arnType: string): InputSpec {
  return sourceNearby({ service: "ElastiCache", arnService: "elasticache", what, arnType });
}
