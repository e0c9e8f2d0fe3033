import type { ElastiCache } from "@aws-sdk/client-elasticache";
import { listOf, withTags } from "../store/tags.js";
import { withTagsToTouch } from "../store/unfinished-tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import { type Handler, handlers } from "../wire/service.js";
import { snapshotOf } from "./node-operations.js";
import { clusterOf, groupOf } from "./node-source-operations.js";
import type { ElastiCacheNodes } from "./nodes.js";
import { tagRules } from "./rules.js";
import type { ElastiCacheServerless } from "./serverless.js";
import { cacheOf, idle } from "./serverless-cache-operations.js";
import { serverlessSnapshotOf } from "./serverless-operations.js";

const ARN = /^arn:aws[\w-]*:elasticache:([\w-]+):(\d{12}):(\w+):(\S+)$/;

interface Tagged {
  tags: Map<string, string>;
}

/** The tags of snapshots and of their sources, which are addressed by ARN. */
export function tagOperations(
  nodes: ElastiCacheNodes,
  serverless: ElastiCacheServerless,
): Record<string, Handler> {
  function resourceOf(
    arn: string,
    { account, region }: Caller,
    doing: "read" | "change" = "change",
  ): Tagged {
    const [, ofRegion, ofAccount, kind, name = ""] = ARN.exec(arn) ?? [];
    if (ofRegion !== region || ofAccount !== account) {
      throw new AwsError(
        "InvalidARNFault",
        `${arn} is not an ARN of account ${account} in ${region}.`,
      );
    }
    const node = nodes.at(account, region);
    const place = serverless.at(account, region);
    switch (kind) {
      case "snapshot":
        return withTagsToTouch(snapshotOf(node, name), doing, nodes.behaviour, {
          gone: "SnapshotNotFoundFault",
          state: "InvalidSnapshotStateFault",
        });
      case "serverlesscachesnapshot":
        return withTagsToTouch(serverlessSnapshotOf(place, name), doing, nodes.behaviour, {
          gone: "ServerlessCacheSnapshotNotFoundFault",
          state: "InvalidServerlessCacheSnapshotStateFault",
        });
      case "replicationgroup":
        return groupOf(node, name);
      case "cluster":
        return clusterOf(node, name);
      case "serverlesscache":
        return idle(place, cacheOf(place, name));
      default:
        throw new AwsError(
          "InvalidARNFault",
          `${arn} is not the ARN of a resource that can have tags.`,
        );
    }
  }

  return handlers<ElastiCache>({
    ListTagsForResource: (input, caller) => ({
      TagList: listOf(resourceOf(input.ResourceName, caller, "read").tags),
    }),

    AddTagsToResource: (input, caller) => {
      const resource = resourceOf(input.ResourceName, caller);
      resource.tags = withTags(resource.tags, input.Tags, tagRules);
      return { TagList: listOf(resource.tags) };
    },

    RemoveTagsFromResource: (input, caller) => {
      const { tags } = resourceOf(input.ResourceName, caller);
      const missing = input.TagKeys.find((key) => !tags.has(key));
      if (missing !== undefined) {
        throw new AwsError("TagNotFoundFault", `${input.ResourceName} has no tag "${missing}".`);
      }
      for (const key of input.TagKeys) tags.delete(key);
      return { TagList: listOf(tags) };
    },
  });
}
