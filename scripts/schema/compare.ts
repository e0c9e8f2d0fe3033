// What differs between two schemas.

/** The differences, each with its place: what was removed, was added or is another. */
export function differences(before: unknown, after: unknown, place = ""): string[] {
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(before[key], after[key], `${place}/${key}`),
    );
  }
  if (before === undefined) {
    return after === undefined ? [] : [`added    ${place}`];
  }
  if (after === undefined) {
    return [`removed  ${place}`];
  }
  const [old, now] = [JSON.stringify(before), JSON.stringify(after)];
  return old === now ? [] : [`changed  ${place}\n  before ${old}\n  now    ${now}`];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
