import { isRecord, type Props } from "../values/json.js";

/** The members of AWS's answer that are texts. */
type TextMember<Remote> = {
  [Member in keyof Remote]-?: Remote[Member] extends string | undefined ? Member : never;
}[keyof Remote];

/** What AWS calls the members of its answer that every kind has. */
export interface Members<Remote> {
  readonly arn: TextMember<Remote>;
  readonly name: TextMember<Remote>;
  readonly status: TextMember<Remote> | "none";
}

/** How a kind reads AWS's answers whose members are called so. The name and the ARN come from the inputs and the id. */
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

/** An answer of AWS as outputs have it: members in camel case, times as ISO 8601 texts, nothing left out. */
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

/** `KmsKeyId` is kmsKeyId, `ARN` is arn, `SourceDBClusterSnapshotArn` is sourceDbClusterSnapshotArn. */
function camelCase(member: string): string {
  const words = member.match(/[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+/g) ?? [];
  return words
    .map((word, index) => {
      const lower = word.toLowerCase();
      return index === 0 ? lower : `${lower.charAt(0).toUpperCase()}${lower.slice(1)}`;
    })
    .join("");
}
