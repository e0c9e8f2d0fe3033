// @ts-check
// `npm run test:interop`: asks witnesses that are not ours. AWS's own models look at all that the tests sent to local
// AWS and got from it, and moto takes its place for what it can do.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { endWith, inTemporaryFolder, isMain, show } from "./commands.mjs";
import { findPython } from "./interop-venv.mjs";
import { tellLevels } from "./level-times.mjs";
import { setup } from "./setup.mjs";

const validator = fileURLToPath(new URL("../test/interop/validator", import.meta.url));

/**
 * Runs vitest, and then has AWS's models look at what was recorded meanwhile.
 *
 * @param {string[]} args vitest's
 * @param {{ witness: boolean }} options whether to look at the records
 * @returns {Promise<number>} the exit code
 */
export async function runTests(args, { witness }) {
  const python = await findPython({ log: console.log });
  return inTemporaryFolder(join(tmpdir(), "pulumi-aws-snapshots-"), async (folder) => {
    const results = join(folder, "results.json");
    process.env["INTEROP_PYTHON"] = python;
    process.env["INTEROP_RECORDS"] = join(folder, "records");
    const code = await show("npx", [
      "vitest",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${results}`,
      ...args,
    ]);
    if (existsSync(results)) tellLevels(JSON.parse(readFileSync(results, "utf8")));
    if (code !== 0) return code;
    if (witness) {
      console.log("Comparing the requests and answers with AWS's own models");
      const records = process.env["INTEROP_RECORDS"];
      tellPlugin(records);
      // -B: no compiled files beside the sources.
      const verdict = await show(python, ["-B", validator, "--every-service", records]);
      if (verdict !== 0) return verdict;
    }
    return summarize(JSON.parse(readFileSync(results, "utf8")), { complete: witness });
  });
}

/**
 * Says how many requests of the plugin were recorded. Contract tests file their records by host, and call the plugin in
 * their own process; the engine's tests of the plugin are named for it, and start it in a process of its own.
 *
 * @param {string} records the folder
 */
function tellPlugin(records) {
  const files = readdirSync(records, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".jsonl"),
  );
  const count = (/** @type {RegExp} */ of) =>
    files
      .filter((file) => of.test(file.replaceAll(sep, "/")))
      .map((file) => readFileSync(join(records, file), "utf8").trimEnd().split("\n").length)
      .reduce((sum, lines) => sum + lines, 0);
  const inTests = count(/^plugin\//);
  const underEngine = count(/\/engine\/plugin-[\w-]+\.test\.ts\//);
  console.log(
    `of the plugin: ${inTests} exchanges of contract tests, ${underEngine} of its own processes`,
  );
  if (inTests === 0 || underEngine === 0) {
    throw new Error("no request of the plugin was recorded on one of these ways");
  }
}

/**
 * @param {object} results vitest's
 * @param {number} results.numPassedTests
 * @param {number} results.numFailedTests
 * @param {number} results.numPendingTests
 * @param {{ name: string, assertionResults: unknown[] }[]} results.testResults
 * @param {{ complete: boolean }} options whether no test may have been left out
 * @returns {number} the exit code
 */
function summarize({ numPassedTests, numFailedTests, numPendingTests, testResults }, { complete }) {
  const count = (/** @type {RegExp} */ file) =>
    testResults.filter(({ name }) => file.test(name)).flatMap((test) => test.assertionResults)
      .length;
  const exceptions = count(/moto-exceptions\.test\.ts$/);
  const paths = count(/moto-[\w-]+\.test\.ts$/) - exceptions;
  if (complete) {
    console.log(`moto: ${paths} paths, ${exceptions} exceptions, ${numPendingTests} skipped`);
  }
  if (complete) recordings(testResults);
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
  const missed = complete ? numPendingTests : 0;
  return numPassedTests > 0 && numFailedTests + missed === 0 ? 0 : 1;
}

/**
 * Says how many recorded answers of AWS were held to both sides, and which were not, by reason.
 *
 * @param {{ name: string, assertionResults: unknown[] }[]} testResults vitest's
 */
function recordings(testResults) {
  const results = testResults.flatMap(({ name, assertionResults }) =>
    /recorded-[\w-]+\.test\.ts$/.test(name) ? assertionResults : [],
  );
  const titles = results.flatMap((result) =>
    typeof result === "object" && result !== null && "fullName" in result
      ? [String(result.fullName)]
      : [],
  );
  const those = (/** @type {string} */ beginning) =>
    titles
      .filter((title) => title.startsWith(beginning))
      .map((title) => title.slice(beginning.length));
  const played = those("a recorded answer for a kind ").length;
  const compared = those(
    "the difference between local AWS and a recorded answer is none in ",
  ).length;
  const left = those("a recorded answer for no kind ");
  const standing = those("an exception from what was recorded ").length;
  if ([played, compared, left.length, standing].includes(0)) {
    throw new Error("the tests of recorded answers have other titles than those that are counted");
  }
  console.log(
    `recorded: ${played + left.length} items, ${played} played, ${left.length} of neighbours, ` +
      `${compared} compared with local AWS, ${standing} exceptions`,
  );
  for (const title of those("a recorded answer that is not compared with local AWS is ")) {
    console.log(`  not compared: ${title}`);
  }
  for (const reason of new Set(
    left.map((title) => title.replace(/^.* belongs to a neighbour: /, "")),
  )) {
    const count = left.filter((title) => title.endsWith(`: ${reason}`)).length;
    console.log(`  ${count} not played: ${reason}`);
  }
}

if (isMain(import.meta.url)) {
  const levels = ["contract", "contract-plugin", "engine", "interop"].flatMap((level) => [
    "--project",
    level,
  ]);
  endWith(async () => {
    await setup();
    return runTests(levels, { witness: true });
  });
}
