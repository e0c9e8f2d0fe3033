import { readdirSync } from "node:fs";
import { join } from "node:path";
import { memorydb } from "pulumi-aws-snapshots";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { processesWith } from "./processes.js";
import type { EngineStack, Run } from "./stack.js";
import { makeWorld, type World } from "./world.js";

// A person presses ^C while AWS is working.
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  // AWS works for as long as a test wants.
  world = await makeWorld({ snapshotDuration: 1_000_000, copyDuration: 0 });
  stack = await world.stack();
  return world.close;
});

async function program() {
  const source = new memorydb.Snapshot("orders", { clusterName: "orders" });
  new memorydb.SnapshotCopy("copy", { sourceSnapshotName: source.id });
}

/** Presses ^C. A plugin is in a process group of its own, so only the CLI gets the signal from a terminal. */
function interrupt(): void {
  for (const { pid } of processesWith(stack.id).filter(({ role }) => role === "cli")) {
    process.kill(pid, "SIGINT");
  }
}

/** Starts an update, and interrupts it once while AWS is working. */
async function interruptedUp(): Promise<{ readonly ended: Promise<Run> }> {
  const { requests } = world.aws;
  const created = requests.arrival("memorydb:CreateSnapshot");
  const ended = stack.up(program);
  await created;
  await requests.arrival("memorydb:DescribeSnapshots", 2);
  interrupt();
  // The provider continues to ask AWS for the progress.
  await requests.arrival("memorydb:DescribeSnapshots", 3);
  expect(processesWith(stack.id).map(({ role }) => role)).toContain("cli");
  return { ended };
}

/** Returns what AWS is creating. */
function beingMade() {
  expect(world.held()).toHaveLength(1);
  return world.find("orders-") ?? expect.fail("none is there");
}

function isLocked(): boolean {
  const locks = join(stack.folder, "backend", ".pulumi", "locks");
  return readdirSync(locks, { recursive: true }).some((file) => String(file).endsWith(".json"));
}

describe("interrupted update", () => {
  it("an update that is interrupted once waits for what AWS is making, keeps it in the state, and begins nothing more", async () => {
    const { ended } = await interruptedUp();
    const snapshot = beingMade();
    snapshot.lifetime.end("available");
    const run = await ended;
    expect(run.failed).toBe(true);
    expect(run.steps).toEqual(["create orders"]);
    expect(run.diagnostics).toBe("error: update canceled\n");
    expect(isLocked()).toBe(false);
    expect(snapshot.tags.has(creatingTag)).toBe(false);
    expect(world.held()).toHaveLength(1);
    const kept = (await stack.state())["orders"] ?? [];
    expect(kept.map(({ id, initErrors }) => [id, initErrors])).toEqual([[snapshot.arn, []]]);

    const next = await stack.up(program);
    expect(next.failed).toBe(false);
    expect(next.steps).toEqual(["create copy"]);
    expect(world.find("orders-")).toBe(snapshot);
  });

  it("an update that is interrupted twice ends at once, and the next update goes on with what AWS is making", async () => {
    const { aws } = world;
    const { ended } = await interruptedUp();
    interrupt();
    const run = await ended;
    expect(run.failed).toBe(true);
    expect(run.output).toContain("terminating");
    await vi.waitUntil(() => processesWith(stack.id).every(({ role }) => role === "other"), 10_000);
    const snapshot = beingMade();
    expect(snapshot.lifetime.status).toBe("creating");
    expect(snapshot.tags.has(creatingTag)).toBe(true);
    expect(await stack.state()).toEqual({});
    // The CLI releases its lock even then, so `pulumi cancel` finds nothing.
    expect(isLocked()).toBe(false);

    aws.requests.clear();
    const waiting = aws.requests.arrival("memorydb:DescribeSnapshots", 4);
    const resumed = stack.up(program);
    await waiting;
    snapshot.lifetime.end("available");
    const next = await resumed;
    expect(next.failed).toBe(false);
    expect(next.diagnostics).toContain(
      "created by an interrupted run, and this resource adopts it",
    );
    expect(aws.requests.changing().map(({ operation }) => operation)).toEqual([
      "UntagResource",
      "CopySnapshot",
      "UntagResource",
    ]);
    expect((await stack.state())["orders"]?.map(({ id }) => id)).toEqual([snapshot.arn]);
    expect(world.find("orders-")).toBe(snapshot);
    expect(world.held()).toHaveLength(2);
    expect(snapshot.tags.has(creatingTag)).toBe(false);
  });
});
