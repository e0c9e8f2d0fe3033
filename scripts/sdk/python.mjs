// @ts-check
// The Python that tests run the generated SDK in: a virtual environment with Pulumi's own SDK.
import { fileURLToPath } from "node:url";
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
