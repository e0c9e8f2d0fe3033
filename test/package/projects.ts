import { execFile } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import {
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  type LocalAws,
  realClock,
  startLocalAws,
} from "../../src/local-aws/index.js";

/** The repository. */
export const root = resolve(__dirname, "../..");

const execute = promisify(execFile);
const windows = process.platform === "win32";

/** The commands that install the dependencies in package.json, by package manager. No package may run a script. */
const installCommands = {
  npm: "npm install --prefer-offline --ignore-scripts --no-audit --no-fund",
  pnpm: "npx --yes pnpm@10.34.8 install --prefer-offline --ignore-scripts",
  yarn: "npx --yes @yarnpkg/cli-dist@4.18.1 install",
} as const;

/** Packs the package as it would be published, and returns the path of the tarball. dist must exist. */
export async function packPackage(folder: string): Promise<string> {
  const args = ["pack", root, "--silent", "--ignore-scripts", `--pack-destination=${folder}`];
  const { stdout } = await execute("npm", args, { shell: windows });
  return join(folder, stdout.trim());
}

/** The content of a project. */
export interface Plan {
  readonly manager: keyof typeof installCommands;
  /** The module type of its .js files. */
  readonly type?: "commonjs" | "module";
  readonly dependencies: Readonly<Record<string, string>>;
  /** Further files, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Creates a project with Pulumi programs in a new folder, and installs its dependencies. */
export function makeProject(
  folder: string,
  { manager, type = "commonjs", dependencies, files = {} }: Plan,
): Promise<void> {
  return twoAtATime(async () => {
    cpSync(join(__dirname, "program"), folder, { recursive: true });
    const manifest = JSON.stringify({ private: true, type, dependencies });
    for (const [path, text] of Object.entries({ "package.json": manifest, ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const [command, ...args] = installCommands[manager].split(" ");
    await execute(command ?? "", args, {
      cwd: folder,
      shell: windows,
      env: { ...process.env, YARN_ENABLE_IMMUTABLE_INSTALLS: "false" },
    });
  });
}

/** What was observed in a stack's life. */
export interface Life {
  /** What the program printed. */
  readonly printed: unknown;
  readonly stderr: string;
  /** The calls that change something, in order. */
  readonly calls: readonly string[];
  /** The names of the snapshots that still exist. */
  readonly left: readonly string[];
}

/** How a program is run, where it is not as usual. */
export interface Running {
  /** The program's arguments. */
  readonly args?: readonly string[];
  /** Where Pulumi keeps its backend and its plugins. */
  readonly place?: string;
  /** Environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Prepares local AWS, and returns the environment in which clients find it. */
  readonly prepare?: (aws: LocalAws) => Record<string, string>;
}

/** Runs a project's program with the real engine in a separate process, against its own local AWS. */
export function live(
  folder: string,
  program: string,
  { args = [], place = folder, environment = {}, prepare = addOrders }: Running = {},
): Promise<Life> {
  return twoAtATime(async () => {
    const rate = 60;
    const aws = await startLocalAws({ clock: realClock(rate) });
    try {
      mkdirSync(join(place, "backend"), { recursive: true });
      const { stdout, stderr } = await runNode(folder, [program, ...args], {
        ...prepare(aws),
        NODE_OPTIONS: "",
        PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
        PULUMI_BACKEND_URL: pathToFileURL(join(place, "backend")).href,
        PULUMI_HOME: join(place, "home"),
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        ...environment,
      });
      return {
        printed: JSON.parse(stdout),
        stderr,
        calls: aws.requests.changing().map(({ operation }) => operation),
        left: aws.memorydb.snapshots(DEFAULT_ACCOUNT, DEFAULT_REGION).map(({ name }) => name),
      };
    } finally {
      await aws.close();
    }
  });
}

/** Adds the cluster of which the programs take a snapshot. */
function addOrders(aws: LocalAws): Record<string, string> {
  aws.memorydb.addCluster(DEFAULT_ACCOUNT, DEFAULT_REGION, { ClusterName: "orders" });
  return aws.environment();
}

/** Runs node in a folder. */
export function runNode(
  folder: string,
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ stdout: string; stderr: string }> {
  return execute(process.execPath, args, { cwd: folder, env: { ...process.env, ...environment } });
}

let running = 0;
const waiting: (() => void)[] = [];

/** Limits how many run at a time: installs and engines each keep a processor busy. */
async function twoAtATime<T>(work: () => Promise<T>): Promise<T> {
  if (running === 2) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
