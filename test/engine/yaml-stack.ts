import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { findYamlHost } from "../../scripts/sdk/yaml.mjs";
import { version } from "../../src/values/version.js";
import { observed, type Run, type Watched } from "./stack.js";

const execute = promisify(execFile);
const plugin = join(__dirname, "..", "..", "plugin", "pulumi-resource-aws-snapshots.tar.gz");

/** What the engine says of a language host that is on PATH. Pulumi's releases have the host beside the CLI. */
const ofHost = /^warning: using pulumi-language-yaml from \$PATH at .*\n/gm;

async function running(operation: (watched: Watched) => Promise<unknown>): Promise<Run> {
  const run = await observed(operation);
  return { ...run, diagnostics: run.diagnostics.replace(ofHost, "") };
}

/** A stack of a project in YAML, in a folder of its own, run by the real CLI and its language host. */
export class YamlStack {
  readonly #stack: Stack;
  readonly #folder: string;

  private constructor(stack: Stack, folder: string) {
    this.#stack = stack;
    this.#folder = folder;
  }

  /** Creates the stack of a program, which has the whole Pulumi.yaml. */
  static async make(program: string, environment: Record<string, string>): Promise<YamlStack> {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-snapshots-yaml-"));
    mkdirSync(join(folder, "backend"));
    writeFileSync(join(folder, "Pulumi.yaml"), program);
    const host = await findYamlHost({ log: () => {} });
    const stack = await LocalWorkspace.createStack(
      { stackName: "dev", workDir: folder },
      {
        pulumiHome: join(folder, "home"),
        envVars: {
          PATH: `${host}${delimiter}${process.env["PATH"]}`,
          PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
          PULUMI_CONFIG_PASSPHRASE: "test",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          ...environment,
        },
      },
    );
    // The Automation API would run the CLI three more times after each operation.
    Object.assign(stack, { outputs: async () => ({}), info: async () => undefined });
    return new YamlStack(stack, folder);
  }

  /** Installs the built plugin, as a user does before the first preview. */
  async installPlugin(): Promise<void> {
    const args = ["plugin", "install", "resource", "aws-snapshots", version, "--file", plugin];
    await this.cli(args);
  }

  /** Changes the program. */
  write(program: string): void {
    writeFileSync(join(this.#folder, "Pulumi.yaml"), program);
  }

  preview(): Promise<Run> {
    return running((watched) => this.#stack.preview(watched));
  }

  up(): Promise<Run> {
    return running((watched) => this.#stack.up({ ...watched, parallel: 32 }));
  }

  refresh(): Promise<Run> {
    return running((watched) => this.#stack.refresh(watched));
  }

  destroy(): Promise<Run> {
    return running((watched) => this.#stack.destroy(watched));
  }

  /** Runs the CLI itself in the folder of the project, and returns its standard output. */
  async cli(args: readonly string[]): Promise<string> {
    const { stdout } = await execute("pulumi", args, {
      cwd: this.#folder,
      env: {
        ...process.env,
        ...this.#stack.workspace.envVars,
        PULUMI_HOME: join(this.#folder, "home"),
      },
      timeout: 60_000,
    });
    return stdout;
  }

  /** Removes everything that the stack left on disk. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
