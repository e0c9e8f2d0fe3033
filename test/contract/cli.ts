import { spawn } from "node:child_process";
import { once } from "node:events";

/** Starts the command of this package with these arguments, in the environment of the test. */
export function runCli(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli.ts", ...args]);
  const seen = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    seen.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    seen.err += chunk;
  });
  return { child, seen, exit: once(child, "close").then(([code]) => code) };
}
