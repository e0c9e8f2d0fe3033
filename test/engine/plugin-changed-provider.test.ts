import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, it } from "vitest";
import { declare } from "./plugin-classes.js";
import { home, makeWorld, type World } from "./world.js";

// Each provider has its own process. If a resource gets another provider, the process of the new provider creates the
// replacement, and the process of the old provider deletes the old snapshot.
let world: World;
beforeAll(async () => {
  world = await makeWorld();
  return world.close;
});

class Provider extends pulumi.ProviderResource {
  constructor(name: string) {
    super("aws-snapshots", name, { region: home[1] });
  }
}

/** A program with one snapshot that nobody waits for, with the default provider or an explicit one. */
const daily = (snapshotName: string, provider: "default" | "explicit") => async () => {
  const explicit = new Provider("explicit");
  declare(
    "memorydb:Snapshot",
    "daily",
    { clusterName: "orders", snapshotName, waitForCompletion: false },
    {
      ...(provider === "explicit" && { provider: explicit }),
      customTimeouts: { create: "60s", update: "60s", delete: "60s" },
    },
  );
};

const held = () => world.held().toSorted();

it("a snapshot that gets another provider is deleted when its replacement is available, and kept if the replacement fails", async () => {
  const stack = await world.stack();
  expect((await stack.up(daily("monday", "default"))).failed).toBe(false);
  world.find("monday")?.lifetime.end("available");

  const atDelete = world.statusAtDelete("tuesday");
  // The first look after the create is at the old snapshot. The looks after it are at the replacement.
  world.aws.memorydb.freeze(...home, "tuesday");
  let looks = 0;
  world.aws.faults.add({
    operation: "DescribeSnapshots",
    where: () => {
      const replacement = world.find("tuesday");
      looks += replacement === undefined ? 0 : 1;
      if (looks === 4) {
        replacement?.lifetime.end("available");
      }
      return false;
    },
  });
  const moved = await stack.up(daily("tuesday", "explicit"));
  expect([moved.failed, moved.diagnostics]).toEqual([false, ""]);
  expect(moved.steps).toContain("create-replacement daily");
  expect(atDelete()).toBe("available");
  expect(moved.output).toMatch(
    /waiting \d+s: MemoryDB snapshot "tuesday" in eu-west-1, which replaces it, is "creating"/,
  );
  expect(held()).toEqual(["tuesday available"]);

  world.aws.memorydb.fail(...home, "wednesday");
  const back = await stack.up(daily("wednesday", "default"));
  expect(back.failed).toBe(true);
  expect(back.diagnostics).toMatch(/"tuesday".*kept: .*"wednesday".* is "failed".*up --refresh/);
  expect(held()).toEqual(["tuesday available", "wednesday failed"]);

  // The delete is now pending, and meets the snapshot of the other process again.
  const again = await stack.up(daily("wednesday", "default"));
  expect(again.failed).toBe(true);
  expect(held()).toEqual(["tuesday available", "wednesday failed"]);
});
