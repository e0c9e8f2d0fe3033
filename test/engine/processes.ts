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

/** Kills processes of a stack at once, as a power cut would, and answers how many there were. */
export function kill(marker: string, roles: readonly EngineProcess["role"][]): number {
  const found = processesWith(marker).filter(({ role }) => roles.includes(role));
  for (const { pid } of found) {
    process.kill(pid, "SIGKILL");
  }
  return found.length;
}
