// @ts-check
// What tells that the SDKs are up to date and were not edited: hashes of what they are made from, and of their files.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * @typedef {object} Stamp
 * @property {string} schema hash of the package schema
 * @property {string} generator hash of the generator and its dependencies
 * @property {Record<string, string>} files hashes of the generated files, by path
 */

/** The folders that hold nothing but generated files. */
export const generatedFolders = [join("sdk", "go"), join("sdk", "python"), join("src", "provider")];

/** Where the stamp is. */
export const stampFile = join("sdk", "generated.json");

/** What the generator is built from. */
const generatorFiles = ["go.mod", "go.sum", "main.go", "generate.mjs"];

/**
 * @param {string} root of the repository
 * @param {string} schema the text of the schema
 * @returns {Stamp}
 */
export function stampOf(root, schema) {
  const generator = generatorFiles.map((file) =>
    hash(readFileSync(join(root, "scripts", "sdk", file), "utf8")),
  );
  const files = generatedFolders
    .flatMap((folder) => filesIn(join(root, folder)))
    .map((file) => [relative(root, file).replaceAll("\\", "/"), hash(readFileSync(file, "utf8"))]);
  return {
    schema: hash(schema),
    generator: hash(generator.join()),
    files: Object.fromEntries(files),
  };
}

/**
 * Hashes a text. Line ends do not count: a checkout may change them.
 *
 * @param {string} text
 */
function hash(text) {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex").slice(0, 16);
}

/**
 * @param {string} folder
 * @returns {string[]} the paths of its files, in an order that does not depend on the machine
 */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
