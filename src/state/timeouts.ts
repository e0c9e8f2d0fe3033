import { parseDuration } from "../values/durations.js";
import type { Call } from "./call.js";

/** Default limit of each operation, in seconds. */
const defaults = { create: 7200, update: 7200, delete: 3600 } as const;

/** Seconds that each operation on a resource may take. */
export type Timeouts = Readonly<Record<keyof typeof defaults, number>>;

/** Returns the limits of a resource: the values of `customTimeouts`, or the defaults. */
export function timeoutsOf({ timeouts }: Pick<Call, "timeouts">): Timeouts {
  const custom = (operation: string) => {
    const duration = timeouts?.[operation];
    return typeof duration === "string" ? parseDuration(duration) : undefined;
  };
  return {
    create: custom("create") ?? defaults.create,
    update: custom("update") ?? defaults.update,
    delete: custom("delete") ?? defaults.delete,
  };
}
