import type * as pulumi from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";
import { beforeEach, describe, expect, it } from "vitest";
import { daily } from "./daily.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

// With waitForCompletion: false no update waits until AWS has finished. The old snapshot, or the source, is deleted
// only after that.
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  world = await makeWorld();
  stack = await world.stack();
  return world.close;
});

const held = () => world.held().toSorted();

describe("a replacement that nobody waits for", () => {
  const unawaited = { waitForCompletion: false };

  it("the old snapshot is deleted once the new one is available, and its row says what it waits for", async () => {
    await stack.up(daily("monday", unawaited));
    const atDelete = world.statusAtDelete("tuesday");
    const run = await stack.up(daily("tuesday", unawaited));
    expect(run.failed, run.output).toBe(false);
    expect(atDelete()).toBe("available");
    expect(held()).toEqual(["tuesday available"]);
    expect(run.output).toMatch(
      /waiting \d+s: MemoryDB snapshot "tuesday" in eu-west-1, which replaces it, is "creating"/,
    );
  });

  it("the old snapshot is kept if the new one fails, until a refresh has told the stack and a third one is available", async () => {
    await stack.up(daily("monday", unawaited));
    world.aws.memorydb.fail(...home, "tuesday");
    for (const _ of [1, 2]) {
      const run = await stack.up(daily("tuesday", unawaited));
      expect(run.failed).toBe(true);
      expect(run.diagnostics).toMatch(/"monday".*kept: .*"tuesday".* is "failed".*up --refresh/);
      expect(held()).toEqual(["monday available", "tuesday failed"]);
    }
    const run = await stack.up(daily("wednesday", unawaited), { refresh: true });
    expect(run.failed, run.output).toBe(false);
    expect(held()).toEqual(["wednesday available"]);
  });

  it("the old snapshot is kept if the new one takes longer than the delete may, and deleted by a later run", async () => {
    await stack.up(daily("monday", unawaited));
    world.aws.memorydb.freeze(...home, "tuesday");
    const run = await stack.up(daily("tuesday", unawaited));
    expect(run.failed).toBe(true);
    expect(run.diagnostics).toMatch(/kept: .* is still "creating" after 1m/);
    expect(held()).toEqual(["monday available", "tuesday creating"]);
    world.find("tuesday")?.lifetime.end("available");
    expect((await stack.up(daily("tuesday", unawaited))).failed).toBe(false);
    expect(held()).toEqual(["tuesday available"]);
  });

  it("the old snapshot is kept by a later run until the new one that an earlier run began is available", async () => {
    await stack.up(daily("monday"));
    world.aws.memorydb.freeze(...home, "tuesday");
    expect((await stack.up(daily("tuesday"))).failed).toBe(true);
    expect(held()).toEqual(["monday available", "tuesday creating"]);
    const run = await stack.up(daily("tuesday", unawaited));
    expect(run.failed).toBe(true);
    expect(held()).toEqual(["monday available", "tuesday creating"]);
    world.find("tuesday")?.lifetime.end("available");
    expect((await stack.up(daily("tuesday", unawaited))).failed).toBe(false);
    expect(held()).toEqual(["tuesday available"]);
  });

  it("the old snapshot is left alone by an update that has another target", async () => {
    const both = (day: string) => async () => {
      await daily(day, unawaited)();
      new memorydb.Snapshot("other", { clusterName: "others" });
    };
    world.aws.memorydb.addCluster(...home, { ClusterName: "others" });
    await stack.up(both("monday"));
    world.aws.memorydb.freeze(...home, "tuesday");
    await stack.up(both("tuesday"));
    const urn = "urn:pulumi:dev::orders::pulumi-nodejs:dynamic/aws/memorydb:Snapshot::other";
    await stack.up(both("tuesday"), { target: [urn] });
    await stack.refresh();
    expect(held()).toContain("monday available");
  });
});

it("a source is kept until AWS has finished the copy of it that an earlier run began", async () => {
  const copy = { sourceSnapshotName: "monday", targetSnapshotName: "copied" };
  const program = (withSource: boolean) => async () => {
    const dependsOn: pulumi.Resource[] = [];
    if (withSource) {
      const args = { clusterName: "orders", snapshotName: "monday" };
      dependsOn.push(new memorydb.Snapshot("m", args));
    }
    new memorydb.SnapshotCopy("c", { ...copy, waitForCompletion: false }, { dependsOn });
  };
  world.aws.memorydb.freeze(...home, "copied");
  await stack.up(program(true));
  expect(held()).toEqual(["copied creating", "monday available"]);
  const ending = stack.up(program(false));
  const atDelete = world.statusAtDelete("copied");
  await world.aws.requests.arrival("memorydb:DescribeSnapshots", 2);
  world.find("copied")?.lifetime.end("available");
  const run = await ending;
  expect(run.failed, run.output).toBe(false);
  expect(atDelete()).toBe("available");
  expect(held()).toEqual(["copied available"]);
});
