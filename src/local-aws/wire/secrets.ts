import type { NormalizedSchema } from "@smithy/core/schema";

/** Patterns of values that no record may hold, wherever they are: in a form or in a URL in it, in XML or in JSON. */
const secrets =
  /((?:X-Amz-(?:Signature|Credential|Security-Token)|SecretAccessKey|SessionToken|WebIdentityToken|AuthToken|\w*Password)(?:=|%3D|>|":"))(?:(?!%26)[^&<"])*/gi;

/** Returns the same string without secrets. */
export function hidingSecrets(text: string): string {
  return text.replace(secrets, "$1hidden");
}

/** Returns the same input, with its sensitive members and the signatures of its URLs hidden. */
export function withoutSecrets(
  schema: NormalizedSchema,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const members = new Map(schema.structIterator());
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      members.get(name)?.getMergedTraits().sensitive
        ? "(hidden)"
        : typeof value === "string"
          ? hidingSecrets(value)
          : value,
    ]),
  );
}
