// @ts-check
// `npm test`: everything that must hold before a commit. Further arguments go to vitest.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { inTemporaryFolder, show } from "./commands.mjs";
import { setup } from "./setup.mjs";

/** @returns {Promise<number>} the exit code */
async function test() {
  const cli = await setup({ cli: true });
  process.env["PATH"] = dirname(cli.command) + delimiter + process.env["PATH"];

  console.log("npm run typecheck, npm run lint");
  const checks = ["typecheck", "lint"].map((script) => show("npm", ["run", "--silent", script]));
  for (const code of await Promise.all(checks)) {
    if (code !== 0) return code;
  }
  return inTemporaryFolder(join(tmpdir(), "pulumi-aws-snapshots-"), async (folder) => {
    const results = join(folder, "results.json");
    const code = await show("npx", [
      "vitest",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${results}`,
      ...process.argv.slice(2),
    ]);
    if (code !== 0) return code;
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, "utf8"));
    console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
    return numPassedTests > 0 && numFailedTests === 0 ? 0 : 1;
  });
}

test().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
