// One preview or update, in a process of its own, so that its time and memory are those of one program. Started by
// run.ts in the folder of a project, with what to do as arguments; sends what it measured to who started it.
import { join } from "node:path";
import type { CustomResource } from "@pulumi/pulumi";
import { LocalWorkspace } from "@pulumi/pulumi/automation";

const [operation = "", program = "", count = "", parallel = ""] = process.argv.slice(2);

/** The programs of the bench. Each is loaded when it runs, as the engine's own language host would load it. */
const programs: Readonly<Record<string, (count: number) => Promise<CustomResource[]>>> = {
  floor: async (n) => (await import("./floor.js")).nothings(n),
  "ours: snapshots": async (n) => (await import("./ours.js")).snapshots(n),
  "ours: copies": async (n) => (await import("./ours.js")).copies(n),
  "ours: five services": async () => {
    await import("../examples/five-services/index.js");
    return [];
  },
  "hand-written: snapshots": async (n) => (await import("./hand-written.js")).snapshots(n),
  "hand-written: copies": async (n) => (await import("./hand-written.js")).copies(n),
};

/** When each resource was there for the program, by id, in milliseconds since 1970. */
const created: Record<string, number> = {};

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
        for (const { id } of await make(Number(count))) {
          id.apply((known) => {
            created[known] = Date.now();
          });
        }
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
  await (operation === "up" ? stack.up(options) : stack.preview(options));
  const seconds = (performance.now() - start) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const load = { cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 };
  process.send?.({ seconds, program: load, created });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
