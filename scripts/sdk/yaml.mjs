// @ts-check
// The language host that runs programs in YAML. Pulumi's own releases of the CLI contain it; a CLI built from its Go
// module does not.
import { existsSync, linkSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { cacheFolder } from "../cache-folder.mjs";
import { capture } from "../commands.mjs";
import { install, lastLine } from "../installation.mjs";

/** The version that is built if there is none. */
const version = "1.25.0";

const minute = 60_000;
const extension = process.platform === "win32" ? ".exe" : "";
const file = `pulumi-language-yaml${extension}`;
const cli = `pulumi${extension}`;
const module = "github.com/pulumi/pulumi-yaml";

/**
 * Finds the language host: on PATH, beside the Pulumi CLI on PATH, in the project's cache, by building it with Go.
 *
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<string>} the folder that must be on PATH
 */
export async function findYamlHost({ log }) {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const pulumi = path.map((folder) => join(folder, cli)).find((command) => existsSync(command));
  const beside = pulumi === undefined ? [] : [dirname(realpathSync(pulumi))];
  for (const folder of [...path, ...beside]) {
    if (await works(folder)) return folder;
  }
  const root = join(cacheFolder(), `pulumi-yaml-${version}`);
  if (!(await works(root))) {
    const title = `Building Pulumi's host for YAML programs v${version} with Go`;
    const problem = await install({ root, log, inspect }, title, build);
    if (problem !== undefined) {
      throw new Error(
        `finding ${file}: it is neither on PATH nor beside the Pulumi CLI nor in the cache. ${problem}\nInstall a release of Pulumi (https://www.pulumi.com/docs/install/), or Go 1.25 or later (https://go.dev/dl/) and make its module proxy reachable, and run the command again.`,
      );
    }
  }
  const [own] = beside.filter((folder) => folder.startsWith(join(cacheFolder(), sep)));
  if (own === undefined) return root;
  putBeside(own, root);
  return own;
}

/**
 * Puts the host beside the CLI that the scripts installed, where Pulumi's releases have it: Pulumi warns in each run of a
 * host that is elsewhere on PATH.
 *
 * @param {string} bin the folder of the CLI
 * @param {string} root
 */
function putBeside(bin, root) {
  rmSync(join(bin, file), { force: true });
  try {
    linkSync(join(root, file), join(bin, file));
  } catch (error) {
    // Another process did it meanwhile.
    if (!existsSync(join(bin, file))) throw error;
  }
}

/** @param {string} folder */
async function works(folder) {
  return existsSync(join(folder, file)) && !("problem" in (await inspect(folder)));
}

/**
 * @param {string} folder
 * @returns {Promise<{} | { problem: string }>}
 */
async function inspect(folder) {
  const { code, output } = await capture(join(folder, file), ["-h"], { timeout: minute });
  if (code === 0) return {};
  return { problem: `"${file} -h" printed ${JSON.stringify(output.trim())}` };
}

/**
 * Builds the host with the versions that its own module names.
 *
 * @param {string} root the folder for the program
 * @param {string} folder a folder for temporary files
 * @returns {Promise<string | undefined>} why it did not work
 */
async function build(root, folder) {
  mkdirSync(root, { recursive: true });
  const name = `-X ${module}/pkg/version.Version=${version}`;
  const { code, output } = await capture(
    "go",
    [
      "install",
      "-trimpath",
      "-ldflags",
      `-s -w ${name}`,
      `${module}/cmd/pulumi-language-yaml@v${version}`,
    ],
    {
      cwd: folder,
      env: { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "", GOBIN: root, GOTMPDIR: folder },
      timeout: 60 * minute,
    },
  );
  return code === 0 ? undefined : `go install: ${lastLine(output)}`;
}
