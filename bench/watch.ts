// What other processes take, read from /proc while they live.
import { readFileSync } from "node:fs";
import { type EngineProcess, processesWith } from "../test/engine/processes.js";

/** What a process took: seconds of CPU time, and its peak memory (RSS) in MB. */
export interface Load {
  readonly cpu: number;
  readonly memory: number;
}

/** Milliseconds between two looks. What a process does after the last one is missed. */
const interval = 25;

/** Watches the engine and the provider process whose environment holds this text. */
export function watch(marker: string): { end(): { engine: Load; provider: Load } } {
  const seen = new Map<number, { role: EngineProcess["role"]; load: Load }>();
  const look = () => {
    const alive = new Set<EngineProcess["role"]>();
    for (const [pid, { role }] of seen) {
      const load = loadOf(pid);
      if (load !== undefined) {
        alive.add(role);
        seen.set(pid, { role, load });
      }
    }
    // Looking through all processes costs more, so only until both are there.
    if (!alive.has("cli") || !alive.has("provider")) {
      for (const { pid, role } of processesWith(marker)) {
        const load = role === "other" ? undefined : loadOf(pid);
        if (load !== undefined) {
          seen.set(pid, { role, load });
        }
      }
    }
  };
  const timer = setInterval(look, interval);
  // Short processes come before the one that counts: the CLI's look for the stack, the wrapper's for the host.
  const largest = (wanted: EngineProcess["role"]) => {
    const loads = [...seen.values()].filter(({ role }) => role === wanted);
    const [most] = loads.map(({ load }) => load).sort((a, b) => b.cpu - a.cpu);
    if (most === undefined) {
      throw new Error(
        `measuring the ${wanted} process: none was seen. It is read from /proc, which only Linux has.`,
      );
    }
    return most;
  };
  return {
    end: () => {
      clearInterval(timer);
      return { engine: largest("cli"), provider: largest("provider") };
    },
  };
}

/** What a process has taken so far; undefined once it is gone. */
function loadOf(pid: number): Load | undefined {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    // The 14th and 15th field, counted after the command in parentheses, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    const cpu = (Number(fields[11]) + Number(fields[12])) / 100;
    return peak === undefined ? undefined : { cpu, memory: Number(peak) / 1024 };
  } catch {
    return undefined;
  }
}
