import { beforeEach, expect, it, vi } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { declare } from "./plugin-classes.js";
import { processesWith } from "./processes.js";
import type { EngineStack, Run } from "./stack.js";
import { makeWorld, type World } from "./world.js";

// A run of the plugin that ends while AWS is working: by ^C, or because it is killed.
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

it("the first ^C ends an update at once, keeps what AWS is creating, and the next update goes on", async () => {
  const { ended } = await waitingUp();
  // A plugin is in a process group of its own, so only the CLI gets the signal from a terminal.
  for (const { pid } of processesWith(stack.id).filter(({ role }) => role === "cli")) {
    process.kill(pid, "SIGINT");
  }
  const run = await ended;
  expect(run.failed).toBe(true);
  const snapshot = beingMade();
  expect(snapshot.lifetime.status).toBe("creating");
  expect(run.diagnostics).toContain(
    `waiting for MemoryDB snapshot "${snapshot.name}" in eu-west-1: the run was cancelled. It stays in the stack, and the next \`pulumi up\` continues to wait.`,
  );
  expect(snapshot.tags.has(creatingTag)).toBe(false);
  const [kept] = (await stack.state())["orders"] ?? [];
  expect(kept?.id).toBe(snapshot.arn);
  expect(kept?.inputs).toMatchObject({ snapshotName: snapshot.name });
  expect(kept?.outputs).toMatchObject({ status: "creating" });
  expect(kept?.initErrors).toHaveLength(1);

  const next = await nextUp();
  expect(next.steps).toEqual(["update orders", "create copy"]);
});

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
