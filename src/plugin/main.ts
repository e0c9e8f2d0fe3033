/**
 * The process of the plugin. The engine starts it with its own address, and reads the port of the plugin from the first
 * line that the process prints.
 */

import { processClock } from "../values/clock.js";
import { endWithEngine } from "../values/engine-end.js";
import { Plugin } from "./plugin.js";
import { serve } from "./server.js";

async function main(): Promise<void> {
  endWithEngine();
  const plugin = new Plugin(processClock(), process.argv[2]);
  process.on("exit", () => plugin.others.leave());
  const { port } = await serve(plugin);
  process.stdout.write(`${port}\n`);
}

void main();
