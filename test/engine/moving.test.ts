import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, expect, it } from "vitest";
import { inputKeys } from "../../src/abi/hidden-keys.js";
import type { EngineStack } from "./stack.js";
import { makeWorld, type World, withPlugins } from "./world.js";

// A stack comes back from the plugin. The plugin leaves no provider code and no hidden inputs in the state.
let world: World;
let stack: EngineStack;

const program = async () => {
  const snapshot = new memorydb.Snapshot("orders", { clusterName: "orders", tags: { a: "b" } });
  new memorydb.SnapshotCopy("copy", { sourceSnapshotName: snapshot.arn });
};

beforeAll(async () => {
  world = await makeWorld();
  stack = await world.stack({}, withPlugins);
  expect((await stack.up(program)).failed).toBe(false);
  const exported = JSON.parse(await stack.cli(["stack", "export", "--stack", "dev"]));
  const ofHost = ["__provider", ...Object.values(inputKeys)];
  for (const { inputs, outputs } of exported.deployment.resources) {
    for (const key of ofHost) {
      delete inputs?.[key];
      delete outputs?.[key];
    }
  }
  const file = join(stack.folder, "deployment.json");
  writeFileSync(file, JSON.stringify(exported));
  await stack.cli(["stack", "import", "--file", file, "--stack", "dev"]);
  world.aws.requests.clear();
  return world.close;
});

it("a stack that comes back from the plugin gets one update without a call to AWS, and is unchanged then", async () => {
  const updates = ["update copy", "update orders"];
  expect([...(await stack.preview(program)).steps].sort()).toEqual(updates);
  const run = await stack.up(program);
  expect([...run.steps].sort()).toEqual(updates);
  expect([...world.aws.requests]).toEqual([]);
  expect((await stack.preview(program)).steps).toEqual([]);
  expect((await stack.refresh()).failed).toBe(false);
  expect((await stack.preview(program)).steps).toEqual([]);
});

it("a stack that came back from the plugin is destroyed", async () => {
  const run = await stack.destroy();
  expect(run.diagnostics).not.toContain("error");
  expect(run.failed).toBe(false);
  expect(world.held()).toEqual([]);
});
