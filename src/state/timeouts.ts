import { parseDuration } from "../values/durations.js";
import type { Call } from "./call.js";

/** Default limit of each operation, in seconds. */
const defaults = { create: 7200, update: 7200, delete: 3600 } as const;

/** Seconds that each operation on a resource may take. */
export type Timeouts = Readonly<Record<keyof typeof defaults, number>>;

/** Returns the seconds that each operation on this resource may take. */
export function timeoutsOf(call: Call): Timeouts {
  return {
    create: timeoutOf(call, "create"),
    update: timeoutOf(call, "update"),
    delete: timeoutOf(call, "delete"),
  };
}

/** Returns the seconds that one operation may take: the value of `customTimeouts`, or the default. */
export function timeoutOf(
  { timeouts }: Pick<Call, "timeouts">,
  operation: keyof typeof defaults,
): number {
  const custom = timeouts?.[operation];
  const seconds = typeof custom === "string" ? parseDuration(custom) : undefined;
  return seconds ?? defaults[operation];
}
