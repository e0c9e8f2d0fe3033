// @ts-check
// Brings a clone into a state in which everything runs. Each step is taken only where it is needed.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { endWith, isMain, show } from "./commands.mjs";
import { findPulumiCli } from "./pulumi-cli.mjs";

/** @typedef {import("./pulumi-cli.mjs").PulumiCli} PulumiCli */

/** The root of the repository. */
export const repository = fileURLToPath(new URL("..", import.meta.url));

/**
 * Installs the dependencies, builds the package, and finds a Pulumi CLI and puts it first on PATH. The working
 * directory is the root of the repository afterwards.
 *
 * @returns {Promise<PulumiCli>}
 */
export async function setup() {
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new Error(
      `setting up pulumi-aws-snapshots: Node is version ${process.versions.node}. Install Node 20 or later.`,
    );
  }
  process.chdir(repository);
  if (!dependenciesInStep()) {
    await step("Installing the dependencies", [
      "ci",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ]);
  }
  if (!buildInStep()) await step("Building the package", ["run", "--silent", "build"]);
  const found = await findPulumiCli({ log: console.log });
  console.log(`Pulumi CLI ${found.version}: ${found.command}`);
  process.env["PATH"] = dirname(found.command) + delimiter + process.env["PATH"];
  return found;
}

/**
 * @param {string} title
 * @param {string[]} args npm's
 */
async function step(title, args) {
  console.log(`${title}: npm ${args.join(" ")}`);
  const code = await show("npm", args);
  if (code !== 0) {
    throw new Error(
      `${title.toLowerCase()}: "npm ${args.join(" ")}" ended with exit code ${code}. See its message above.`,
    );
  }
}

/**
 * Whether node_modules holds what package-lock.json says. Compares contents: a checkout changes the files' times.
 */
function dependenciesInStep() {
  const wanted = readPackages("package-lock.json");
  const installed = readPackages(join("node_modules", ".package-lock.json"));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      // The lock's own project is not in node_modules, and optional packages may be for other platforms.
      path === "" || (optional && !(path in installed)) || installed[path]?.version === version,
  );
}

/**
 * @param {string} file a lockfile of npm
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

/** Whether dist and plugin are newer than everything that they are made from. */
function buildInStep() {
  const outputs = [join("dist", "index.js"), join("plugin", "plugin.js")];
  if (!outputs.every((file) => existsSync(file))) return false;
  const built = Math.min(...outputs.map(changedAt));
  const folders = ["declaration", "schema", "plugin"].map((name) => join("scripts", name));
  // The bundle contains the dependencies.
  const files = ["package.json", "package-lock.json", "tsconfig.build.json"];
  const inputs = [...["src", ...folders].flatMap(filesOf), ...files];
  return inputs.every((file) => changedAt(file) < built);
}

/**
 * A folder and everything in it. Folders count too: their times tell of deleted files.
 *
 * @param {string} folder
 */
function filesOf(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return [folder, ...files.map((file) => join(folder, file))];
}

/** @param {string} file */
function changedAt(file) {
  return statSync(file).mtimeMs;
}

if (isMain(import.meta.url)) {
  endWith(async () => {
    await setup();
    return 0;
  });
}
