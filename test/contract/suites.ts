import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../src/values/json.js";

/** A host of the lifecycle: Pulumi's of dynamic resources, or the provider plugin. */
export type HostName = "dynamic" | "plugin";

declare module "vitest" {
  interface ProvidedContext {
    /** The host through which the suites of the contract level drive resources. */
    host: HostName;
  }
  interface TaskMeta {
    /** The host through which a test of a suite for both hosts ran. */
    host?: HostName;
  }
}

/** The suites of the contract level, by the hosts of the lifecycle through which they run. */
export interface Suites {
  /** The suites that drive resources through a host. Each of their cases runs once through each host. */
  readonly bothHosts: readonly string[];
  /** The suites that run once, with the reason. Those of local AWS and of recorded answers have no host at all. */
  readonly oneHost: Readonly<Record<string, string>>;
}

/** Reads the table, by which the configuration of the tests runs the suites too. */
export function readSuites(): Suites {
  const table: unknown = JSON.parse(readFileSync(join(__dirname, "suites.json"), "utf8"));
  const { bothHosts, oneHost }: Record<string, unknown> = isRecord(table) ? table : {};
  if (!Array.isArray(bothHosts) || !isRecord(oneHost)) {
    throw new Error("suites.json must have the list bothHosts and the map oneHost");
  }
  return {
    bothHosts: bothHosts.map(String),
    oneHost: Object.fromEntries(
      Object.entries(oneHost).map(([suite, reason]) => [suite, String(reason)]),
    ),
  };
}
