/**
 * The process of the plugin. The engine starts it with its own address, and reads the port of the plugin from the first
 * line that the process prints.
 */

import { fstatSync } from "node:fs";
import { processClock } from "../values/clock.js";
import { Plugin } from "./plugin.js";
import { serve } from "./server.js";

/**
 * Ends the process when the engine is gone. A killed engine leaves its providers running, and a create that went on
 * alone would finish, and unmark, a snapshot that no state will ever hold.
 */
function stopWithEngine(): void {
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) {
    process.stdin.on("end", () => process.exit(1)).resume();
  }
}

async function main(): Promise<void> {
  stopWithEngine();
  const { port } = await serve(new Plugin(processClock(), process.argv[2]));
  process.stdout.write(`${port}\n`);
}

void main();
