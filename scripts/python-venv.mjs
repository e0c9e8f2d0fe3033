// @ts-check
// Python environments of the scripts' own, with pinned packages, in the cache folder.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache-folder.mjs";
import { capture, inTemporaryFolder } from "./commands.mjs";

/**
 * @typedef {object} Environment
 * @property {string} name the beginning of its folder's name
 * @property {string} contents what is in it, for a person
 * @property {string} requirements path of the file with the pins
 * @property {string} imports modules that show that it works
 * @property {(line: string) => void} log
 */

const minute = 60_000;
const windows = process.platform === "win32";
/** The oldest Python that the pinned packages run on. */
const oldest = [3, 10];

/**
 * Makes the environment, or finds the one of the same pins and the same Python.
 *
 * @param {Environment} environment
 * @returns {Promise<string>} the path of its Python
 */
export async function findVenv({ name, contents, requirements, imports, log }) {
  const { command, version } = await systemPython();
  const pins = createHash("sha256").update(version).update(readFileSync(requirements));
  const folder = cacheFolder();
  const root = join(folder, `${name}-${pins.digest("hex").slice(0, 16)}`);
  if (await works(root, imports)) return pythonOf(root);

  log(`Installing ${contents} for Python ${version}: takes half a minute, only once ...`);
  mkdirSync(folder, { recursive: true });
  return inTemporaryFolder(join(folder, `.${name}-`), async (temporary) => {
    const filled = join(temporary, "root");
    await run(
      command,
      ["-m", "venv", filled],
      "Install Python's module venv, such as with apt-get install python3-venv, and run the command again",
    );
    await run(
      pythonOf(filled),
      ["-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", requirements],
      "Make PyPI, or the index that pip is set up for, reachable, and run the command again",
    );
    // Another process may have made it meanwhile: that one may be in use. Nobody ever sees half of one.
    if (!(await works(root, imports))) {
      rmSync(root, { recursive: true, force: true });
      renameSync(filled, root);
    }
    return pythonOf(root);
  });
}

/** @param {string} root of a virtual environment */
function pythonOf(root) {
  return windows ? join(root, "Scripts", "python.exe") : join(root, "bin", "python");
}

/**
 * @param {string} root of a virtual environment
 * @param {string} imports
 */
async function works(root, imports) {
  const program = ["-c", `import ${imports}`];
  return (await capture(pythonOf(root), program, { timeout: minute })).code === 0;
}

/** @returns {Promise<{ command: string, version: string }>} */
async function systemPython() {
  for (const command of ["python3", "python"]) {
    const print = ["-c", "import platform; print(platform.python_version())"];
    const { code, output } = await capture(command, print, { timeout: minute });
    const version = output.trim();
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (code === 0 && major === oldest[0] && minor >= (oldest[1] ?? 0)) return { command, version };
  }
  throw new Error(
    `finding a Python: neither python3 nor python on PATH is ${oldest.join(".")} or later. Install it, with its module venv (https://www.python.org/downloads/, or apt-get install python3 python3-venv), and run the command again.`,
  );
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} advice
 */
async function run(command, args, advice) {
  const { code, output } = await capture(command, args, { timeout: 10 * minute });
  if (code !== 0) {
    throw new Error(
      `making the Python environment: "${command} ${args.join(" ")}" ended with exit code ${code}: ${output.trim()}\n${advice}.`,
    );
  }
}
