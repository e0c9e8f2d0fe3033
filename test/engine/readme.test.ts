import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, transpileModule } from "typescript";
import { beforeAll, expect, it } from "vitest";
import { makeWorld, type World } from "./world.js";

const readme = readFileSync(join(__dirname, "..", "..", "README.md"), "utf8");
let world: World;

beforeAll(async () => {
  world = await makeWorld();
  return world.close;
});

/** The first block of the README in a language. */
function block(language: string): string {
  return new RegExp(`\n\`\`\`${language}\n([^]*?)\n\`\`\`\n`).exec(readme)?.[1] ?? "";
}

/** The program of the README, as the engine runs it. */
async function program(): Promise<Record<string, unknown>> {
  const { outputText } = transpileModule(block("ts"), {
    compilerOptions: { module: ModuleKind.CommonJS },
  });
  const exports = {};
  new Function("require", "exports", outputText)(require, exports);
  return exports;
}

it("shows the preview that its program gives", async () => {
  const stack = await world.stack();
  const { output } = await stack.preview(program);
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim().replace(/-[0-9a-f]{7}"/, '-0000000"'))
      .filter((line) => line !== "" && !line.startsWith("@"));
  const shown = lines(block("text"));
  expect(shown).toHaveLength(8);
  // The engine prints the row of the stack again at the end.
  expect([...new Set(lines(output))]).toEqual(shown);
});
