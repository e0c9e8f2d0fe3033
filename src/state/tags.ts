import { creatingTag } from "../abi/mark-tag.js";
import type { AwsSettings } from "../aws/connection.js";
import type { TagRules } from "../kinds/kind.js";
import { isUnknown } from "../values/engine-values.js";
import { isRecord, type Tags } from "../values/json.js";

/** Returns the tags without those that AWS reserves. */
export function withoutReserved(tags: Tags, reserved: readonly string[] | undefined): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => reservedPrefix(key, reserved) === undefined),
  );
}

function reservedPrefix(key: string, more: readonly string[] = []): string | undefined {
  return ["aws:", ...more].find((prefix) => key.toLowerCase().startsWith(prefix));
}

/**
 * Reads a map of tags. A value of null is the empty string. Entries that are not tags are left out; check reports them.
 */
export function readTags(value: unknown): Tags {
  return isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, text]) =>
          text === null || text === undefined
            ? [[key, ""]]
            : typeof text === "string"
              ? [[key, text]]
              : [],
        ),
      )
    : {};
}

/**
 * Returns the mistakes in the tags that a resource would get, as sentences. `value` is what the program gave, and `all` has
 * the default tags too.
 */
export function tagProblems(
  value: unknown,
  all: Tags,
  { limit, reserved }: TagRules,
  marked: boolean,
): string[] {
  if (value !== undefined && value !== null && !isRecord(value)) {
    return ["must be a map of strings"];
  }
  const problems = Object.entries(value ?? {}).flatMap(([key, text]) => {
    const isText = typeof text === "string" || text === null;
    return isText ? [] : [`the value of "${key}" must be a string`];
  });
  for (const [key, text] of Object.entries(all)) {
    if (!isUnknown(text) && [...text].length > 256) {
      problems.push(`the value of "${key}" has ${[...text].length} characters; AWS allows 256`);
    }
    const prefix = reservedPrefix(key, reserved);
    if (prefix !== undefined) {
      problems.push(`key "${key}" uses the prefix "${prefix}", which AWS reserves for itself`);
    } else if (key === creatingTag) {
      problems.push(`key "${key}" is reserved for snapshots whose create is in progress`);
    } else if (key === "" || [...key].length > 128) {
      problems.push(`key "${key}" has ${[...key].length} characters; AWS allows 1 to 128`);
    }
  }
  const count = Object.keys(all).length + (marked ? 1 : 0);
  if (count > limit) {
    problems.push(
      `${count} tags are too many (default tags${marked ? " and the temporary creating tag" : ""} included). AWS allows ${limit}`,
    );
  }
  return problems;
}

/** Returns the tags to add and the keys to remove, to turn one set of tags into another. */
export function tagDifference(from: Tags, to: Tags): { add: Tags; remove: string[] } {
  return {
    add: Object.fromEntries(Object.entries(to).filter(([key, value]) => own(from, key) !== value)),
    remove: Object.keys(from).filter((key) => !Object.hasOwn(to, key)),
  };
}

/** Returns the given tags that AWS still has, with AWS's values. */
export function observedOf(given: Tags, observed: Tags): Tags {
  return Object.fromEntries(
    Object.keys(given).flatMap((key) => {
      const value = own(observed, key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** Returns the value of a tag. Every object has a member `constructor`, which is not a tag. */
function own(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

/** Whether `aws:ignoreTags` says that a tag is to be left alone. */
export function isIgnored(key: string, settings: AwsSettings | undefined): boolean {
  const { keys = [], keyPrefixes = [] } = settings?.ignoreTags ?? {};
  return keys.includes(key) || keyPrefixes.some((prefix) => key.startsWith(prefix));
}

/** Returns the tags without those that `aws:ignoreTags` names. */
export function unignored(tags: Tags, settings: AwsSettings | undefined): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !isIgnored(key, settings)));
}

/** Returns the tags that a program must give, because the default tags do not give them. */
export function ownTags(all: Tags, settings: AwsSettings | undefined): Tags {
  const defaults = settings?.defaultTags ?? {};
  return Object.fromEntries(
    Object.entries(all).filter(([key, value]) => own(defaults, key) !== value),
  );
}
