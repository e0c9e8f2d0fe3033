import type { RedshiftServerless as Client } from "@aws-sdk/client-redshift-serverless";
import { withTags } from "../store/tags.js";
import { withTagsToTouch } from "../store/unfinished-tags.js";
import { AwsError } from "../wire/aws-error.js";
import type { Caller } from "../wire/caller.js";
import { type Handler, handlers } from "../wire/service.js";
import type { RedshiftSnapshot } from "./place.js";
import type { RedshiftServerless } from "./redshiftserverless.js";
import { GONE, tagRules } from "./rules.js";

/** The tags of snapshots, which are addressed by ARN. */
export function tagOperations(redshift: RedshiftServerless): Record<string, Handler> {
  function resourceOf(
    arn: string,
    { account, region }: Caller,
    doing: "read" | "change" = "change",
  ): RedshiftSnapshot {
    const found = redshift.snapshots(account, region).find((snapshot) => snapshot.arn === arn);
    if (found) return withTagsToTouch(found, doing, redshift.behaviour, { gone: GONE });
    const theirs = redshift.all().flatMap(({ snapshots }) => snapshots.values());
    if (theirs.some((snapshot) => snapshot.arn === arn && snapshot.sharedWith.has(account))) {
      throw new AwsError("AccessDeniedException", `${account} may not see the tags of ${arn}.`);
    }
    throw new AwsError(GONE, `${arn} does not exist.`);
  }

  return handlers<Client>({
    ListTagsForResource: (input, caller) => {
      const { tags } = resourceOf(input.resourceArn, caller, "read");
      return { tags: [...tags].map(([key, value]) => ({ key, value })) };
    },

    TagResource: (input, caller) => {
      const resource = resourceOf(input.resourceArn, caller);
      const added = input.tags.map(({ key, value }) => ({ Key: key, Value: value }));
      resource.tags = withTags(resource.tags, added, tagRules);
      return {};
    },

    UntagResource: (input, caller) => {
      const { tags } = resourceOf(input.resourceArn, caller);
      for (const key of input.tagKeys) tags.delete(key);
      return {};
    },
  });
}
