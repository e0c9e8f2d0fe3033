import type { StackConfig } from "../aws/connection.js";
import type { Props } from "../values/json.js";

/** Returns the configuration of a provider in the form in which the lifecycle reads that of a stack. */
export function asStackConfig(args: Props): StackConfig {
  return {
    get: (key) => {
      const value = args[key.slice(key.indexOf(":") + 1)];
      return value === undefined || value === null || typeof value === "string"
        ? (value ?? undefined)
        : JSON.stringify(value);
    },
  };
}
