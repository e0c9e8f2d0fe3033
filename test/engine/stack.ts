import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type * as pulumi from "@pulumi/pulumi";
import {
  type ConfigMap,
  type EngineEvent,
  LocalWorkspace,
  type PreviewOptions,
  PulumiCommand,
  type PulumiFn,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import { backendFiles, mendBackend, type StoredResource, storedResources } from "./backend.js";
import { holdListeners, separateConnections } from "./inline-programs.js";
import { type EngineProcess, kill, pause, resume } from "./processes.js";

separateConnections();

let command: Promise<PulumiCommand> | undefined;

/** The CLI on PATH. The Automation API would ask it for its version again with every stack. */
function pulumiCommand(): Promise<PulumiCommand> {
  command ??= PulumiCommand.get();
  return command;
}

/** The provider process finds the package from the repository's root. */
const root = join(__dirname, "..", "..");

/** Settings of a project by which the engine finds the built plugin. The Automation API has no type for them. */
const ownPlugin = {
  plugins: { providers: [{ name: "aws-snapshots", path: join(__dirname, "plugins") }] },
};

/** A resource of ours in the state. */
export interface StateResource {
  readonly id: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  readonly initErrors: readonly string[];
  readonly delete: boolean;
}

/** The steps and the messages of an operation of the engine. */
export interface Run {
  /** The steps of our resources in the order in which they ended, as `op logical-name`, without `same`. */
  readonly steps: readonly string[];
  /** The properties that would replace or change a resource, by logical name, as the provider named them. */
  readonly replaceKeys: Readonly<Record<string, readonly string[]>>;
  /** All messages of the engine about resources, except ephemeral messages. */
  readonly diagnostics: string;
  /** The progress messages in the rows, as `logical-name: text`. */
  readonly progress: readonly string[];
  /** Everything that a person would have read. */
  readonly output: string;
  /** Everything that the engine reported, as JSON. */
  readonly events: string;
  /** Whether the operation failed. */
  readonly failed: boolean;
}

/** A stack in its own project, with a file backend, run by the real engine. */
export class EngineStack {
  readonly #stack: Stack;
  readonly #project: string;
  /** The folder of its project and backend, which is deleted with the stack. */
  readonly folder: string;
  readonly home: string;
  /** A string in the environment of all processes of the stack. */
  readonly id: string;

  private constructor(stack: Stack, folder: string, project: string) {
    this.#stack = stack;
    this.#project = project;
    this.folder = folder;
    this.home = join(folder, "home");
    this.id = this.home;
  }

  /** Creates the stack. `environment` is that of the engine and the provider. */
  static async make(
    environment: Record<string, string>,
    config: Record<string, string> = {},
    project = "orders",
  ): Promise<EngineStack> {
    const folder = mkdtempSync(join(tmpdir(), "engine-"));
    mkdirSync(join(folder, "backend"));
    const stack = await LocalWorkspace.createStack(
      { stackName: "dev", projectName: project, program: async () => {} },
      {
        workDir: folder,
        pulumiHome: join(folder, "home"),
        pulumiCommand: await pulumiCommand(),
        projectSettings: {
          name: project,
          runtime: "nodejs",
          main: root,
          ...ownPlugin,
          backend: { url: `file://${join(folder, "backend")}` },
        },
        envVars: {
          PULUMI_CONFIG_PASSPHRASE: "test",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          PULUMI_EXPERIMENTAL: "",
          CI: "",
          ...environment,
        },
      },
    );
    // The events contain everything that a test needs. The Automation API would run the CLI three more times after each
    // operation, which costs as much as the operation.
    Object.assign(stack, { outputs: async () => ({}), info: async () => undefined });
    const made = new EngineStack(stack, folder, project);
    if (Object.keys(config).length > 0) {
      await made.setConfig(config);
    }
    return made;
  }

  /** Changes variables in the environment of the engine and the provider. */
  environment(variables: Record<string, string>): void {
    Object.assign(this.#stack.workspace.envVars, variables);
  }

  async setSecret(key: string, value: string): Promise<void> {
    await this.#stack.setConfig(key, { value, secret: true });
  }

  async setConfig(config: Record<string, string>): Promise<void> {
    const map: ConfigMap = Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key, { value }]),
    );
    await this.#stack.setAllConfig(map);
  }

  preview(
    program: PulumiFn,
    options: Pick<PreviewOptions, "refresh" | "target" | "plan"> = {},
  ): Promise<Run> {
    return this.#running(program, (ran, seen) =>
      this.#stack.preview({ ...seen, ...options, program: ran }),
    );
  }

  up(
    program: PulumiFn,
    options: Pick<
      UpOptions,
      "continueOnError" | "parallel" | "replace" | "target" | "plan" | "refresh" | "runProgram"
    > = {},
  ): Promise<Run> {
    return this.#running(program, (ran, seen) =>
      this.#stack.up({ ...seen, ...options, program: ran }),
    );
  }

  /**
   * Runs an operation with an inline program. An operation that succeeds without running its program is an error here,
   * because the deletions that it plans say nothing about the program.
   */
  async #running(
    program: PulumiFn,
    operation: (program: PulumiFn, watched: Watched) => Promise<unknown>,
  ): Promise<Run> {
    let hasRun = false;
    const noted: PulumiFn = () => {
      hasRun = true;
      return program();
    };
    const run = await observed((watched) => operation(noted, watched));
    if (!hasRun && !run.failed) {
      throw new Error(`the engine succeeded without running the program: ${run.output}`);
    }
    return run;
  }

  /** Kills processes of the stack at once, and returns their number. */
  kill(roles: readonly EngineProcess["role"][]): number {
    const killed = kill(this.id, roles);
    this.mendBackend();
    return killed;
  }

  /** Stops all processes of this stack in the middle of what they are doing, until {@link resume}. */
  pause(): void {
    pause(this.id);
  }

  resume(): void {
    resume(this.id);
  }

  /** Repairs the backend after a kill. */
  mendBackend(): void {
    mendBackend(this.folder);
  }

  /** Refreshes the stack; with a program, as `--run-program` does. */
  refresh(program?: PulumiFn): Promise<Run> {
    if (program !== undefined) {
      // A refresh takes its program only from the workspace.
      this.#stack.workspace.program = program;
    }
    return observed((seen) =>
      this.#stack.refresh({ ...seen, ...(program !== undefined && { runProgram: true }) }),
    );
  }

  destroy(): Promise<Run> {
    return observed((seen) => this.#stack.destroy(seen));
  }

  async cancel(): Promise<void> {
    await this.#stack.cancel();
  }

  /** Returns the outputs of the program. */
  async outputs(): Promise<Record<string, unknown>> {
    return this.#resources().find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  }

  /** Returns the policy of the first resource of a type that has a policy. */
  async policyOf(type: string): Promise<string> {
    const policies = this.#resources()
      .filter((resource) => resource.type === type)
      .map(({ inputs }) => inputs?.["policy"]);
    return String(policies.find((policy) => policy !== undefined));
  }

  /** Returns our resources in the state, by logical name; of a resource that is being replaced, both halves. */
  async state(): Promise<Record<string, StateResource[]>> {
    const found: Record<string, StateResource[]> = {};
    for (const resource of this.#resources()) {
      if (isOurs(resource.urn)) {
        const name = logicalName(resource.urn);
        found[name] = [
          ...(found[name] ?? []),
          {
            id: resource.id ?? "",
            inputs: resource.inputs ?? {},
            outputs: resource.outputs ?? {},
            initErrors: resource.initErrors ?? [],
            delete: resource.delete ?? false,
          },
        ];
      }
    }
    return found;
  }

  /** Returns the content of the backend. Its secrets are encrypted. */
  #resources(): StoredResource[] {
    return storedResources(this.folder, this.#project);
  }

  /**
   * Returns everything that the stack left in its backend as a string, including the history, to look for what must not
   * be in it.
   */
  stateText(): string {
    return backendFiles(this.folder)
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
  }

  /** Runs the CLI itself in the stack's folder. Local AWS answers from this process, which must not be blocked. */
  cli(args: string[]): Promise<string> {
    return this.run("pulumi", args);
  }

  /** Runs a command in the stack's folder, with the stack's environment. */
  async run(command: string, args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(command, args, {
      cwd: this.folder,
      env: { ...process.env, ...this.#stack.workspace.envVars, PULUMI_HOME: this.home },
      timeout: 60_000,
    });
    return stdout;
  }

  /** Removes everything that the stack left on disk. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The options by which an operation is watched. */
export interface Watched {
  onOutput: (text: string) => void;
  onEvent: (event: EngineEvent) => void;
  color: "never";
}

/** Runs an operation of the Automation API, and returns what the engine did. */
export async function observed(operation: (watched: Watched) => Promise<unknown>): Promise<Run> {
  const steps: string[] = [];
  const replaceKeys: Record<string, readonly string[]> = {};
  const progress: string[] = [];
  let diagnostics = "";
  let output = "";
  let events = "";
  const watched: Watched = {
    color: "never",
    onOutput: (text) => {
      output += text;
    },
    onEvent: (event) => {
      events += `${JSON.stringify(event)}\n`;
      const { resourcePreEvent, resOutputsEvent, diagnosticEvent } = event;
      if (resourcePreEvent !== undefined && isOurs(resourcePreEvent.metadata.urn)) {
        const { urn, op, keys } = resourcePreEvent.metadata;
        if (keys !== undefined && op.includes("replace")) {
          replaceKeys[logicalName(urn)] = keys;
        }
      }
      if (resOutputsEvent !== undefined && isOurs(resOutputsEvent.metadata.urn)) {
        const { urn, op } = resOutputsEvent.metadata;
        if (op !== "same") {
          steps.push(`${op} ${logicalName(urn)}`);
        }
      }
      if (diagnosticEvent?.ephemeral) {
        progress.push(
          `${logicalName(diagnosticEvent.urn ?? "")}: ${diagnosticEvent.message.trim()}`,
        );
      } else if (diagnosticEvent !== undefined && said.includes(diagnosticEvent.severity)) {
        diagnostics += `${diagnosticEvent.severity}: ${diagnosticEvent.message.trim()}\n`;
      }
    },
  };
  let failed = false;
  const release = holdListeners();
  try {
    await operation(watched);
  } catch (error) {
    failed = true;
    output += error instanceof Error ? error.message : String(error);
  } finally {
    release();
  }
  return { steps, replaceKeys, diagnostics, progress, output, events, failed };
}

/** Severities that a person sees. */
const said: readonly string[] = ["info", "info#err", "warning", "error"];

/** Whether a resource is of one of our kinds, whichever host serves it. */
function isOurs(urn: string): boolean {
  return /(::|\$)(pulumi-nodejs:dynamic\/aws\/|aws-snapshots:)/.test(urn);
}

function logicalName(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** A program in its shortest form: everything that it creates is an output. */
export type Program = () => Promise<Record<string, pulumi.Input<unknown>> | undefined>;
