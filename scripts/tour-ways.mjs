// @ts-check
// The ways in which the demo runs its program: with the classes of the package, or with the plugin.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { capture } from "./commands.mjs";
import { findSdkPython, installSdk } from "./sdk/python.mjs";
import { findYamlHost } from "./sdk/yaml.mjs";
import { repository } from "./setup.mjs";

/** How many times as fast as real time the clocks run. */
export const rate = 8;

const require = createRequire(import.meta.url);
const example = join(repository, "examples", "five-services");
/** @type {"always" | "never"} */
const color = process.stdout.isTTY ? "always" : "never";

/** @typedef {"preview" | "up" | "refresh" | "destroy"} Operation */
/** @typedef {import("@pulumi/pulumi/automation/index.js").Stack} Stack */
/** @typedef {import("@pulumi/pulumi/automation/index.js").EngineEvent} EngineEvent */
/** @typedef {import("pulumi-aws-snapshots/local-aws").LocalAws} LocalAws */
/** @typedef {(urn: string, op: string) => void} Note is told each step of the engine */

/**
 * A stack of the program, in a folder of its own.
 *
 * @typedef {object} Tourist
 * @property {Stack} stack
 * @property {(operation: Operation, note: Note) => Promise<unknown>} run runs an operation and shows Pulumi's output
 */

/**
 * @typedef {object} Way
 * @property {string} types how the types of its resources begin
 * @property {(folder: string, aws: LocalAws) => Promise<Tourist>} start
 */

/** @type {Record<string, Way>} */
export const ways = {
  /** The classes of the package, in TypeScript. */
  classes: {
    types: "pulumi-nodejs:dynamic/aws/",
    start: async (folder, aws) => {
      const { register } = await import("tsx/cjs/api");
      register();
      const program = join(example, "index.ts");
      const stack = await LocalWorkspace.createOrSelectStack(
        { stackName: "dev", projectName: "five-services", program: async () => {} },
        {
          ...workspace(folder, aws),
          projectSettings: { name: "five-services", runtime: "nodejs", main: dirname(program) },
        },
      );
      // The program reads the configuration when it is loaded, so each step loads it afresh.
      const fresh = async () => {
        delete require.cache[program];
        return require(program);
      };
      return {
        stack,
        run: (operation, note) => stack[operation]({ ...shown(note), program: fresh }),
      };
    },
  },

  /** The plugin, in YAML. */
  yaml: {
    types: "aws-snapshots:",
    start: async (folder, aws) => {
      const host = await findYamlHost({ log: console.log });
      process.env["PATH"] = `${host}${delimiter}${process.env["PATH"]}`;
      const stack = await makePluginStack(folder, aws, "yaml");
      return { stack, run: (operation, note) => stack[operation](shown(note)) };
    },
  },

  /** The plugin, in Python with the generated SDK. */
  python: {
    types: "aws-snapshots:",
    start: async (folder, aws) => {
      const python = await findSdkPython({ log: console.log });
      console.log("Installing the Python SDK: pip install ./sdk/python");
      const modules = await installSdk(python, folder);
      const stack = await makePluginStack(folder, aws, "python");
      return {
        stack,
        run: (operation, note) =>
          operation === "preview" || operation === "up"
            ? runPython(python, modules, stack, operation, note)
            : stack[operation](shown(note)),
      };
    },
  },
};

/**
 * The folder and the environment of a stack.
 *
 * @param {string} folder
 * @param {LocalAws} aws
 */
function workspace(folder, aws) {
  const backend = join(folder, "backend");
  mkdirSync(backend);
  return {
    workDir: folder,
    pulumiHome: join(folder, "home"),
    envVars: {
      ...aws.environment(),
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: "demo",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
    },
  };
}

/**
 * Makes the stack of a program of the plugin, and installs the plugin as a user does.
 *
 * @param {string} folder
 * @param {LocalAws} aws
 * @param {string} language
 */
async function makePluginStack(folder, aws, language) {
  const options = workspace(folder, aws);
  console.log("Installing the plugin: npx pulumi-aws-snapshots plugin install");
  const command = [join(repository, "dist", "cli.js"), "plugin", "install"];
  const { code, output } = await capture(process.execPath, command, {
    env: { ...options.envVars, PULUMI_HOME: options.pulumiHome },
    timeout: 120_000,
  });
  console.log(output.trim());
  if (code !== 0) throw new Error(`installing the plugin: exit code ${code}. See above.`);
  console.log(`The program is examples/five-services/${language}.`);
  copyFileSync(join(example, language, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  return LocalWorkspace.createOrSelectStack({ stackName: "dev", workDir: folder }, options);
}

/**
 * Options of an operation that show its output as it comes.
 *
 * @param {Note} note
 */
function shown(note) {
  return {
    color,
    // All at once, as they would be in a stack of their own services.
    parallel: 32,
    onOutput: (/** @type {string} */ text) => void process.stdout.write(text),
    onEvent: (/** @type {EngineEvent} */ event) => {
      const { urn, op } = (event.resourcePreEvent ?? event.resOutputsEvent)?.metadata ?? {};
      if (urn !== undefined && op !== undefined) note(urn, op);
    },
  };
}

/**
 * Runs an operation of the Python program by Pulumi's Automation API for Python, which needs no language host.
 *
 * @param {string} python
 * @param {string} modules the folder of the SDK's modules
 * @param {Stack} stack
 * @param {Operation} operation
 * @param {Note} note
 */
async function runPython(python, modules, { workspace }, operation, note) {
  const driver = fileURLToPath(new URL("tour.py", import.meta.url));
  const program = join(example, "python", "__main__.py");
  const child = spawn(python, ["-B", driver, operation, program, color], {
    cwd: workspace.workDir,
    env: {
      ...process.env,
      ...workspace.envVars,
      PULUMI_HOME: workspace.pulumiHome,
      PYTHONPATH: modules,
    },
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const events = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  createInterface({ input: events }).on("line", (line) => {
    const { urn, op } = JSON.parse(line);
    note(urn, op);
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`running the Python program: exit code ${code}. See above.`);
}
