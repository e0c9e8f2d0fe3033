import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { holdListeners } from "./inline-programs.js";

// Inline programs of Pulumi's Automation API whose engines end before them.

async function answerTo(question: "shared" | "own" | "rejections" | "calm"): Promise<unknown> {
  const script = join(__dirname, "killed-engine.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--require",
    "tsx/cjs",
    script,
    question,
  ]);
  return JSON.parse(stdout);
}

it("an inline program is passed over in silence on the port of a killed engine, if connections share a pool", async () => {
  expect(await answerTo("shared")).toEqual({ hasRun: false, error: "" });
});

it("an inline program runs on the port of a killed engine, if its connections have a pool of their own", async () => {
  expect(await answerTo("own")).toEqual({ hasRun: true, error: "" });
});

it("an inline program that outlives its engine leaves rejections that nobody handles", async () => {
  expect(await answerTo("rejections")).toBeGreaterThan(0);
});

it("an inline program that outlives its engine leaves no rejection with the connections of the tests", async () => {
  expect(await answerTo("calm")).toBe(0);
});

it("an operation removes the listeners that its program leaves behind, and no other", () => {
  const [own, late] = [() => {}, () => {}];
  process.on("uncaughtException", own);
  const release = holdListeners();
  process.on("uncaughtException", late);
  release();
  expect(process.listeners("uncaughtException")).toContain(own);
  expect(process.listeners("uncaughtException")).not.toContain(late);
  process.removeListener("uncaughtException", own);
});
