// @ts-check
// The steps of the demo: what is done, what Pulumi has to say of it, and what AWS has to hold afterwards.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import {
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  realClock,
  startLocalAws,
} from "pulumi-aws-snapshots/local-aws";
import { register } from "tsx/cjs/api";
import { repository } from "./setup.mjs";

const rate = 4;
const require = createRequire(import.meta.url);
const program = join(repository, "examples", "quickstart", "index.ts");

/**
 * @typedef {object} Seen What a step showed.
 * @property {Record<string, number>} changes the engine's own count of what it did
 * @property {string[]} calls what AWS was asked to change
 * @property {number} requests all that AWS was asked
 * @property {string[]} held the snapshots in AWS, by logical name
 * @property {string[]} files the files of exports
 */

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {"preview" | "up" | "refresh" | "destroy"} operation
 * @property {Record<string, string>} [config] what is changed in the stack's configuration first
 * @property {() => void} [before] what somebody does to AWS first
 * @property {(seen: Seen) => boolean} expected
 */

/** @param {import("./pulumi-cli.mjs").PulumiCli} cli */
export async function tour(cli) {
  register();
  process.env["PATH"] = dirname(cli.command) + delimiter + process.env["PATH"];
  const aws = await startLocalAws({ clock: realClock(rate) });
  const place = /** @type {const} */ ([DEFAULT_ACCOUNT, DEFAULT_REGION]);
  for (const ClusterName of ["orders", "customers"]) {
    aws.memorydb.addCluster(...place, { ClusterName, NumShards: 2 });
  }
  const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-demo-"));
  try {
    const stack = await makeStack(folder, aws);
    const held = () => aws.memorydb.snapshots(...place);
    /** @type {[string, string, string, string][]} */
    const table = [];
    for (const step of steps(held, (name) => aws.memorydb.vanish(...place, name))) {
      console.log(`\n── ${step.title} ${"─".repeat(Math.max(0, 96 - step.title.length))}\n`);
      step.before?.();
      for (const [key, value] of Object.entries(step.config ?? {})) {
        await stack.setConfig(key, { value });
      }
      aws.requests.clear();
      const changes = await run(stack, step.operation);
      const calls = aws.requests.changing().map(({ operation }) => operation);
      const names = held().map(({ name }) => name);
      const files = ["orders-backups", "orders-archive"].flatMap((bucket) =>
        aws.buckets.objects(bucket),
      );
      const seen = { changes, calls, requests: aws.requests.all().length, held: names, files };
      const right = step.expected(seen);
      table.push([
        step.title,
        inWords(changes),
        `${count(names, "snapshot")}, ${count(files, "file")}${calls.length > 0 ? `; ${shorten(calls)}` : ""}`,
        right ? "ok" : "WRONG",
      ]);
    }
    return print(table);
  } finally {
    await aws.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {() => { name: string }[]} held
 * @param {(name: string) => void} vanish
 * @returns {Step[]}
 */
function steps(held, vanish) {
  const isNoOp = (/** @type {Seen} */ { changes, requests }) =>
    requests === 0 && Object.keys(changes).every((op) => op === "same");
  /** Whether the last create call came before the first delete call. */
  const newBeforeOld = (/** @type {string[]} */ calls) =>
    calls.includes("DeleteSnapshot") &&
    Math.max(calls.lastIndexOf("CreateSnapshot"), calls.lastIndexOf("CopySnapshot")) <
      calls.indexOf("DeleteSnapshot");
  return [
    {
      title: "preview",
      operation: "preview",
      expected: ({ changes, requests }) => changes["create"] === 4 && requests === 0,
    },
    {
      title: "up",
      operation: "up",
      expected: ({ changes, held, files }) =>
        changes["create"] === 4 && held.length === 2 && files.length === 2,
    },
    { title: "preview again", operation: "preview", expected: isNoOp },
    {
      title: "up with another tag",
      operation: "up",
      config: { team: "billing" },
      expected: ({ changes, calls }) =>
        changes["update"] === 2 && calls.every((call) => call === "TagResource"),
    },
    {
      title: "up with another bucket",
      operation: "up",
      config: { bucket: "orders-archive" },
      expected: ({ changes, calls, files }) =>
        changes["replace"] === 1 && shorten(calls) === "CopySnapshot" && files.length === 4,
    },
    {
      title: "up with another source",
      operation: "up",
      config: { cluster: "customers" },
      expected: ({ changes, calls, held }) =>
        changes["replace"] === 3 && held.length === 2 && newBeforeOld(calls),
    },
    {
      title: "refresh after somebody deleted the copy",
      operation: "refresh",
      before: () => vanish(held().find(({ name }) => name.startsWith("orders-copy-"))?.name ?? ""),
      expected: ({ changes, calls, held }) =>
        changes["delete"] === 1 && calls.length === 0 && held.length === 1,
    },
    {
      title: "up makes it again",
      operation: "up",
      expected: ({ changes, held }) => changes["create"] === 1 && held.length === 2,
    },
    {
      title: "destroy",
      operation: "destroy",
      expected: ({ held, files }) => held.length === 0 && files.length > 0,
    },
  ];
}

/**
 * @param {string} folder
 * @param {import("pulumi-aws-snapshots/local-aws").LocalAws} aws
 */
async function makeStack(folder, aws) {
  mkdirSync(join(folder, "backend"));
  return LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: "quickstart", program: async () => {} },
    {
      workDir: folder,
      pulumiHome: join(folder, "home"),
      projectSettings: {
        name: "quickstart",
        runtime: "nodejs",
        main: dirname(program),
        backend: { url: `file://${join(folder, "backend")}` },
      },
      envVars: {
        ...aws.environment(),
        PULUMI_CONFIG_PASSPHRASE: "demo",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
      },
    },
  );
}

