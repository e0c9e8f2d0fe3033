import { memorydb } from "pulumi-aws-snapshots";
import { beforeEach, describe, expect, it } from "vitest";
import { daily } from "./daily.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

// No snapshot is deleted while its replacement is not available, even if the update continues after errors.
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  world = await makeWorld();
  stack = await world.stack();
  return world.close;
});

const anyway = { continueOnError: true };

/** What a later program, or the command line, changes to replace a snapshot. */
interface Later {
  readonly replace?: string[];
  readonly replaceOnChanges?: string[];
  readonly replacementTrigger?: string;
  readonly tags?: Record<string, string>;
  /** The day of the other snapshot, which its replacement uses. */
  readonly other?: string;
}

const held = () => world.held().toSorted();

describe("up --continue-on-error", () => {
  it("the old snapshot is kept until a new one is available, however many new ones fail", async () => {
    await stack.up(daily("monday"));
    world.aws.memorydb.fail(...home, "tuesday");
    const first = await stack.up(daily("tuesday"), anyway);
    expect(first.failed).toBe(true);
    expect(held()).toEqual(["monday available", "tuesday failed"]);
    expect(first.diagnostics).toContain(
      'deleting MemoryDB snapshot "monday" in eu-west-1: kept: the snapshot that replaces it is not available: MemoryDB snapshot "tuesday" in eu-west-1 is "failed". The next `pulumi up` deletes this snapshot when the replacement is available.',
    );
    // A failed snapshot holds no data, and is deleted at once.
    world.aws.memorydb.fail(...home, "wednesday");
    const second = await stack.up(daily("wednesday"), anyway);
    expect(second.failed).toBe(true);
    expect(held()).toEqual(["monday available", "wednesday failed"]);
    // A replacement that cannot be created does not count either.
    const quota = { code: "SnapshotQuotaExceededFault", message: "too many" };
    world.aws.faults.add({ operation: "CreateSnapshot", error: quota });
    const third = await stack.up(daily("thursday"), anyway);
    expect(third.failed).toBe(true);
    expect(held()).toContain("monday available");
    const last = await stack.up(daily("thursday"), anyway);
    expect(last.failed, last.output).toBe(false);
    expect(held()).toEqual(["thursday available"]);
    expect((await stack.preview(daily("thursday"))).steps).toEqual([]);
  });

  it("the old snapshot is kept while the new one is unfinished, and deleted once the new one is available", async () => {
    await stack.up(daily("monday"));
    world.aws.memorydb.freeze(...home, "tuesday");
    for (const _ of [1, 2]) {
      const run = await stack.up(daily("tuesday"), anyway);
      expect(run.failed).toBe(true);
      expect(run.diagnostics).toMatch(
        /"monday".*kept: the snapshot that replaces it is not available: .*"tuesday" in eu-west-1 is "creating"\. The next/,
      );
      expect(held()).toEqual(["monday available", "tuesday creating"]);
    }
    world.find("tuesday")?.lifetime.end("available");
    const run = await stack.up(daily("tuesday"), anyway);
    expect(run.failed, run.output).toBe(false);
    expect(held()).toEqual(["tuesday available"]);
  });

  it("the old snapshot is kept in every run, even if the program has renamed the resource meanwhile", async () => {
    await stack.up(daily("monday"));
    world.aws.memorydb.fail(...home, "tuesday");
    const renamed = (day: string) => async () => {
      const options = { aliases: [{ name: "m" }] };
      new memorydb.Snapshot(
        "n",
        { clusterName: "orders", snapshotName: day, triggers: { day } },
        options,
      );
    };
    await stack.up(renamed("tuesday"), anyway);
    expect(held()).toEqual(["monday available", "tuesday failed"]);
    world.aws.memorydb.fail(...home, "wednesday");
    await stack.up(renamed("wednesday"), anyway);
    expect(held()).toEqual(["monday available", "wednesday failed"]);
    expect((await stack.up(renamed("thursday"))).failed).toBe(false);
    expect(held()).toEqual(["thursday available"]);
  });

  const urn = "urn:pulumi:dev::orders::pulumi-nodejs:dynamic/aws/memorydb:Snapshot::m";
  it.each<[what: string, later: Later]>([
    ["--replace", { replace: [urn] }],
    ["replaceOnChanges", { replaceOnChanges: ["tags"], tags: { team: "b" } }],
    ["replacementTrigger", { replacementTrigger: "tuesday" }],
    ["replaceWith", { other: "tuesday" }],
  ])(
    "the old snapshot is kept if the new one fails and %s replaces it, although the provider is only told to create",
    async (_what, later) => {
      const program = (now: Later) => async () => {
        const { replaceOnChanges, replacementTrigger = "monday", tags = { team: "a" } } = now;
        const triggers = { day: now.other ?? "monday" };
        const other = new memorydb.Snapshot("other", { clusterName: "others", triggers });
        new memorydb.Snapshot(
          "m",
          { clusterName: "orders", tags },
          {
            replacementTrigger,
            replaceWith: [other],
            ...(replaceOnChanges && { replaceOnChanges }),
          },
        );
      };
      world.aws.memorydb.addCluster(...home, { ClusterName: "others" });
      await stack.up(program({}));
      const before = world.find("m-")?.arn;
      world.aws.faults.add({
        operation: "CreateSnapshot",
        where: ({ ClusterName, SnapshotName }) => {
          if (ClusterName === "orders") {
            world.aws.memorydb.fail(...home, String(SnapshotName));
          }
          return false;
        },
      });
      const { replace } = later;
      const run = await stack.up(program(later), { ...anyway, ...(replace && { replace }) });
      expect(run.diagnostics).toContain("kept: the snapshot that replaces it is not available");
      const mine = world.aws.memorydb
        .snapshots(...home)
        .filter(({ name }) => name.startsWith("m-"));
      expect(mine.map(({ lifetime }) => lifetime.status).toSorted()).toEqual([
        "available",
        "failed",
      ]);
      expect(mine.find(({ lifetime }) => lifetime.status === "available")?.arn).toBe(before);
    },
  );

  it("the old snapshot stays with retainOnDelete, even after a new one is available", async () => {
    const options = { retainOnDelete: true };
    await stack.up(daily("monday", {}, options));
    world.aws.memorydb.fail(...home, "tuesday");
    await stack.up(daily("tuesday", {}, options), anyway);
    expect((await stack.up(daily("wednesday", {}, options), anyway)).failed).toBe(false);
    expect(held()).toContain("monday available");
  });
});

describe("a snapshot that nothing has replaced yet", () => {
  it("deleteBeforeReplace deletes the old snapshot before there is a new one", async () => {
    const options = { deleteBeforeReplace: true };
    await stack.up(daily("monday", {}, options));
    world.aws.memorydb.fail(...home, "tuesday");
    await stack.up(daily("tuesday", {}, options), anyway);
    expect(held()).toEqual(["tuesday failed"]);
  });

  it("the old snapshot is deleted by destroy, and by an update whose program no longer has the resource", async () => {
    for (const end of [() => stack.destroy(), () => stack.up(async () => {})]) {
      await stack.up(daily("monday"));
      world.aws.memorydb.fail(...home, "tuesday");
      await stack.up(daily("tuesday"), anyway);
      expect(held()).toEqual(["monday available", "tuesday failed"]);
      expect((await end()).failed).toBe(false);
      expect(held()).toEqual([]);
    }
  });
});
