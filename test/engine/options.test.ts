import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, describe, expect, it } from "vitest";
import { storedText, typeToken } from "../../src/abi/stored-text.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

let world: World;

beforeAll(async () => {
  world = await makeWorld();
  world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
  return world.close;
});

describe("a stack of many options", () => {
  const clusters = ["triggered", "slow", "kept", "secretive"];
  let stack: EngineStack;

  beforeAll(async () => {
    stack = await world.stack();
    for (const ClusterName of clusters) {
      world.aws.memorydb.addCluster(...home, { ClusterName });
    }
    world.aws.memorydb.freeze(...home, "slow");
  });

  const program = (version: string, waitForCompletion: boolean) => async () => {
    const parent = new pulumi.ComponentResource("test:index:Backups", "backups");
    new memorydb.Snapshot("triggered", { clusterName: "triggered", triggers: { version } });
    const slow = new memorydb.Snapshot("slow", {
      clusterName: "slow",
      snapshotName: "slow",
      waitForCompletion,
    });
    new memorydb.Snapshot("kept", { clusterName: "kept" }, { parent, retainOnDelete: true });
    const { tagsAll } = new memorydb.Snapshot("secretive", {
      clusterName: "secretive",
      tags: { token: pulumi.secret("hush-hush") },
    });
    return { status: slow.status, tagsAll };
  };

  it("a secret tag is set in AWS, and hidden in output and state", async () => {
    const run = await stack.up(program("1", false), { parallel: 8 });
    expect(run.failed).toBe(false);
    expect(world.find("secretive-")?.tags.get("token")).toBe("hush-hush");
    expect(run.output).not.toContain("hush-hush");
    await stack.refresh();
    expect(stack.stateText()).not.toContain("hush-hush");
  });

  it("an unfinished snapshot is no drift with waitForCompletion: false", async () => {
    expect(await stack.outputs()).toMatchObject({ status: "creating" });
    expect(world.find("slow")?.tags.size).toBe(0);
    expect((await stack.preview(program("1", false))).steps).toEqual([]);
  });

  it("an update waits once waitForCompletion is true again, and takes a new snapshot when a trigger changes", async () => {
    const first = world.find("triggered-")?.name;
    world.find("slow")?.lifetime.end("available");
    world.aws.requests.clear();
    const { steps } = await stack.up(program("2", true));
    expect(steps).toContain("update slow");
    expect(await stack.outputs()).toMatchObject({ status: "available" });
    // The old snapshot is deleted only after the new snapshot is available.
    expect(world.aws.requests.changing().map(({ operation }) => operation)).toEqual([
      "CreateSnapshot",
      "UntagResource",
      "DeleteSnapshot",
    ]);
    expect(world.find("triggered-")?.name).not.toBe(first);
  });

  it("destroy keeps a snapshot with retainOnDelete, and no later update adopts it", async () => {
    await stack.destroy();
    expect(world.held()).toEqual([expect.stringMatching(/^kept-[0-9a-f]{7} available$/)]);
    await stack.up(program("2", true), { parallel: 8 });
    expect(world.held().filter((name) => name.startsWith("kept-"))).toHaveLength(2);
  });
});

describe("a program", () => {
  it("a program reads an existing snapshot with get, and copies it", async () => {
    const stack = await world.stack();
    const { name, arn } = world.aws.memorydb.addAutomaticSnapshot(...home, "orders");
    const program = async () => {
      const found = memorydb.Snapshot.get("automatic", arn);
      const copy = new memorydb.SnapshotCopy("copied", { sourceSnapshotName: found.id });
      return {
        name: found.name,
        cluster: found.clusterName,
        region: found.region,
        copy: copy.name,
      };
    };
    expect((await stack.preview(program)).steps).toContain("create copied");
    expect((await stack.up(program)).failed).toBe(false);
    expect(await stack.outputs()).toEqual({
      name,
      cluster: "orders",
      region: "eu-west-1",
      copy: expect.stringMatching(/^copied-/),
    });
    expect((await stack.preview(program)).steps).toEqual(["read automatic"]);
    const missing = await stack.preview(async () => {
      memorydb.Snapshot.get("missing", arn.replace(name, "missing"));
    });
    expect(missing.diagnostics).toContain("AWS has nothing with the ARN");
    await stack.destroy();
    expect(world.find(name)?.lifetime.status).toBe("available");
    expect(world.find("copied-")).toBeUndefined();
  });

  it("the import option is refused with a message that names the alternative", async () => {
    const stack = await world.stack();
    const run = await stack.preview(async () => {
      new memorydb.Snapshot("orders", { clusterName: "orders" }, { import: "arn:aws:memorydb:x" });
    });
    expect(run.failed).toBe(true);
    expect(run.output + run.diagnostics).toContain("pulumi import --file");
  });

  it("an import file brings an existing snapshot into the stack", async () => {
    const stack = await world.stack({}, withPlugins);
    const { arn, name } = world.aws.memorydb.addAutomaticSnapshot(...home, "customers");
    const __provider = storedText("memorydb:Snapshot");
    const file = join(stack.folder, "resources.json");
    const known = { clusterName: "customers", snapshotName: name };
    const resource = {
      type: typeToken("memorydb:Snapshot"),
      name: "adopted",
      id: arn,
      inputs: { ...known, __provider },
      outputs: { ...known, __provider },
    };
    writeFileSync(file, JSON.stringify({ resources: [resource] }));
    await stack.cli(["import", "--file", file, "--generate-code=false", "--yes", "--stack", "dev"]);
    const program = async () => {
      new memorydb.Snapshot(
        "adopted",
        { clusterName: "customers", snapshotName: name },
        { protect: true },
      );
    };
    expect((await stack.state())["adopted"]?.[0]?.id).toBe(arn);
    expect((await stack.refresh()).failed).toBe(false);
    expect((await stack.preview(program)).steps).toEqual([]);
  });
});
