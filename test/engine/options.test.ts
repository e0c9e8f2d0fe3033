import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, describe, expect, it } from "vitest";
import { storedText, typeToken } from "../../src/resources/snapshot-resource.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

let world: World;

beforeAll(async () => {
  world = await makeWorld();
  world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
  return world.close;
});

describe("a program", () => {
  it("takes a new snapshot when a trigger changes, and only then deletes the old one", async () => {
    const stack = await world.stack();
    const program = (version: string) => async () => {
      new memorydb.Snapshot("orders", { clusterName: "orders", triggers: { version } });
    };
    await stack.up(program("1"));
    const first = world.find("orders-")?.name;
    world.aws.requests.clear();
    expect((await stack.up(program("2"))).failed).toBe(false);
    expect(world.aws.requests.changing().map(({ operation }) => operation)).toEqual([
      "CreateSnapshot",
      "UntagResource",
      "DeleteSnapshot",
    ]);
    expect(world.find("orders-")?.name).not.toBe(first);
    await stack.destroy();
  });

  it("need not wait: an unfinished snapshot is then no drift, and waiting can be asked for later", async () => {
    const stack = await world.stack();
    const program = (waitForCompletion: boolean) => async () => {
      const { status } = new memorydb.Snapshot("slow", {
        clusterName: "orders",
        snapshotName: "slow",
        waitForCompletion,
      });
      return { status };
    };
    world.aws.memorydb.freeze(...home, "slow");
    expect((await stack.up(program(false))).failed).toBe(false);
    expect(await stack.outputs()).toEqual({ status: "creating" });
    expect(world.find("slow")?.tags.size).toBe(0);
    expect((await stack.preview(program(false))).steps).toEqual([]);
    world.find("slow")?.lifetime.end("available");
    expect((await stack.up(program(true))).steps).toEqual(["update slow"]);
    expect(await stack.outputs()).toEqual({ status: "available" });
    await stack.destroy();
  });

  it("reads a snapshot that exists with get, and copies it", async () => {
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
    expect(missing.diagnostics).toContain("there is none with the ARN");
    await stack.destroy();
    expect(world.held()).toEqual([`${name} available`]);
  });

  it("is told what to use instead of the import option", async () => {
    const stack = await world.stack();
    const run = await stack.preview(async () => {
      new memorydb.Snapshot("orders", { clusterName: "orders" }, { import: "arn:aws:memorydb:x" });
    });
    expect(run.failed).toBe(true);
    expect(run.output + run.diagnostics).toContain("pulumi import --file");
  });

  it("takes over a snapshot that exists with an import file", async () => {
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

  it("can keep its snapshots when it is destroyed, and nothing takes those over later", async () => {
    const stack = await world.stack();
    const program = async () => {
      const parent = new pulumi.ComponentResource("test:index:Backups", "backups");
      new memorydb.Snapshot("kept", { clusterName: "customers" }, { parent, retainOnDelete: true });
    };
    await stack.up(program);
    await stack.destroy();
    expect(world.find("kept-")?.lifetime.status).toBe("available");
    await stack.up(program);
    expect(world.held().filter((name) => name.startsWith("kept-"))).toHaveLength(2);
  });

  it("hides secret tags wherever they go, but still sets them", async () => {
    const stack = await world.stack();
    const run = await stack.up(async () => {
      const { tagsAll } = new memorydb.Snapshot("secretive", {
        clusterName: "customers",
        tags: { token: pulumi.secret("hush-hush") },
      });
      return { tagsAll };
    });
    expect(run.failed).toBe(false);
    expect(world.find("secretive-")?.tags.get("token")).toBe("hush-hush");
    expect(run.output).not.toContain("hush-hush");
    expect(stack.stateText()).not.toContain("hush-hush");
    await stack.refresh();
    expect(stack.stateText()).not.toContain("hush-hush");
    await stack.destroy();
  });
});
