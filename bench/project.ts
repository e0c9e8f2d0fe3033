// A project as a user has it: compiled files, node_modules beside them, a backend of its own. Where it is, no
// loader of ours slows down the processes that are measured.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "..");

const sources = [
  "bench/deployment.ts",
  "bench/floor.ts",
  "bench/ours.ts",
  "bench/hand-written.ts",
  "examples/five-services/index.ts",
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
    const text = readFileSync(join(root, source), "utf8");
    const target = join(folder, source.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, ts.transpileModule(text, { compilerOptions }).outputText);
  }
  return folder;
}

/** Gives the project a new, empty backend. */
export function emptyBackend(folder: string): void {
  rmSync(join(folder, "backend"), { recursive: true, force: true });
  mkdirSync(join(folder, "backend"));
}
