// Runs one preview or update of the bench in a process of its own, and measures it.
import { fork } from "node:child_process";
import { join } from "node:path";
import { isRecord } from "../src/values/json.js";
import { type Load, watch } from "./watch.js";

/** What was measured of one preview or update. */
export interface Measured {
  /** Wall time in seconds, from the call of the engine to its end. */
  readonly seconds: number;
  readonly program: Load;
  readonly engine: Load;
  /** All processes of providers together. */
  readonly provider: Load;
  /** CPU seconds of the bench's own process meanwhile, which is local AWS. */
  readonly aws: number;
  /** How many resources a preview would not leave as they are. */
  readonly changes: number | undefined;
}

/** What is to be run. */
export interface Deployment {
  readonly operation: "preview" | "up";
  /** Its name in deployment.ts. */
  readonly program: string;
  readonly count: number;
  /** How many resources at a time; undefined for the engine's default. */
  readonly parallel: number | undefined;
}

/** Runs it in the folder of a project. */
export async function run(
  folder: string,
  { operation, program, count, parallel }: Deployment,
  environment: Readonly<Record<string, string>>,
): Promise<Measured> {
  const args = [operation, program, String(count), String(parallel ?? "")];
  const cpu = process.cpuUsage();
  const child = fork(join(folder, "bench", "deployment.js"), args, {
    cwd: folder,
    // Without the loader that runs this file.
    execArgv: [],
    env: {
      ...process.env,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      BENCH_FOLDER: folder,
      ...environment,
    },
  });
  const watching = watch(`BENCH_FOLDER=${folder}`);
  let answer: unknown;
  child.once("message", (message) => {
    answer = message;
  });
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  const { user, system } = process.cpuUsage(cpu);
  watching.stop();
  if (code !== 0) {
    throw new Error(`${operation} of ${count} resources (${program}): it failed, as said above.`);
  }
  return { ...read(answer), ...watching.loads(), aws: (user + system) / 1e6 };
}

/** What deployment.ts sent. */
function read(answer: unknown): Pick<Measured, "seconds" | "program" | "changes"> {
  const { seconds, program, changes } = isRecord(answer) ? answer : {};
  const { cpu, memory } = isRecord(program) ? program : {};
  return {
    seconds: number(seconds),
    program: { cpu: number(cpu), memory: number(memory) },
    changes: changes === undefined ? undefined : number(changes),
  };
}

function number(value: unknown): number {
  if (typeof value !== "number") {
    throw new Error(`reading what a run measured: ${JSON.stringify(value)} is no number.`);
  }
  return value;
}
