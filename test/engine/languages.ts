import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { version } from "../../src/values/version.js";

const execute = promisify(execFile);
const root = join(__dirname, "..", "..");

/** What an operation of the engine did, as the program prints it. */
export interface Report {
  readonly changes: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, unknown>> | null;
}

/** A program in some language, with the Automation API of that language. */
export interface Language {
  /** The command that runs the program, without the arguments of the program. */
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  /** The argument by which the command runs the program of the README, if that is in this language. */
  readonly readme?: string;
}

/** A stack whose program runs in its own process. The plugin is installed in its Pulumi home. */
export class LanguageStack {
  readonly #language: Language;
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(
    language: Language,
    folder: string,
    environment: Readonly<Record<string, string>>,
  ) {
    this.#language = language;
    this.#folder = folder;
    this.#environment = {
      ...process.env,
      PULUMI_HOME: join(folder, "home"),
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
    const install = ["plugin", "install", "resource", "aws-snapshots", version, "--file", file];
    await execute("pulumi", install, { cwd: folder, env: stack.#environment });
    return stack;
  }

  /**
   * Has the program run an operation. Its snapshot gets the tag `team` with this value. With `readme`, the operation is
   * of the program of the README.
   */
  async run(
    operation: "preview" | "up" | "destroy",
    team: string,
    ...readme: readonly string[]
  ): Promise<Report> {
    const [command, ...args] = this.#language.command;
    const { stdout } = await execute(command, [...args, operation, team, ...readme], {
      cwd: this.#folder,
      env: this.#environment,
      timeout: 200_000,
    });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  }
}
