import { parseDuration } from "../values/durations.js";
import { isRecord, type Props } from "../values/json.js";

/** Default limit of each operation, in seconds. */
const defaults = { create: 7200, update: 7200, delete: 3600 } as const;

/** Seconds without progress after which a wait ends; undefined if there is no such limit. */
export function stallTimeoutOf({ stallTimeout }: Props): number | undefined {
  return typeof stallTimeout === "string" ? parseDuration(stallTimeout) : undefined;
}

/** Seconds that an operation on this resource may take: the value of `customTimeouts`, or the default. */
export function timeoutOf(props: Props, operation: keyof typeof defaults): number {
  const custom = isRecord(props["__timeouts"]) ? props["__timeouts"][operation] : undefined;
  const seconds = typeof custom === "string" ? parseDuration(custom) : undefined;
  return seconds ?? defaults[operation];
}
