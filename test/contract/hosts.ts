// Decides through which hosts the contract tests run. Loaded by the configuration of the tests, so it loads nothing.

/** A host of the lifecycle: dynamic resources of Node programs, or the provider plugin. */
export type HostName = "dynamic" | "plugin";

/** The name of the level of tests in which each host runs. */
export const levels = {
  dynamic: "contract",
  plugin: "contract-plugin",
} as const satisfies Record<HostName, string>;

/** The suites that drive resources through a host. Each of their cases runs once through each host. */
export const bothHosts: readonly string[] = ["memorydb"];
