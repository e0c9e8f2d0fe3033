// @ts-check
// `npm test`: everything that must hold before a commit. Further arguments go to vitest.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWith, show } from "./commands.mjs";
import { runTests } from "./interop.mjs";
import { buildGo } from "./sdk/go.mjs";
import { findSdkPython } from "./sdk/python.mjs";
import { findYamlHost } from "./sdk/yaml.mjs";
import { setup } from "./setup.mjs";

/** @returns {Promise<number>} the exit code */
async function test() {
  await setup();
  console.log("npm run typecheck, npm run lint");
  const checks = ["typecheck", "lint"].map((script) => show("npm", ["run", "--silent", script]));
  for (const code of await Promise.all(checks)) {
    if (code !== 0) return code;
  }
  // Each file of faults has a process of its own, and all of them must draw from one seed.
  process.env["FAULTS_SEED"] ??= String(Date.now() % 1_000_000);
  const choice = process.argv.slice(2);
  if (choice.length === 0) {
    // On a new machine this takes minutes, which must not count for the limits of tests.
    console.log("Preparing Go, Python and YAML for the tests of other languages");
    const { log } = console;
    const unused = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-go-"));
    try {
      await Promise.all([
        buildGo(join("test", "sdk", "go"), unused),
        findSdkPython({ log }),
        findYamlHost({ log }),
      ]);
    } finally {
      rmSync(unused, { recursive: true });
    }
  }
  // What a choice of tests recorded need not be of every service.
  return runTests(choice, { witness: choice.length === 0 });
}

endWith(test);
