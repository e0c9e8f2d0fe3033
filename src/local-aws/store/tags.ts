import { AwsError } from "../wire/aws-error.js";
import { isWritable } from "../wire/xml-text.js";

/** A tag in the form of most services. */
export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** The tag limits of a service, and its error codes for them. */
export interface TagRules {
  readonly limit: number;
  readonly invalid: string;
  readonly tooMany: string;
  /** Prefixes of keys that the service reserves, in addition to `aws:`. */
  readonly reserved?: readonly string[];
}

/** Returns the existing tags with the new tags added. Throws if a limit is exceeded. */
export function withTags(
  present: ReadonlyMap<string, string>,
  added: readonly Tag[],
  rules: TagRules,
): Map<string, string> {
  const tags = new Map(present);
  const keys = new Set<string>();
  for (const { Key = "", Value = "" } of added) {
    // Lengths count characters, not UTF-16 code units.
    if (Key === "" || [...Key].length > 128) {
      throw new AwsError(
        rules.invalid,
        `A tag key must have 1 to 128 characters. The key is "${Key}".`,
      );
    }
    const prefix = ["aws:", ...(rules.reserved ?? [])].find((begin) =>
      Key.toLowerCase().startsWith(begin),
    );
    if (prefix !== undefined) {
      throw new AwsError(
        rules.invalid,
        `The tag key "${Key}" begins with ${prefix}, which AWS reserves.`,
      );
    }
    if ([...Value].length > 256) {
      throw new AwsError(
        rules.invalid,
        `The value of the tag "${Key}" has more than 256 characters.`,
      );
    }
    // AWS allows fewer characters still. These could not be sent back at all.
    if (!isWritable(Key + Value)) {
      throw new AwsError(rules.invalid, `The tag "${Key}" has a control character.`);
    }
    if (keys.has(Key)) throw new AwsError(rules.invalid, `The tag "${Key}" is given twice.`);
    keys.add(Key);
    tags.set(Key, Value);
  }
  if (tags.size > rules.limit) {
    throw new AwsError(
      rules.tooMany,
      `A resource can have at most ${rules.limit} tags, not ${tags.size}.`,
    );
  }
  return tags;
}

/** Returns the tags as a list, in the order in which they were set. */
export function listOf(tags: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
