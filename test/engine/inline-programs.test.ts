import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { holdListeners } from "./inline-programs.js";

// How Pulumi's Automation API runs a program whose engine listens where an earlier engine was killed.

async function answerWithPool(pool: "shared" | "own"): Promise<unknown> {
  const script = join(__dirname, "killed-engine.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--require",
    "tsx/cjs",
    script,
    pool,
  ]);
  return JSON.parse(stdout);
}

it("an inline program is passed over in silence on the port of a killed engine, if connections share a pool", async () => {
  expect(await answerWithPool("shared")).toEqual({ hasRun: false, error: "" });
});

it("an inline program runs on the port of a killed engine, if its connections have a pool of their own", async () => {
  expect(await answerWithPool("own")).toEqual({ hasRun: true, error: "" });
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
