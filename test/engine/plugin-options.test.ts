import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { declare } from "./plugin-classes.js";
import { home, makeWorld, type World } from "./world.js";

// Options of resources and of the plugin's provider, through the real engine.
let world: World;
beforeAll(async () => {
  world = await makeWorld();
  world.aws.memorydb.addCluster(home[0], "eu-west-2", { ClusterName: "irish" });
  return world.close;
});

class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: pulumi.Inputs) {
    super("aws-snapshots", name, args);
  }
}

const placeholder = (name: string) => `$\{${name}}`;

describe("the plugin with the real engine", () => {
  it("pulumi:autonaming names resources", async () => {
    const stack = await world.stack();
    const pattern = `${placeholder("project")}-${placeholder("name")}-x`;
    const setting = ["config", "set", "--path", "pulumi:autonaming.pattern", pattern];
    await stack.cli([...setting, "--stack", "dev"]);
    const run = await stack.up(async () => {
      declare("memorydb:Snapshot", "named", { clusterName: "orders" });
    });
    expect([run.failed, run.diagnostics]).toEqual([false, ""]);
    expect(world.find("orders-named-x")).toBeDefined();
    expect((await stack.destroy()).failed).toBe(false);
  });

  it("an explicit provider has its own region and credentials, and secrets are encrypted in the state", async () => {
    const stack = await world.stack();
    const { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey } =
      world.aws.environment();
    const program = async () => {
      const provider = new Provider("irl", {
        region: "eu-west-2",
        accessKey: pulumi.secret(accessKey),
        secretKey: pulumi.secret("hidden-key"),
        defaultTags: pulumi.output({ tags: { owner: "platform" } }).apply(JSON.stringify),
      });
      const tags = { password: pulumi.secret("hidden-tag") };
      const args = { clusterName: "irish", tags };
      const snapshot = declare("memorydb:Snapshot", "abroad", args, { provider });
      return { tags: snapshot["tags"] };
    };
    const run = await stack.up(program);
    expect([run.failed, run.diagnostics]).toEqual([false, ""]);
    const [made] = world.aws.memorydb.snapshots(home[0], "eu-west-2");
    expect(Object.fromEntries(made?.tags ?? [])).toEqual({
      owner: "platform",
      password: "hidden-tag",
    });
    expect(stack.stateText()).not.toMatch(/hidden-(key|tag)/);
    expect(run.output).not.toMatch(/hidden-(key|tag)/);
    expect((await stack.preview(program)).steps).toEqual([]);
    expect(secretKey).toBeDefined();
    expect((await stack.destroy()).failed).toBe(false);
  });

  it("a configuration with a mistake is refused with the key and what it expects", async () => {
    const stack = await world.stack({ "aws-snapshots:retryMode": "fast" });
    const run = await stack.preview(async () => {
      declare("memorydb:Snapshot", "refused", { clusterName: "orders" });
    });
    expect(run.failed).toBe(true);
    expect(run.output + run.diagnostics).toMatch(/retryMode.*must be one of: standard, adaptive/s);
  });

  it("a short customTimeout ends a wait, and the next update goes on", async () => {
    const stack = await world.stack();
    const program = (create: string) => async () => {
      declare(
        "memorydb:Snapshot",
        "slow",
        { clusterName: "orders" },
        { customTimeouts: { create } },
      );
    };
    const run = await stack.up(program("1s"));
    expect(run.failed).toBe(true);
    expect(run.diagnostics).toContain('still "creating" after 1s');
    expect(run.diagnostics).toContain("or raise customTimeouts.create");
    const next = await stack.up(program("10m"));
    expect([next.failed, next.steps]).toEqual([false, ["update slow"]]);
    expect((await stack.preview(program("20m"))).steps).toEqual([]);
    expect((await stack.destroy()).failed).toBe(false);
  });
});
