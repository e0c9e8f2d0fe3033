import type { NormalizedSchema } from "@smithy/core/schema";

/**
 * Values that no record holds, wherever they stand: in a form, also in the URL that is a value of it, in XML or in
 * JSON.
 */
const secrets =
  /((?:X-Amz-(?:Signature|Credential|Security-Token)|SecretAccessKey|SessionToken|WebIdentityToken|AuthToken|\w*Password)(?:=|%3D|>|":"))(?:(?!%26)[^&<"])*/gi;

/** The same text without secrets. */
export function hidingSecrets(text: string): string {
  return text.replace(secrets, "$1hidden");
}

/** The same input with the members hidden that the model calls sensitive, and what signs the URLs in it. */
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
