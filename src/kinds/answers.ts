import { isRecord, type Props } from "../values/json.js";

/** The names of the string members of AWS's answer. */
type TextMember<Remote> = {
  [Member in keyof Remote]-?: Remote[Member] extends string | undefined ? Member : never;
}[keyof Remote];

/** AWS's names for the members that every kind has. */
export interface Members<Remote> {
  readonly arn: TextMember<Remote>;
  readonly name: TextMember<Remote>;
  readonly status: TextMember<Remote> | "none";
}

/**
 * Returns the functions with which a kind reads AWS's answers. `outputs` omits the name and the ARN, which come from
 * the inputs and the ID.
 */
export function members<Remote extends object>({ arn, name, status }: Members<Remote>) {
  const text = (remote: Remote, member: TextMember<Remote>): string | undefined => {
    const value: unknown = remote[member];
    return typeof value === "string" ? value : undefined;
  };
  return {
    arn: (remote: Remote) => text(remote, arn),
    nameOf: (remote: Remote) => text(remote, name),
    status: (remote: Remote) => (status === "none" ? undefined : text(remote, status)),
    outputs: (remote: Remote) =>
      camelCased(
        Object.fromEntries(
          Object.entries(remote).filter(([member]) => member !== name && member !== arn),
        ),
      ),
  };
}

/** Converts AWS's answer to outputs: all members in camel case, times as ISO 8601 strings. */
export function camelCased(answer: object): Props {
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [camelCase(key), inner(value)]),
  );
}

function inner(value: unknown): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (Array.isArray(value)) {
    return value.map(inner);
  }
  return isRecord(value) ? camelCased(value) : value;
}

/**
 * Converts a member's name to camel case: `KmsKeyId` to kmsKeyId, `ARN` to arn, `SourceDBClusterSnapshotArn` to
 * sourceDbClusterSnapshotArn.
 */
function camelCase(member: string): string {
  const words = member.match(/[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+/g) ?? [];
  return words
    .map((word, index) => {
      const lower = word.toLowerCase();
      return index === 0 ? lower : `${lower.charAt(0).toUpperCase()}${lower.slice(1)}`;
    })
    .join("");
}
