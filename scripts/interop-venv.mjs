// @ts-check
// The Python that the second witnesses run in: a virtual environment of its own, with pinned packages.
// `node scripts/interop-venv.mjs` prints its path.
import { fileURLToPath } from "node:url";
import { isMain } from "./commands.mjs";
import { findVenv } from "./python-venv.mjs";

/**
 * Makes the environment, or finds the one of the same pins and the same Python.
 *
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<string>} the path of its Python
 */
export function findPython({ log }) {
  return findVenv({
    name: "interop",
    contents: "botocore and moto",
    requirements: fileURLToPath(new URL("../test/interop/requirements.txt", import.meta.url)),
    imports: "botocore, cryptography, flask_cors, moto",
    log,
  });
}

if (isMain(import.meta.url)) {
  findPython({ log: console.error }).then(console.log, (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
