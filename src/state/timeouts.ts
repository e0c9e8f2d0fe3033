import { parseDuration } from "../values/durations.js";
import type { Props } from "../values/json.js";
import type { Call } from "./call.js";

/** Seconds that an operation may take when nobody says otherwise. */
const defaults = { create: 7200, update: 7200, delete: 3600 } as const;

/** Seconds without headway after which a wait is given up; undefined where none were given. */
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
