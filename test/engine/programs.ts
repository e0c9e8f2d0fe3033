import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, transpileModule } from "typescript";

const root = join(__dirname, "..", "..");

/**
 * Returns a program from its TypeScript, as the engine runs it: loaded each time, because it reads its configuration
 * when it is loaded.
 */
export function programOf(source: string): () => Promise<Record<string, unknown>> {
  const { outputText } = transpileModule(source, {
    compilerOptions: { module: ModuleKind.CommonJS, esModuleInterop: true },
  });
  return async () => {
    const exports = {};
    new Function("require", "exports", outputText)(require, exports);
    return exports;
  };
}

/** Returns the program of an example. */
export function example(name: string): () => Promise<Record<string, unknown>> {
  return programOf(readFileSync(join(root, "examples", name, "index.ts"), "utf8"));
}

/** The line that a stand-in for a plugin adds to a preview: its path. */
const ofStandIns =
  /warning: using pulumi-resource-|\d+ warnings?$|^Diagnostics:|^pulumi:pulumi:Stack \(/;

/**
 * Returns the rows of a preview sorted, because concurrent steps have no order, and without the random digits of names.
 * The engine prints the row of the stack twice.
 */
export function shown(preview: string): string[] {
  const lines = preview
    .split("\n")
    .map((line) => line.trim().replace(/-[0-9a-f]{7}(?=")/g, "-0000000"))
    .filter((line) => line !== "" && !line.startsWith("@") && !ofStandIns.test(line));
  return [...new Set(lines)].sort();
}
