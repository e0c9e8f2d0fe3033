import { parseDuration } from "../values/durations.js";
import type { Props } from "../values/json.js";
import type { Call } from "./call.js";

/** Default limit of each operation, in seconds. */
const defaults = { create: 7200, update: 7200, delete: 3600 } as const;

/** Seconds without progress after which a wait ends; undefined if there is no such limit. */
export function stallTimeoutOf({ stallTimeout }: Props): number | undefined {
  return typeof stallTimeout === "string" ? parseDuration(stallTimeout) : undefined;
}

/** Seconds that an operation on this resource may take: what `customTimeouts` says, or the default. */
export function timeoutOf(
  { timeouts }: Pick<Call, "timeouts">,
  operation: keyof typeof defaults,
): number {
  const custom = timeouts?.[operation];
  const seconds = typeof custom === "string" ? parseDuration(custom) : undefined;
  return seconds ?? defaults[operation];
}
