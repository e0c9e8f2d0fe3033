// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** @typedef {{ name: string, version: string, license: string }} Manifest */

/**
 * Returns the licenses of the packages whose files are in a bundle, with the copyright notices in those files.
 *
 * @param {readonly string[]} inputs the files that the bundle was made from
 * @param {string} notices the notices that the bundler found in them
 */
export function licensesOf(inputs, notices) {
  const folders = new Set(inputs.map(packageOf));
  /** @type {Map<string, string[]>} */
  const byText = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = readManifest(folder);
    const text = licenseText(folder) ?? `${license}: ${name} contains no license text.`;
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const sections = [...byText].map(([text, packages]) => `${packages.join("\n")}\n\n${text}\n`);
  return [...sections, notices].join(`\n${"-".repeat(80)}\n\n`);
}

/**
 * Returns the folder of the package that a file is part of. Some packages have further package.json files inside them,
 * without a name.
 *
 * @param {string} file
 */
function packageOf(file) {
  let folder = dirname(file);
  while (!existsSync(join(folder, "package.json")) || !("version" in readJson(folder))) {
    if (folder === dirname(folder)) throw new Error(`no package contains ${file}`);
    folder = dirname(folder);
  }
  return folder;
}

/** @param {string} folder */
function readJson(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/**
 * @param {string} folder
 * @returns {Manifest}
 */
function readManifest(folder) {
  const { name, version, license } = readJson(folder);
  if (typeof name !== "string" || typeof version !== "string" || typeof license !== "string") {
    throw new Error(`${folder} does not say its name, version and license`);
  }
  return { name, version, license };
}

/** @param {string} folder */
function licenseText(folder) {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  if (files.length === 0) return undefined;
  return files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
}
