import { fstatSync } from "node:fs";

/**
 * Ends the process when the engine that started it is gone, which closes its standard input. A killed engine leaves its
 * providers running, and a create that continued without it would finish a snapshot that no state will ever hold, and
 * remove its creating tag.
 */
export function endWithEngine(): void {
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) {
    process.stdin.on("end", () => process.exit(1)).resume();
  }
}
