import type { MemoryDB } from "@aws-sdk/client-memorydb";
import { listOf, withTags } from "../store/tags.js";
import { withTagsToTouch } from "../store/unfinished-tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import { type Handler, handlers } from "../wire/service.js";
import type { MemoryDb } from "./memorydb.js";
import type { MemoryDbCluster, MemoryDbSnapshot } from "./place.js";
import { clusterOf, snapshotOf, tagRules } from "./rules.js";

const ARN = /^arn:aws[\w-]*:memorydb:([\w-]+):(\d{12}):(snapshot|cluster)\/([^/\s]+)$/;

/** The tags of snapshots and clusters, which are addressed by ARN. */
export function tagOperations(memorydb: MemoryDb): Record<string, Handler> {
  function resourceOf(
    arn: string,
    caller: Caller,
    doing: "read" | "change" = "change",
  ): MemoryDbSnapshot | MemoryDbCluster {
    const [, region, account, kind, name] = ARN.exec(arn) ?? [];
    if (name === undefined || region !== caller.region || account !== caller.account) {
      throw new AwsError(
        "InvalidARNFault",
        `${arn} is not the ARN of a snapshot or a cluster of account ${caller.account} in ${caller.region}.`,
      );
    }
    const place = memorydb.at(account, region);
    return kind === "cluster"
      ? clusterOf(place, name)
      : withTagsToTouch(snapshotOf(place, name), doing, memorydb.behaviour, {
          gone: "SnapshotNotFoundFault",
        });
  }

  return handlers<MemoryDB>({
    ListTags: (input, caller) => ({
      TagList: listOf(resourceOf(input.ResourceArn, caller, "read").tags),
    }),

    TagResource: (input, caller) => {
      const resource = resourceOf(input.ResourceArn, caller);
      resource.tags = withTags(resource.tags, input.Tags, tagRules);
      return { TagList: listOf(resource.tags) };
    },

    UntagResource: (input, caller) => {
      const resource = resourceOf(input.ResourceArn, caller);
      const missing = input.TagKeys.find((key) => !resource.tags.has(key));
      if (missing !== undefined) {
        throw new AwsError("TagNotFoundFault", `${input.ResourceArn} has no tag "${missing}".`);
      }
      for (const key of input.TagKeys) resource.tags.delete(key);
      return { TagList: listOf(resource.tags) };
    },
  });
}
