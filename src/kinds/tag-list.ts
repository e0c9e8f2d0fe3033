import { signatureKey } from "../values/engine-values.js";
import type { Tags } from "../values/json.js";
import type { TagCalls } from "./kind.js";

/** A tag in AWS's spelling. */
export interface TagItem {
  Key?: string | undefined;
  Value?: string | undefined;
}

/**
 * Returns the tags of AWS's list. A tag without a value has the empty string. A tag with the engine's own key is left
 * out: otherwise anyone who may tag a snapshot could make the engine read a file of the user who looks the snapshot up.
 */
export function fromTagList(list: readonly TagItem[] | undefined): Tags {
  return Object.fromEntries(
    (list ?? []).flatMap(({ Key, Value }) =>
      Key === undefined || Key === signatureKey ? [] : [[Key, Value ?? ""]],
    ),
  );
}

/** Returns tags as AWS's list; undefined for no tags, because some protocols do not send an empty list as no list. */
export function toTagList(tags: Tags): { Key: string; Value: string }[] | undefined {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return list.length === 0 ? undefined : list;
}

/** A client with the tag calls that ElastiCache and RDS have in common. */
interface ResourceNameClient {
  listTagsForResource(input: {
    ResourceName: string;
  }): Promise<{ TagList?: TagItem[] | undefined }>;
  addTagsToResource(input: {
    ResourceName: string;
    Tags: { Key: string; Value: string }[] | undefined;
  }): Promise<unknown>;
  removeTagsFromResource(input: { ResourceName: string; TagKeys: string[] }): Promise<unknown>;
}

/** The tag calls of ElastiCache and RDS. */
export const resourceNameTags: Omit<TagCalls<ResourceNameClient>, "limit"> = {
  list: async (client, ResourceName) =>
    fromTagList((await client.listTagsForResource({ ResourceName })).TagList),
  add: async (client, ResourceName, tags) => {
    await client.addTagsToResource({ ResourceName, Tags: toTagList(tags) });
  },
  remove: async (client, ResourceName, TagKeys) => {
    await client.removeTagsFromResource({ ResourceName, TagKeys });
  },
};
