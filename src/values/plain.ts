import type { Json } from "./json.js";

/** The nearest plain JSON of any value: never throws, never holds `undefined`. */
export function plain(value: unknown, above: readonly unknown[] = []): Json | undefined {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (typeof value === "bigint") {
    return value.toString();
  }
  if (value === null) {
    return null;
  }
  if (typeof value !== "object") {
    return undefined;
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? null : value.toISOString();
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString("base64");
  }
  if (above.includes(value) || Reflect.get(value, "__pulumiOutput") === true) {
    return undefined;
  }
  const path = [...above, value];
  if (Array.isArray(value) || value instanceof Set) {
    return Array.from(value, (item) => plain(item, path) ?? null);
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries.flatMap(([key, item]): [string, Json][] => {
      const inner = plain(item, path);
      return inner === undefined ? [] : [[String(key), inner]];
    }),
  );
}
