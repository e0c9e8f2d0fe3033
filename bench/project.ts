// A project as a user has it: compiled files, node_modules beside them, a backend of its own, the plugin installed. Where
// it is, no loader of ours slows down the processes that are measured.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { version } from "../src/values/version.js";

const root = join(__dirname, "..");

const sources = [
  "bench/deployment.ts",
  "bench/floor.ts",
  "bench/dynamic.ts",
  "bench/plugin.ts",
  "bench/places.ts",
  "bench/processes.ts",
  "bench/hand-written.ts",
];

// What Pulumi's own template for TypeScript says, as far as it decides about the code. With esModuleInterop the
// AWS SDK would be wrapped, and Pulumi could not serialize what uses it.
const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2020,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: false,
};

/** Makes the project in a temporary folder, and answers the folder. */
export function makeProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  for (const source of sources) {
    write(folder, source, readFileSync(join(root, source), "utf8"));
  }
  const example = readFileSync(join(root, "examples", "five-services", "index.ts"), "utf8");
  const ofPlugin = example.replace('"pulumi-aws-snapshots"', '"pulumi-aws-snapshots/provider"');
  write(folder, "examples/dynamic/index.ts", example);
  write(folder, "examples/plugin/index.ts", ofPlugin);
  installPlugin(folder);
  return folder;
}

function write(folder: string, source: string, text: string): void {
  const target = join(folder, source.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, ts.transpileModule(text, { compilerOptions }).outputText);
}

/** Installs the plugin by the command that the package has for it. */
function installPlugin(folder: string): void {
  execFileSync(process.execPath, [join(root, "dist", "cli.js"), "plugin", "install"], {
    env: { ...process.env, PULUMI_HOME: join(folder, "home"), PULUMI_SKIP_UPDATE_CHECK: "true" },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Returns the launcher of the installed plugin. */
export function installedPlugin(folder: string): string {
  const installed = `resource-aws-snapshots-v${version}`;
  return join(folder, "home", "plugins", installed, "pulumi-resource-aws-snapshots");
}

/** Gives the project a new, empty backend. */
export function emptyBackend(folder: string): void {
  rmSync(join(folder, "backend"), { recursive: true, force: true });
  mkdirSync(join(folder, "backend"));
}