/**
 * Runs one operation and shows Pulumi's output as it comes.
 *
 * @param {import("@pulumi/pulumi/automation/index.js").Stack} stack
 * @param {Step["operation"]} operation
 * @returns {Promise<Record<string, number>>}
 */
async function run(stack, operation) {
  /** @type {Record<string, number>} */
  let changes = {};
  /** @type {"always" | "never"} */
  const color = process.stdout.isTTY ? "always" : "never";
  const options = {
    color,
    onOutput: (/** @type {string} */ text) => void process.stdout.write(text),
    onEvent: (/** @type {import("@pulumi/pulumi/automation/index.js").EngineEvent} */ event) => {
      changes = event.summaryEvent?.resourceChanges ?? changes;
    },
    // The program reads the configuration when it is loaded, so each step loads it afresh.
    program: async () => {
      delete require.cache[program];
      return require(program);
    },
  };
  await stack[operation](options);
  return changes;
}

/** @param {Record<string, number>} changes */
function inWords(changes) {
  const words = Object.entries(changes).map(([op, count]) => `${count} ${op}`);
  return words.length > 0 ? words.join(", ") : "nothing";
}

/**
 * @param {string[]} things
 * @param {string} word
 */
function count(things, word) {
  return `${things.length} ${word}${things.length === 1 ? "" : "s"}`;
}

/** @param {string[]} calls without the tag calls, which each create ends with */
function shorten(calls) {
  return calls.filter((call) => call !== "UntagResource").join(", ");
}

/** @param {[string, string, string, string][]} table */
function print(table) {
  const rows = [
    ["step", "what Pulumi said", "what AWS then held, and was asked to change", ""],
    ...table,
  ];
  const width = (/** @type {number} */ column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0));
  console.log("");
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(width(column)))
        .join("  ")
        .trimEnd(),
    );
  }
  const right = table.every(([, , , verdict]) => verdict === "ok");
  console.log(
    right
      ? "\nPulumi and AWS agree at every step. The files of exports stay in their buckets, as said above."
      : "\nPulumi and AWS do not agree: see the steps marked WRONG.",
  );
  return right;
}
