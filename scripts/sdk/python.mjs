// @ts-check
// The Python that tests run the generated SDK in: a virtual environment with Pulumi's own SDK.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { capture } from "../commands.mjs";
import { findVenv } from "../python-venv.mjs";

/**
 * Makes the environment, or finds the one of the same pins and the same Python.
 *
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<string>} the path of its Python
 */
export function findSdkPython({ log }) {
  return findVenv({
    name: "sdk-python",
    contents: "Pulumi's SDK",
    requirements: fileURLToPath(new URL("../../test/sdk/requirements.txt", import.meta.url)),
    imports: "parver, pulumi, semver, setuptools",
    log,
  });
}

/**
 * Installs the generated SDK as a user does, but into a folder, and returns the folder of its modules: PYTHONPATH.
 *
 * @param {string} python
 * @param {string} folder
 * @returns {Promise<string>}
 */
export async function installSdk(python, folder) {
  const source = join(folder, "sdk");
  const modules = join(folder, "modules");
  // The build of a Python package writes beside its source.
  cpSync(fileURLToPath(new URL("../../sdk/python", import.meta.url)), source, { recursive: true });
  const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index"];
  const options = ["--no-build-isolation", "--target", modules];
  const { code, output } = await capture(python, [...install, ...options, source], {
    timeout: 300_000,
  });
  if (code !== 0) throw new Error(`installing the Python SDK: ${output.trim()}`);
  return modules;
}
