import { isRecord, type Props } from "../values/json.js";

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
