// What other processes take, read from /proc while they live.
import { readFileSync } from "node:fs";
import { type EngineProcess, processesWith } from "../test/engine/processes.js";

/** What a process took: seconds of CPU time, and its peak memory (RSS) in MB. */
export interface Load {
  readonly cpu: number;
  readonly memory: number;
}

/** A watch over the processes of a run. */
export interface Watch {
  /** Ends it, so that it holds nothing. */
  stop(): void;
  /** What the engine took, and all processes of providers together. */
  loads(): { engine: Load; provider: Load };
}

/** Milliseconds between two looks. What a process does after the last one is missed. */
const interval = 25;
/** Looks between two searches for new processes, once the engine and a provider are known. */
const looksBetweenSearches = 10;

/** Watches the engine and the provider processes whose environment holds this text. */
export function watch(marker: string): Watch {
  const seen = new Map<number, { role: EngineProcess["role"]; load: Load }>();
  let peak = 0;
  let looks = 0;
  const look = () => {
    const alive: { role: EngineProcess["role"]; load: Load }[] = [];
    for (const [pid, { role }] of seen) {
      const load = loadOf(pid);
      if (load !== undefined) {
        alive.push({ role, load });
        seen.set(pid, { role, load });
      }
    }
    const has = (wanted: EngineProcess["role"]) => alive.some(({ role }) => role === wanted);
    looks++;
    // Searching all processes costs more than looking at known ones.
    if (!has("cli") || !has("provider") || looks % looksBetweenSearches === 0) {
      for (const { pid, role } of processesWith(marker)) {
        const load = role === "other" ? undefined : loadOf(pid);
        if (load !== undefined) {
          seen.set(pid, { role, load });
        }
      }
    }
    const together = alive.filter(({ role }) => role === "provider");
    peak = Math.max(
      peak,
      together.reduce((sum, { load }) => sum + load.memory, 0),
    );
  };
  const timer = setInterval(look, interval);
  const loadsOf = (wanted: EngineProcess["role"]) => {
    const loads = [...seen.values()].filter(({ role }) => role === wanted);
    if (loads.length === 0) {
      throw new Error(
        `measuring the ${wanted} process: none was seen. It is read from /proc, which only Linux has.`,
      );
    }
    return loads.map(({ load }) => load).sort((a, b) => b.cpu - a.cpu);
  };
  return {
    stop: () => clearInterval(timer),
    loads: () => {
      // Short runs of the CLI come before the one that counts: its look for the stack.
      const [engine = { cpu: 0, memory: 0 }] = loadsOf("cli");
      const cpu = loadsOf("provider").reduce((sum, load) => sum + load.cpu, 0);
      return { engine, provider: { cpu, memory: peak } };
    },
  };
}

/** What a process has taken so far, if wanted with its children that have ended; undefined once it is gone. */
export function loadOf(pid: number, withChildren = false): Load | undefined {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    // From the 14th field on, counted after the command in parentheses, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    const cpu =
      fields.slice(11, withChildren ? 15 : 13).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
    return peak === undefined ? undefined : { cpu, memory: Number(peak) / 1024 };
  } catch {
    return undefined;
  }
}
