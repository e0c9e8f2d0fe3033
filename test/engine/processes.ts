import { readdirSync, readFileSync } from "node:fs";

/** A process of an engine run. */
export interface EngineProcess {
  readonly pid: number;
  readonly role: "cli" | "provider" | "other";
}

/** Returns the processes whose environment contains this string: everything that a stack's engine started. */
export function processesWith(marker: string): EngineProcess[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry): EngineProcess[] => {
      try {
        if (!readFileSync(`/proc/${entry}/environ`, "utf8").includes(marker)) {
          return [];
        }
        const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").split("\0");
        const provider = command.some((part) =>
          /dynamic-provider|(plugin[\\/]main|[\\/]plugin)\.js$/.test(part),
        );
        const cli = /(^|\/)pulumi$/.test(command[0] ?? "");
        return [{ pid: Number(entry), role: provider ? "provider" : cli ? "cli" : "other" }];
      } catch {
        // It ended while it was being read.
        return [];
      }
    });
}

/**
 * Stops all processes of a stack in the middle of what they are doing, so that nothing is sent from this instant on.
 * {@link kill} and {@link resume} continue.
 */
export function pause(marker: string): void {
  signalAll(marker, () => true, "SIGSTOP");
}

/** Lets the paused processes of a stack run again that have not been killed. */
export function resume(marker: string): void {
  signalAll(marker, () => true, "SIGCONT");
}

/** Kills processes of a stack at once, as a power cut would, and returns their number. */
export function kill(marker: string, roles: readonly EngineProcess["role"][]): number {
  return signalAll(
    marker,
    ({ role }) => roles.includes(role) || (role === "other" && roles.includes("provider")),
    "SIGKILL",
  );
}

/**
 * Sends a signal to each of these processes once, and returns their number. A provider that is being started may still
 * be its start script, or may not exist yet, so the search is repeated until none is found.
 */
function signalAll(
  marker: string,
  isMeant: (process: EngineProcess) => boolean,
  signal: NodeJS.Signals,
): number {
  const reached = new Set<number>();
  const left = () =>
    processesWith(marker).filter((process) => !reached.has(process.pid) && isMeant(process));
  for (let found = left(); found.length > 0; found = left()) {
    for (const { pid } of found) {
      reached.add(pid);
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended since it was found.
      }
    }
  }
  return reached.size;
}
