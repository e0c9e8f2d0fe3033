import * as pulumi from "@pulumi/pulumi";
import { elasticache, memorydb } from "pulumi-aws-snapshots";
import { beforeEach, describe, expect, it } from "vitest";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

// Nothing that can be restored from is deleted while what replaces it, or is made from it, is not available.
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  world = await makeWorld();
  stack = await world.stack();
  return world.close;
});

const anyway = { continueOnError: true };

/** One snapshot of a day, named after it. */
function daily(
  day: string,
  args: Partial<memorydb.SnapshotArgs> = {},
  options: pulumi.CustomResourceOptions = {},
) {
  return async () => {
    new memorydb.Snapshot(
      "m",
      { clusterName: "orders", snapshotName: day, triggers: { day }, ...args },
      { customTimeouts: { create: "60s", update: "60s", delete: "60s" }, ...options },
    );
  };
}

/** What a later program, or the command, says to replace a snapshot. */
interface Later {
  readonly replace?: string[];
  readonly replaceOnChanges?: string[];
  readonly replacementTrigger?: string;
  readonly tags?: Record<string, string>;
  /** The day of the other snapshot, with which it is replaced. */
  readonly other?: string;
}

const held = () => world.held().toSorted();

/** The rows under which a run left warnings and errors, and those in which it showed progress. */
function rowsOf(events: string): string[] {
  const urns = events
    .split("\n")
    .filter((line) => line !== "")
    .map((line): { diagnosticEvent?: { urn?: string } } => JSON.parse(line))
    .flatMap(({ diagnosticEvent }) => diagnosticEvent?.urn ?? []);
  return [...new Set(urns)].filter((urn) => urn.includes("pulumi-nodejs:dynamic"));
}

