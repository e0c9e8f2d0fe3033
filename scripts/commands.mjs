// @ts-check
import { spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const windows = process.platform === "win32";

/**
 * Runs a command with this terminal's input and output. Resolves with its exit code.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function show(command, args) {
  return new Promise((resolve) => {
    // npm and npx are .cmd files on Windows, which only a shell can start.
    const child = spawn(command, args, { stdio: "inherit", shell: windows });
    child.once("error", (error) => {
      console.error(`running ${command}: ${error.message}. Install it and put it on PATH.`);
      resolve(127);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a command without showing it. Resolves with its exit code and all it printed; a command that cannot be
 * started or does not end in time has a code other than 0. Everything it started ends with it, and with us.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout: number }} options timeout in milliseconds
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, args, { cwd, env, timeout }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, so that the grandchildren can be ended too.
      detached: !windows,
      windowsHide: true,
    });
    const end = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(windows ? child.pid : -child.pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    };
    let output = "";
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const timer = setTimeout(() => {
      output += `\nnot finished after ${timeout / 1000} s`;
      end();
    }, timeout);
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      process.off("exit", end);
      resolve({ code, output });
    };
    process.once("exit", end);
    child.once("error", (error) => {
      output += error.message;
      finish(127);
    });
    child.once("close", (code) => finish(code ?? 1));
  });
}

/**
 * Does some work in a new folder that is gone afterwards, also after Ctrl-C.
 *
 * @template T
 * @param {string} prefix the folder's path, without its random end
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTemporaryFolder(prefix, work) {
  const folder = mkdtempSync(prefix);
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const interrupted = () => process.exit(130);
  const terminated = () => process.exit(143);
  process.once("exit", remove);
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", terminated);
  try {
    return await work(folder);
  } finally {
    process.off("exit", remove);
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", terminated);
    remove();
  }
}

/**
 * Whether this module is the one that node was started with.
 *
 * @param {string} url the module's import.meta.url
 * @returns {boolean}
 */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/**
 * Does the work of a script: its exit code is what the work answers, or 1 where that fails, which is said.
 *
 * @param {() => Promise<number>} work
 */
export function endWith(work) {
  work().then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
