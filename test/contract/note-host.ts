import { basename } from "node:path";
import { beforeEach, expect, inject } from "vitest";
import { readSuites } from "./suites.js";

// Notes with each test of a suite for both hosts which host it ran through, so that the cases can be counted.
const { testPath = "" } = expect.getState();
if (readSuites().bothHosts.includes(basename(testPath, ".test.ts"))) {
  beforeEach(({ task }) => {
    task.meta.host = inject("host");
  });
}
