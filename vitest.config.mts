import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// The levels of tests, from pure functions to the installed package. The engine and package levels use dist/,
// so `npm test` builds first.
const level = (name: string, testTimeout: number, setupFiles: string[] = []) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    pool: "forks" as const,
    // Loading the SDKs costs more than most tests; none of them leaves anything behind in a module.
    isolate: false,
    testTimeout,
    hookTimeout: testTimeout,
    setupFiles,
  },
});

export default defineConfig({
  test: {
    // One worker more than processors: a test with the engine waits for AWS's clock and for files meanwhile.
    maxWorkers: Math.min(availableParallelism(), 4) + 1,
    projects: [
      level("unit", 10_000),
      level("contract", 20_000, ["test/interop/record-wire.ts"]),
      level("engine", 240_000, ["test/interop/record-wire.ts"]),
      level("faults", 600_000),
      level("interop", 60_000),
      level("package", 240_000),
    ],
  },
});
