import * as pulumi from "@pulumi/pulumi";
import { elasticache } from "pulumi-aws-snapshots";
import { beforeEach, describe, expect, it } from "vitest";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

// The provider keeps the URN of a resource to show messages in its row. The URN changes when the resource is renamed.
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  world = await makeWorld();
  stack = await world.stack();
  return world.close;
});

/** Returns the rows in which a run left warnings and errors, and the rows in which it showed progress. */
function rowsOf(events: string): string[] {
  const urns = events
    .split("\n")
    .filter((line) => line !== "")
    .map((line): { diagnosticEvent?: { urn?: string } } => JSON.parse(line))
    .flatMap(({ diagnosticEvent }) => diagnosticEvent?.urn ?? []);
  return [...new Set(urns)].filter((urn) => urn.includes("pulumi-nodejs:dynamic"));
}

describe("a renamed resource", () => {
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
  ])(
    "messages appear in the row of the new name after %s, in destroy too",
    async (_what, aliases, component) => {
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
    },
  );

  it("messages appear in the row of the new name after pulumi state rename, in destroy too", async () => {
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
