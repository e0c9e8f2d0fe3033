/** Tags as Pulumi programs write them. */
export type Tags = Record<string, string>;

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A resource's properties as the engine sends and receives them: plain JSON. */
export type Props = Record<string, unknown>;

/** Whether a value is an object with keys, neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is left out. `null` counts as left out. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Returns a JSON string that is the same for equal values, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Whether two JSON values are equal. Absent and null are the same. */
export function equal(left: unknown, right: unknown): boolean {
  return canonical(left ?? null) === canonical(right ?? null);
}

/** An object whose members may be absent instead of undefined. */
export type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Returns the object without its undefined members. */
export function given<T extends object>(value: T): Given<T> {
  // The filter guarantees what the type claims.
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Given<T>;
}
