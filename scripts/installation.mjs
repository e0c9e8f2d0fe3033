// @ts-check
// Puts a program that takes minutes to download or build into a folder, once and whole.
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { inTemporaryFolder } from "./commands.mjs";

/**
 * @typedef {object} Installation
 * @property {string} root the folder in which the program must be in the end
 * @property {(line: string) => void} log
 * @property {(root: string) => Promise<object | { problem: string }>} inspect returns what is wrong with the program in a folder, if anything is
 */

/**
 * Fills a folder beside `root` and renames it when it holds a program that works, so that nobody ever sees half of
 * one, also when two processes install at once.
 *
 * @param {Installation} installation
 * @param {string} title
 * @param {(root: string, folder: string) => Promise<string | undefined>} fill resolves with what went wrong
 * @returns {Promise<string | undefined>} why it did not work
 */
export async function install({ root, log, inspect }, title, fill) {
  mkdirSync(dirname(root), { recursive: true });
  return inTemporaryFolder(join(dirname(root), `.${basename(root)}-`), async (folder) => {
    const filled = join(folder, "root");
    const stopProgress = showProgress(title, log);
    const failure = await fill(filled, folder).finally(stopProgress);
    if (failure !== undefined) return `${title} failed: ${failure}`;
    const found = await inspect(filled);
    if ("problem" in found) return `${title} failed: ${found.problem}`;
    // Another process may have installed it meanwhile: that one may be in use.
    if (!("problem" in (await inspect(root)))) return undefined;
    rmSync(root, { recursive: true, force: true });
    try {
      renameSync(filled, root);
    } catch (error) {
      if ("problem" in (await inspect(root))) throw error;
    }
    return undefined;
  });
}

/**
 * Shows that something is under way: one line that counts in a terminal, a line now and then elsewhere.
 *
 * @param {string} title
 * @param {(line: string) => void} log
 * @returns {() => void} ends it
 */
function showProgress(title, log) {
  log(`${title}: takes a few minutes, only once ...`);
  const started = Date.now();
  const terminal = process.stderr.isTTY === true;
  const timer = setInterval(
    () => {
      const seconds = Math.round((Date.now() - started) / 1000);
      const text = `  still running after ${Math.floor(seconds / 60)} min ${seconds % 60} s`;
      if (terminal) process.stderr.write(`\r${text}\x1b[K`);
      else log(text);
    },
    terminal ? 1000 : 15_000,
  );
  return () => {
    clearInterval(timer);
    if (terminal) process.stderr.write("\r\x1b[K");
  };
}

/**
 * Returns the last line that a command printed, which usually says why it failed.
 *
 * @param {string} output
 */
export function lastLine(output) {
  return output.trim().split("\n").at(-1) ?? "";
}
