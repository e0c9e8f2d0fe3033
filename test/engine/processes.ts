import { readdirSync, readFileSync } from "node:fs";

/** A process of one engine run. */
export interface EngineProcess {
  readonly pid: number;
  readonly role: "cli" | "provider" | "other";
}

/** The processes whose environment holds this text: everything that one stack's engine started. */
export function processesWith(marker: string): EngineProcess[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry): EngineProcess[] => {
      try {
        if (!readFileSync(`/proc/${entry}/environ`, "utf8").includes(marker)) {
          return [];
        }
        const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").split("\0");
        const provider = command.some((part) => part.includes("dynamic-provider"));
        const cli = /(^|\/)pulumi$/.test(command[0] ?? "");
        return [{ pid: Number(entry), role: provider ? "provider" : cli ? "cli" : "other" }];
      } catch {
        // It ended while it was being looked at.
        return [];
      }
    });
}

/**
 * Kills processes of a stack at once, as a power cut would, and answers how many there were. A provider that is being
 * started is still the script that starts it, or not there yet: it is looked for until there is none.
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
        // It ended by itself since it was found.
      }
    }
    found = processesWith(marker).filter(meant);
  }
  return killed.size;
}
