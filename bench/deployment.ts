// One preview or update, in a process of its own, so that its time and memory are those of one program. Started by
// run.ts in the folder of a project, with what to do as arguments; sends what it measured to who started it.
import { join } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";

const [operation = "", program = "", count = "", parallel = ""] = process.argv.slice(2);

/** The programs of the bench. Each is loaded when it runs, as the engine's own language host would load it. */
const programs: Readonly<Record<string, (count: number) => Promise<unknown>>> = {
  floor: async (n) => (await import("./floor.js")).nothings(n),
  "dynamic: snapshots": async (n) => (await import("./dynamic.js")).snapshots(n),
  "dynamic: copies": async (n) => (await import("./dynamic.js")).copies(n),
  "dynamic: five services": () => fiveServices("dynamic"),
  "plugin: snapshots": async (n) => (await import("./plugin.js")).snapshots(n),
  "plugin: copies": async (n) => (await import("./plugin.js")).copies(n),
  "plugin: five services": () => fiveServices("plugin"),
  "plugin: 1 process": async (n) => (await import("./processes.js")).copies(n, 1),
  "plugin: 2 processes": async (n) => (await import("./processes.js")).copies(n, 2),
  "plugin: 4 processes": async (n) => (await import("./processes.js")).copies(n, 4),
  "hand-written: snapshots": async (n) => (await import("./hand-written.js")).snapshots(n),
  "hand-written: copies": async (n) => (await import("./hand-written.js")).copies(n),
};

/** Runs the example of all services, which the project has for each door. */
function fiveServices(door: "dynamic" | "plugin"): Promise<unknown> {
  return import(`../examples/${door}/index.js`);
}

async function main(): Promise<void> {
  const folder = process.cwd();
  const make = programs[program];
  if (make === undefined) {
    throw new Error(`running a program of the bench: there is none called "${program}".`);
  }
  const stack = await LocalWorkspace.createOrSelectStack(
    {
      stackName: "dev",
      projectName: "bench",
      program: async () => {
        await make(Number(count));
      },
    },
    {
      workDir: folder,
      pulumiHome: join(folder, "home"),
      projectSettings: {
        name: "bench",
        runtime: "nodejs",
        main: folder,
        backend: { url: `file://${join(folder, "backend")}` },
      },
    },
  );
  // What the Automation API looks up after an update by running the CLI again is no part of it.
  Object.assign(stack, { outputs: async () => ({}), info: async () => undefined });
  const options = parallel === "" ? {} : { parallel: Number(parallel) };
  const start = performance.now();
  let changes: number | undefined;
  if (operation === "up") {
    await stack.up(options);
  } else {
    changes = changesOf((await stack.preview(options)).changeSummary);
  }
  const seconds = (performance.now() - start) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const load = { cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 };
  process.send?.({ seconds, program: load, changes });
}

/** How many resources are not left as they are. */
function changesOf(counts: Readonly<Record<string, number | undefined>> = {}): number {
  return Object.entries(counts).reduce(
    (sum, [step, count = 0]) => sum + (step === "same" ? 0 : count),
    0,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