describe("up --continue-on-error keeps the old snapshot", () => {
  it("where the new one fails, and again where the next one fails, until there is an available one", async () => {
    await stack.up(daily("monday"));
    world.aws.memorydb.fail(...home, "tuesday");
    const first = await stack.up(daily("tuesday"), anyway);
    expect(first.failed).toBe(true);
    expect(held()).toEqual(["monday available", "tuesday failed"]);
    expect(first.diagnostics).toContain(
      'deleting MemoryDB snapshot "monday" in eu-west-1: kept: the snapshot that replaces it is not available: MemoryDB snapshot "tuesday" in eu-west-1 is "failed". The next `pulumi up` deletes this snapshot when the replacement is available.',
    );
    // What failed holds no data, and goes at once.
    world.aws.memorydb.fail(...home, "wednesday");
    const second = await stack.up(daily("wednesday"), anyway);
    expect(second.failed).toBe(true);
    expect(held()).toEqual(["monday available", "wednesday failed"]);
    // Nor does one that cannot be made at all stand for it.
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

  it("where the new one is not finished in time, twice, and deletes it when that is", async () => {
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

  it("where the program has renamed the resource meanwhile, run after run", async () => {
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
    "where %s replaces it, of which the provider hears nothing but a create",
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

  it("and retainOnDelete keeps it in any case", async () => {
    const options = { retainOnDelete: true };
    await stack.up(daily("monday", {}, options));
    world.aws.memorydb.fail(...home, "tuesday");
    await stack.up(daily("tuesday", {}, options), anyway);
    expect((await stack.up(daily("wednesday", {}, options), anyway)).failed).toBe(false);
    expect(held()).toContain("monday available");
  });
});

describe("a snapshot that is replaced without waiting for the new one", () => {
  const unawaited = { waitForCompletion: false };

  it("goes when the new one is available, and its row says what it waits for", async () => {
    await stack.up(daily("monday", unawaited));
    let atDelete: string | undefined;
    world.aws.faults.add({
      operation: "DeleteSnapshot",
      where: () => {
        atDelete ??= world.find("tuesday")?.lifetime.status;
        return false;
      },
    });
    const run = await stack.up(daily("tuesday", unawaited));
    expect(run.failed, run.output).toBe(false);
    expect(atDelete).toBe("available");
    expect(held()).toEqual(["tuesday available"]);
    expect(run.output).toMatch(
      /waiting \d+s: MemoryDB snapshot "tuesday" in eu-west-1, which replaces it, is "creating"/,
    );
  });

  it("is kept where the new one fails, until a refresh has told the stack and a third one is available", async () => {
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

  it("is kept where that takes longer than its delete may, and deleted by a later run", async () => {
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

  it("in a later run than the one that began the new one is kept until that is available", async () => {
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

  it("is not touched by an update that has another target", async () => {
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

describe("the exceptions:", () => {
  it("deleteBeforeReplace deletes the old snapshot before there is a new one", async () => {
    const options = { deleteBeforeReplace: true };
    await stack.up(daily("monday", {}, options));
    world.aws.memorydb.fail(...home, "tuesday");
    await stack.up(daily("tuesday", {}, options), anyway);
    expect(held()).toEqual(["tuesday failed"]);
  });

  it("destroy, and leaving the resource out of the program, delete what an unfinished one was to replace", async () => {
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

it("a source stays while a copy of it that an earlier run began is being made", async () => {
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
  let atDelete: string | undefined;
  world.aws.faults.add({
    operation: "DeleteSnapshot",
    where: () => {
      atDelete ??= world.find("copied")?.lifetime.status;
      return false;
    },
  });
  await world.aws.requests.arrival("memorydb:DescribeSnapshots", 2);
  world.find("copied")?.lifetime.end("available");
  const run = await ending;
  expect(run.failed, run.output).toBe(false);
  expect(atDelete).toBe("available");
  expect(held()).toEqual(["copied available"]);
});

describe("messages stand in the row that there is", () => {
  const exported = (name: string, options: pulumi.CustomResourceOptions = {}) =>
    new elasticache.ServerlessCacheSnapshotExport(
      name,
      { serverlessCacheSnapshotName: "base", s3BucketName: "backups" },
      options,
    );
  beforeEach(() => {
    const cache = world.aws.elasticache.serverless.addCache(...home, { name: "cache" });
    const base = { name: "base", source: "manual", kmsKeyId: undefined, tags: new Map() } as const;
    world.aws.elasticache.serverless.at(...home).addSnapshotOf(cache, base, 0);
  });

  it.each([
    ["an alias", [{ name: "e" }], undefined],
    ["a move into a component", [{ parent: pulumi.rootStackResource }], "backups"],
  ])("after %s, in destroy too", async (_what, aliases, component) => {
    await stack.up(async () => void exported("e"));
    const renamed = async () => {
      const parent =
        component && new pulumi.ComponentResource("test:index:Backups", component, {}, {});
      exported(component === undefined ? "f" : "e", { aliases, ...(parent && { parent }) });
    };
    world.aws.requests.clear();
    const run = await stack.up(renamed);
    expect(run.failed, run.output).toBe(false);
    expect(world.aws.requests.all()).toEqual([]);
    expect((await stack.preview(renamed)).steps).toEqual([]);
    const end = await stack.destroy();
    expect(end.diagnostics).toContain("The files of the export stay in the bucket");
    expect(rowsOf(end.events)).toEqual([
      expect.stringMatching(component === undefined ? /::f$/ : /Backups\$.*::e$/),
    ]);
  });

  it("after state rename, in destroy too", async () => {
    const tools = await world.stack({}, withPlugins);
    await tools.up(async () => void exported("e"));
    const kind = "elasticache:ServerlessCacheSnapshotExport";
    const urn = `urn:pulumi:dev::orders::pulumi-nodejs:dynamic/aws/${kind}::e`;
    await tools.cli(["state", "rename", urn, "f", "--yes", "--stack", "dev"]);
    await tools.up(async () => void exported("f"));
    const end = await tools.destroy();
    expect(rowsOf(end.events)).toEqual([expect.stringMatching(/::f$/)]);
  });
});
