import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import type { HostName } from "./test/contract/suites.js";
import suites from "./test/contract/suites.json" with { type: "json" };

const host = (name: HostName) => name;

// The levels of tests, from pure functions to the installed package. The engine and package levels use dist/,
// so `npm test` builds first.
const level = (name: string, testTimeout: number, setupFiles: string[] = []) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    provide: { host: host("dynamic") },
    pool: "forks" as const,
    // Loading the SDKs costs more than most tests; none of them leaves anything behind in a module.
    isolate: false,
    testTimeout,
    hookTimeout: testTimeout,
    setupFiles,
    // The Pulumi CLI runs about a thousand times, for a second each, and collects its garbage too eagerly for that.
    env: { GOGC: "400" },
  },
});

const contract = level("contract", 20_000, [
  "test/interop/record-wire.ts",
  "test/contract/note-host.ts",
]);

// The suites that drive resources run a second time, through the plugin.
const throughPlugin = {
  test: {
    ...contract.test,
    name: "contract-plugin",
    include: suites.bothHosts.map((suite) => `test/contract/${suite}.test.ts`),
    provide: { host: host("plugin") },
  },
};

export default defineConfig({
  test: {
    // One worker more than processors: a test with the engine waits for AWS's clock and for files meanwhile.
    maxWorkers: Math.min(availableParallelism(), 4) + 1,
    projects: [
      level("unit", 10_000),
      contract,
      throughPlugin,
      level("engine", 240_000, ["test/interop/record-wire.ts"]),
      level("faults", 600_000),
      level("interop", 60_000),
      level("package", 240_000),
    ],
  },
});
