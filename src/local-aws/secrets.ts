import type { NormalizedSchema } from "@smithy/core/schema";

/** The same input with the members hidden that the model calls sensitive. */
export function withoutSecrets(
  schema: NormalizedSchema,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const members = new Map(schema.structIterator());
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      members.get(name)?.getMergedTraits().sensitive ? "(hidden)" : value,
    ]),
  );
}
