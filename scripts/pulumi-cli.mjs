// @ts-check
// Finds a Pulumi CLI that can run dynamic providers, or makes one. `node scripts/pulumi-cli.mjs` prints its path.
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "./cache-folder.mjs";
import { capture, isMain } from "./commands.mjs";
import { buildCli, downloadCli } from "./pulumi-cli-install.mjs";

/**
 * A Pulumi CLI with its wrapper for dynamic providers: put the folder of `command` first on PATH.
 *
 * @typedef {{ root: string, command: string, version: string }} PulumiCli
 */

/** The oldest CLI that this package supports. */
export const oldestVersion = "3.216.0";
/** The CLI that is installed where there is none. */
export const installedVersion = "3.258.0";

const windows = process.platform === "win32";
const cliFile = windows ? "pulumi.exe" : "pulumi";
/** What the engine starts for a dynamic provider; without it, it looks for a plugin to download. */
const wrapperFile = `pulumi-resource-pulumi-nodejs${windows ? ".cmd" : ""}`;

/**
 * Finds a Pulumi CLI: on PATH, in the project's cache, by Pulumi's installer, by building it with Go.
 *
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<PulumiCli>}
 */
export async function findPulumiCli({ log }) {
  const ambient = onPath(cliFile);
  if (ambient !== undefined) {
    const found = await inspect(ambient);
    if ("version" in found) return found;
    log(`Not using the Pulumi CLI on PATH: ${found.problem}.`);
  }

  const root = join(cacheFolder(), `pulumi-${installedVersion}`);
  const inspectRoot = (/** @type {string} */ folder) => inspect(join(folder, "bin", cliFile));
  const cached = await inspectRoot(root);
  if ("version" in cached) return cached;

  for (const install of [downloadCli, buildCli]) {
    const problem = await install({ root, version: installedVersion, log, inspect: inspectRoot });
    const installed = await inspectRoot(root);
    if ("version" in installed) return installed;
    log(`${problem ?? `Not using the newly installed Pulumi CLI: ${installed.problem}`}.`);
  }
  throw new Error(
    `finding a Pulumi CLI: there is none on PATH or in the cache, and none could be downloaded or built with Go. Install Pulumi ${oldestVersion} or later (https://www.pulumi.com/docs/install/) or Go (https://go.dev/dl/), and run the command again.`,
  );
}

/**
 * @param {string} command the path of a `pulumi`
 * @returns {Promise<PulumiCli | { problem: string }>}
 */
async function inspect(command) {
  if (!existsSync(command)) return { problem: `${command} does not exist` };
  const { code, output } = await capture(command, ["version"], {
    env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 60_000,
  });
  const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/m.exec(output)?.[1];
  if (code !== 0 || version === undefined) {
    return { problem: `"${command} version" printed ${JSON.stringify(output.trim())}` };
  }
  if (isOlder(version, oldestVersion)) {
    return { problem: `${command} is ${version}, older than ${oldestVersion}` };
  }
  // The engine looks in these places, in this order.
  const wrapper =
    onPath(wrapperFile) ??
    [dirname(command), dirname(realpathSync(command))]
      .map((folder) => join(folder, wrapperFile))
      .find(existsSync);
  if (wrapper === undefined) {
    return { problem: `${wrapperFile} is neither on PATH nor beside ${command}` };
  }
  return { root: dirname(dirname(command)), command, version };
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function onPath(file) {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, file))
    .find(existsSync);
}

/**
 * @param {string} version
 * @param {string} than
 */
function isOlder(version, than) {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}

if (isMain(import.meta.url)) {
  // Only the path goes to standard output, so that a shell can use it.
  findPulumiCli({ log: console.error }).then(
    ({ command }) => console.log(command),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
