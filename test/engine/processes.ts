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
          /dynamic-provider|plugin[\\/](main|plugin)\.js$/.test(part),
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
 * Kills processes of a stack at once, as a power cut would, and returns their number. A provider that is being started
 * may still be its start script, or may not exist yet, so the search is repeated until none is found.
 */
export function kill(marker: string, roles: readonly EngineProcess["role"][]): number {
  const killed = new Set<number>();
  const meant = ({ role, pid }: EngineProcess) =>
    !killed.has(pid) && (roles.includes(role) || (role === "other" && roles.includes("provider")));
  for (let found = processesWith(marker).filter(meant); found.length > 0; ) {
    for (const { pid } of found) {
      killed.add(pid);
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended since it was found.
      }
    }
    found = processesWith(marker).filter(meant);
  }
  return killed.size;
}
