import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { version } from "../../src/values/version.js";
import { mendBackend, type StoredResource, stateOf, storedResources } from "./backend.js";
import { kill, processesWith } from "./processes.js";

const execute = promisify(execFile);
const root = join(__dirname, "..", "..");
const project = "languages";

/** What an operation of the engine did, as the program prints it. */
export interface Report {
  readonly failed: boolean;
  /** The number of resources for each sort of change, with the stack itself. */
  readonly changes: Readonly<Record<string, number>>;
  /** Everything that a person would have read. */
  readonly output: string;
  /** The outputs of the program; `[secret]` for a secret. */
  readonly outputs: Readonly<Record<string, unknown>> | null;
}

/** A program in some language, with the Automation API of that language. */
export interface Language {
  /** The command that runs the program. */
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  /** The argument with which the command runs the program of the README, if that is in this language. */
  readonly readme?: string;
}

/** A process that runs the program, and the lines that it prints. */
interface Running {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly lines: AsyncIterator<string>;
}

/** A stack whose program runs in its own process. The plugin is installed in its Pulumi home. */
export class LanguageStack {
  readonly #language: Language;
  readonly #folder: string;
  readonly #home: string;
  readonly #environment: NodeJS.ProcessEnv;
  #running: Running | undefined;

  private constructor(
    language: Language,
    folder: string,
    environment: Readonly<Record<string, string>>,
  ) {
    this.#language = language;
    this.#folder = folder;
    this.#home = join(folder, "home");
    this.#environment = {
      ...process.env,
      PULUMI_HOME: this.#home,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      BACKEND: `file://${join(folder, "backend")}`,
      ...environment,
      ...language.environment,
    };
  }

  static async make(
    language: Language,
    folder: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<LanguageStack> {
    mkdirSync(join(folder, "backend"), { recursive: true });
    const stack = new LanguageStack(language, folder, environment);
    const file = join(root, "plugin", "pulumi-resource-aws-snapshots.tar.gz");
    await stack.cli(["plugin", "install", "resource", "aws-snapshots", version, "--file", file]);
    return stack;
  }

  /** Sets the configuration of the program. */
  configure(config: Readonly<Record<string, string>>): void {
    const file = join(this.#folder, "Pulumi.dev.yaml");
    // The engine keeps a line with the salt of the stack's secrets there.
    const salt = existsSync(file) ? /^encryptionsalt:.*$/m.exec(readFileSync(file, "utf8")) : null;
    const entries = Object.entries(config).map(
      ([key, value]) => `  ${key}: ${JSON.stringify(value)}`,
    );
    writeFileSync(file, [...(salt ?? []), "config:", ...entries, ""].join("\n"));
  }

  /** Has the program run an operation. A preview writes a plan, and an update follows it. */
  async run(
    operation: "preview" | "up" | "refresh" | "destroy",
    { plan }: { readonly plan?: string } = {},
  ): Promise<Report> {
    this.#running ??= this.#start();
    const { process, lines } = this.#running;
    process.stdin.write(`${JSON.stringify({ operation, ...(plan !== undefined && { plan }) })}\n`);
    const next = await lines.next();
    if (next.done) {
      throw new Error(`the program ended during "${operation}": its messages are above`);
    }
    return JSON.parse(next.value);
  }

  #start(): Running {
    const [command, ...args] = this.#language.command;
    const process = spawn(command, args, {
      cwd: this.#folder,
      env: this.#environment,
      stdio: ["pipe", "pipe", "inherit"],
    });
    // A line that was written to a killed process is lost with it.
    process.stdin.on("error", () => {});
    return { process, lines: createInterface(process.stdout)[Symbol.asyncIterator]() };
  }

  /** Presses ^C once. A plugin is in a process group of its own, so only the CLI gets the signal from a terminal. */
  interrupt(): void {
    for (const { pid } of processesWith(this.#home).filter(({ role }) => role === "cli")) {
      process.kill(pid, "SIGINT");
    }
  }

  /** Kills the program, the CLI and the plugin at once, and takes the lock that they left off the stack. */
  async kill(): Promise<void> {
    kill(this.#home, ["cli", "provider"]);
    this.#running = undefined;
    mendBackend(this.#folder);
    await this.cli(["cancel", "--yes", "--stack", "dev"]);
  }

  /** Returns our resources in the state. */
  resources(): StoredResource[] {
    return storedResources(this.#folder, project).filter(({ type }) =>
      type.startsWith("aws-snapshots:"),
    );
  }

  /** Returns the newest state as a string. Its secrets are encrypted. */
  stateText(): string {
    return stateOf(this.#folder, project);
  }

  /** Returns a file that the engine wrote into the folder of the stack. */
  file(name: string): string {
    return readFileSync(join(this.#folder, name), "utf8");
  }

  async cli(args: string[]): Promise<void> {
    await execute("pulumi", args, { cwd: this.#folder, env: this.#environment, timeout: 60_000 });
  }

  /** Ends the program, and removes everything that the stack left on disk. */
  remove(): void {
    this.#running?.process.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
