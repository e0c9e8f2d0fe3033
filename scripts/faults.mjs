// @ts-check
// `npm run test:faults`: takes every kind of resource through its whole life under each fault, and prints a table of
// the results. `npm test` tries a few of them, through both doors. With `-- --door plugin` the provider plugin serves the resources.
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { endWith, inTemporaryFolder, show } from "./commands.mjs";
import { setup } from "./setup.mjs";

/**
 * @typedef {object} Outcome what the tests say of a life
 * @property {string} fault
 * @property {Record<string, { orphans: number, losses: number, untrue: number }>} tolls by kind
 * @property {number} hangs
 * @property {number} gap
 * @property {number} runs
 * @property {Record<string, number>} struck how often the fault struck, by stage
 * @property {string[]} complaints
 */

/** Minutes that it may take on two CPUs: what takes longer is run less often. */
const longest = 20;

/** @returns {Promise<number>} the exit code */
async function faults() {
  const rest = process.argv.slice(2);
  const at = rest.indexOf("--door");
  const [, door = "dynamic"] = at < 0 ? [] : rest.splice(at, 2);
  if (!["dynamic", "plugin"].includes(door)) {
    console.error(`--door is "${door}". It must be dynamic or plugin.`);
    return 1;
  }
  await setup();
  process.env["FAULTS_DOOR"] = door;
  process.env["FAULTS"] = "all";
  process.env["FAULTS_SEED"] ??= String(Date.now() % 1_000_000);
  return inTemporaryFolder(join(tmpdir(), "pulumi-aws-snapshots-"), async (folder) => {
    const report = join(folder, "outcomes.jsonl");
    process.env["FAULTS_REPORT"] = report;
    const args = ["vitest", "run", "--project", "faults", ...rest];
    const only = process.env["FAULT"];
    // A title may match in one file of tests and not in the others.
    if (only !== undefined) args.push("--passWithNoTests");
    const began = performance.now();
    const code = await show("npx", args);
    const minutes = (performance.now() - began) / 60_000;
    const lines = existsSync(report) ? readFileSync(report, "utf8").trim().split("\n") : [];
    if (only !== undefined && code === 0 && lines.length === 0) {
      console.error(`No fault has "${only}" in its title.`);
      return 1;
    }
    print(lines.map((line) => JSON.parse(line)));
    const cpus = availableParallelism();
    console.log(
      `door ${door}, seed ${process.env["FAULTS_SEED"]}, ${minutes.toFixed(1)} minutes on ${cpus} CPUs`,
    );
    if (minutes > longest && cpus >= 2) {
      console.error(`It took longer than the limit of ${longest} minutes on two CPUs.`);
      return code || 1;
    }
    return code;
  });
}

/** @param {Outcome[]} outcomes */
function print(outcomes) {
  const kinds = [...new Set(outcomes.flatMap(({ tolls }) => Object.keys(tolls)))].sort();
  const width = Math.max(0, ...outcomes.map(({ fault }) => fault.length));
  console.log(kinds.map((kind, index) => `${String(index + 1).padStart(2)} ${kind}`).join("\n"));
  console.log();
  const heads = kinds.map((_, index) => String(index + 1).padStart(3)).join("");
  console.log(`${"fault".padEnd(width)}${heads}  runs  struck in`);
  for (const { fault, tolls, runs, struck, complaints } of outcomes.sort((a, b) =>
    a.fault < b.fault ? -1 : 1,
  )) {
    const cells = kinds.map((kind) => {
      const { orphans = 0, losses = 0, untrue = 0 } = tolls[kind] ?? {};
      const sum = orphans + losses + untrue;
      return (sum === 0 ? "ok" : String(sum)).padStart(3);
    });
    const stages = Object.keys(struck).filter((stage) => struck[stage] !== 0);
    console.log(
      `${fault.padEnd(width)}${cells.join("")}${String(runs).padStart(6)}  ${stages.join(", ")}`,
    );
    for (const complaint of complaints) console.log(`  ${complaint.split("\n")[0]}`);
  }
  const sum = (/** @type {"orphans" | "losses" | "untrue"} */ of) =>
    outcomes.flatMap(({ tolls }) => Object.values(tolls)).reduce((all, toll) => all + toll[of], 0);
  const total = (/** @type {"runs" | "hangs" | "gap"} */ of) =>
    outcomes.reduce((all, outcome) => all + outcome[of], 0);
  console.log();
  console.log(
    `${outcomes.length} faults x ${kinds.length} kinds, ${total("runs")} runs: ${sum("orphans")} orphans, ${sum("losses")} losses, ${sum("untrue")} untrue previews, ${total("hangs")} hangs`,
  );
  console.log(
    `${total("gap")} had been finished, had no creating tag, and were not in the state yet when their run was killed: the gap described in docs/waits.md`,
  );
}

endWith(faults);
