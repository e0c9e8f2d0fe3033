import { beforeEach, expect, it, vi } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { declare } from "./plugin-classes.js";
import { processesWith } from "./processes.js";
import type { EngineStack, Run } from "./stack.js";
import { makeWorld, type World } from "./world.js";

// An update whose engine is killed while AWS is working. A plugin outlives it until it notices. ^C, and a kill of all
// processes at once, are in languages.test.ts.
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  // AWS works for as long as a test wants.
  world = await makeWorld({ snapshotDuration: 1_000_000, copyDuration: 0 });
  stack = await world.stack();
  return world.close;
});

async function program() {
  const source = declare("memorydb:Snapshot", "orders", { clusterName: "orders" });
  declare("memorydb:SnapshotCopy", "copy", { sourceSnapshotName: source.id });
}

/** Starts an update, and returns when AWS is working. */
async function waitingUp(): Promise<{ readonly ended: Promise<Run> }> {
  const { requests } = world.aws;
  const created = requests.arrival("memorydb:CreateSnapshot");
  const ended = stack.up(program);
  await created;
  await requests.arrival("memorydb:DescribeSnapshots", 2);
  return { ended };
}

/** Returns what AWS is creating. */
function beingMade() {
  expect(world.held()).toHaveLength(1);
  return world.find("orders-") ?? expect.fail("none is there");
}

/** Runs the next update, in which AWS finishes the snapshot. */
async function nextUp(): Promise<Run> {
  const snapshot = beingMade();
  const looks = world.aws.requests
    .operations()
    .filter((name) => name.endsWith("DescribeSnapshots"));
  const waiting = world.aws.requests.arrival("memorydb:DescribeSnapshots", looks.length + 2);
  const next = stack.up(program);
  await waiting;
  snapshot.lifetime.end("available");
  const run = await next;
  expect(run.failed).toBe(false);
  expect(world.find("orders-")).toBe(snapshot);
  expect(world.held()).toHaveLength(2);
  expect(snapshot.tags.has(creatingTag)).toBe(false);
  expect((await stack.state())["orders"]?.map(({ id, initErrors }) => [id, initErrors])).toEqual([
    [snapshot.arn, []],
  ]);
  return run;
}

it("a killed update leaves no process, and the next update adopts what AWS is creating", async () => {
  const { ended } = await waitingUp();
  stack.kill(["cli"]);
  expect((await ended).failed).toBe(true);
  await vi.waitUntil(() => processesWith(stack.id).every(({ role }) => role === "other"), 10_000);
  const snapshot = beingMade();
  expect(snapshot.tags.has(creatingTag)).toBe(true);
  await stack.cancel();

  const next = await nextUp();
  expect(next.diagnostics).toContain("created by an interrupted run, and this resource adopts it");
});
