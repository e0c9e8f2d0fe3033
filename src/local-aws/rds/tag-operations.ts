import type { Neptune } from "@aws-sdk/client-neptune";
import { listOf, withTags } from "../store/tags.js";
import { withTagsToTouch } from "../store/unfinished-tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import { type Handler, handlers } from "../wire/service.js";
import type { RdsCluster, RdsSnapshot } from "./place.js";
import type { Rds } from "./rds.js";
import { clusterOf, INVALID, refuseFilters, tagRules } from "./rules.js";

const ARN = /^arn:aws[\w-]*:rds:([\w-]+):(\d{12}):(cluster|cluster-snapshot):(\S+)$/;

/** The tags of snapshots and clusters, which are addressed by ARN. */
export function tagOperations(rds: Rds): Record<string, Handler> {
  function resourceOf(
    arn: string,
    caller: Caller,
    doing: "read" | "change" = "change",
  ): RdsSnapshot | RdsCluster {
    const [, region, account, kind, name] = ARN.exec(arn) ?? [];
    if (name === undefined || region !== caller.region || account !== caller.account) {
      throw new AwsError(
        INVALID,
        `The specified resource name does not match an RDS resource in this region: ${arn}.`,
      );
    }
    const place = rds.at(account, region);
    if (kind === "cluster") {
      return clusterOf(place, name);
    }
    // The models give these calls only the error code of RDS's other snapshots.
    const gone = "DBSnapshotNotFoundFault";
    const snapshot = place.snapshots.get(name);
    if (snapshot === undefined) {
      throw new AwsError(gone, `DBSnapshot not found: ${name}`);
    }
    return withTagsToTouch(snapshot, doing, rds.behaviour, { gone });
  }

  return handlers<Neptune>({
    ListTagsForResource: (input, caller) => {
      refuseFilters(input);
      return { TagList: listOf(resourceOf(input.ResourceName, caller, "read").tags) };
    },

    AddTagsToResource: (input, caller) => {
      const resource = resourceOf(input.ResourceName, caller);
      resource.tags = withTags(resource.tags, input.Tags, tagRules);
      return {};
    },

    RemoveTagsFromResource: (input, caller) => {
      const { tags } = resourceOf(input.ResourceName, caller);
      for (const key of input.TagKeys) tags.delete(key);
      return {};
    },
  });
}
