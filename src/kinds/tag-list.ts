import { signatureKey } from "../values/engine-values.js";
import type { Tags } from "../values/json.js";

/** Tags as AWS lists them; the two spellings are those of different services. */
export interface TagItem {
  Key?: string | undefined;
  Value?: string | undefined;
}

/**
 * Reads AWS's list of tags. A tag without a value has the empty one. One that has the engine's own key is left out:
 * whoever may tag a snapshot could have the engine of whoever looks it up read a file.
 */
export function fromTagList(list: readonly TagItem[] | undefined): Tags {
  return Object.fromEntries(
    (list ?? []).flatMap(({ Key, Value }) =>
      Key === undefined || Key === signatureKey ? [] : [[Key, Value ?? ""]],
    ),
  );
}

/** Writes tags as the list that AWS takes; undefined for none, because an empty list is not none on every wire. */
export function toTagList(tags: Tags): { Key: string; Value: string }[] | undefined {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return list.length === 0 ? undefined : list;
}
