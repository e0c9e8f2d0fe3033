import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { memorydb, neptune } from "pulumi-aws-snapshots";
import { beforeEach, describe, expect, it } from "vitest";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

// Pulumi's own options and commands work with these resources as with any other.
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  world = await makeWorld({ snapshotDuration: 0, copyDuration: 0, deleteDuration: 0 });
  world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
  stack = await world.stack();
  return world.close;
});

const urn = (name: string, kind = "memorydb:Snapshot") =>
  `urn:pulumi:dev::orders::pulumi-nodejs:dynamic/aws/${kind}::${name}`;

/** Returns a snapshot, as a program writes it. */
function one(args: memorydb.SnapshotArgs, options: pulumi.CustomResourceOptions = {}) {
  return async () => {
    new memorydb.Snapshot("one", args, options);
  };
}

/** Returns what the next preview announces; the update does the same. */
async function step(program: () => Promise<void>): Promise<readonly string[]> {
  const preview = await stack.preview(program);
  const up = await stack.up(program);
  expect([...up.steps].sort()).toEqual([...preview.steps].sort());
  return [...preview.steps].sort();
}

/** Previews and runs a program that only renames resources: no more than updates, and no changing call. */
async function changeNothing(inStack: EngineStack, program: () => Promise<void>): Promise<void> {
  const preview = await inStack.preview(program);
  expect(preview.steps.filter((text) => !text.startsWith("update "))).toEqual([]);
  world.aws.requests.clear();
  await inStack.up(program);
  expect(world.aws.requests.changing()).toEqual([]);
}

const replaced = ["create-replacement one", "delete-replaced one", "replace one"];

describe("resource option", () => {
  it("ignoreChanges leaves a changed input as it was", async () => {
    await stack.up(one({ clusterName: "orders", tags: { team: "a" } }));
    const options = { ignoreChanges: ["clusterName", "tags", "tagsAll"] };
    const later = { clusterName: "customers", tags: { team: "b" } };
    expect(await step(one(later, options))).toEqual([]);
    expect(Object.fromEntries(world.find("one-")?.tags ?? [])).toEqual({ team: "a" });
  });

  it("replaceOnChanges takes a new snapshot for a change that would be made in place", async () => {
    await stack.up(one({ clusterName: "orders", tags: { team: "a" } }));
    const options = { replaceOnChanges: ["tags"] };
    expect(await step(one({ clusterName: "orders", tags: { team: "b" } }, options))).toEqual(
      replaced,
    );
    expect(world.held()).toHaveLength(1);
  });

  it("replacementTrigger takes a new snapshot when its value changes", async () => {
    await stack.up(one({ clusterName: "orders" }, { replacementTrigger: "monday" }));
    const later = one({ clusterName: "orders" }, { replacementTrigger: "tuesday" });
    expect(await step(later)).toEqual(replaced);
    expect(await step(later)).toEqual([]);
  });

  it("protect keeps a snapshot from being deleted and replaced", async () => {
    await stack.up(one({ clusterName: "orders" }, { protect: true }));
    const refused = await stack.up(one({ clusterName: "customers" }, { protect: true }));
    expect(refused.failed).toBe(true);
    expect((await stack.destroy()).failed).toBe(true);
    expect(world.held()).toHaveLength(1);
    expect(world.aws.requests.operations()).not.toContain("memorydb:DeleteSnapshot");
  });

  it("deleteBeforeReplace deletes a snapshot before its replacement is made, and its copies before that", async () => {
    const program = (triggers: Record<string, string>) => async () => {
      const first = new memorydb.Snapshot(
        "one",
        { clusterName: "orders", snapshotName: "one", triggers },
        { deleteBeforeReplace: true },
      );
      new memorydb.SnapshotCopy("copy", { sourceSnapshotName: first.id });
    };
    await stack.up(program({ day: "monday" }));
    world.aws.requests.clear();
    await step(program({ day: "tuesday" }));
    const calls = world.aws.requests.changing().map(({ operation, input }) => {
      const name = String(input["SnapshotName"] ?? input["TargetSnapshotName"] ?? "");
      return `${operation} ${name.replace(/-.*/, "")}`;
    });
    expect(calls.filter((call) => !call.startsWith("Untag"))).toEqual([
      "DeleteSnapshot copy",
      "DeleteSnapshot one",
      "CreateSnapshot one",
      "CopySnapshot copy",
    ]);
  });

  it("deletedWith leaves the deletion of a snapshot to that of another resource", async () => {
    const program = async () => {
      const first = new memorydb.Snapshot("one", { clusterName: "orders" });
      new memorydb.Snapshot("two", { clusterName: "customers" }, { deletedWith: first });
    };
    await stack.up(program);
    await stack.destroy();
    expect(world.held()).toEqual([expect.stringMatching(/^two-/)]);
  });

  it("aliases let a snapshot have another name in the program without a change in AWS", async () => {
    await stack.up(one({ clusterName: "orders" }));
    const before = world.held();
    const renamed = async () => {
      new memorydb.Snapshot("first", { clusterName: "orders" }, { aliases: [{ name: "one" }] });
    };
    await changeNothing(stack, renamed);
    expect(world.held()).toEqual(before);
    expect((await stack.preview(renamed)).steps).toEqual([]);
  });

  it("transforms see and change what the program gives", async () => {
    const program = async () => {
      new memorydb.Snapshot(
        "one",
        { clusterName: "orders" },
        {
          transforms: [
            ({ props, opts }) => ({ props: { ...props, tags: { team: "transformed" } }, opts }),
          ],
        },
      );
    };
    await stack.up(program);
    expect(Object.fromEntries(world.find("one-")?.tags ?? [])).toEqual({ team: "transformed" });
  });
});

describe("source of a copy", () => {
  const chain =
    (args: Partial<memorydb.SnapshotArgs>, byName = false) =>
    async () => {
      const snapshot = new memorydb.Snapshot("one", {
        clusterName: "orders",
        ...(byName && { snapshotName: "one" }),
        ...args,
      });
      const sourceSnapshotName = byName ? "one" : snapshot.id;
      new memorydb.SnapshotCopy("copy", { sourceSnapshotName }, { dependsOn: snapshot });
    };

  it("a copy stays if only the tags of its source change", async () => {
    await stack.up(chain({ tags: { team: "a" } }));
    expect(await step(chain({ tags: { team: "b" } }))).toEqual(["update one"]);
  });

  it("a copy whose source is given by its id is replaced with the source", async () => {
    await stack.up(chain({ triggers: { day: "monday" } }));
    expect(await step(chain({ triggers: { day: "tuesday" } }))).toEqual(
      [...replaced, ...replaced.map((text) => text.replace("one", "copy"))].sort(),
    );
  });

  it("a copy whose source is given by an automatic name is replaced only with the source", async () => {
    // The name of a new snapshot is unknown before it is created; the name of a snapshot that stays must be known in
    // the preview.
    const fed = (args: Partial<memorydb.SnapshotArgs>) => async () => {
      const { snapshotName } = new memorydb.Snapshot("one", { clusterName: "orders", ...args });
      new memorydb.SnapshotCopy("copy", { sourceSnapshotName: snapshotName });
    };
    const monday = { triggers: { day: "monday" } };
    await stack.up(fed({ ...monday, tags: { team: "a" } }));
    const before = world.held();
    expect(await step(fed({ ...monday, tags: { team: "b" } }))).toEqual(["update one"]);
    expect(world.held()).toEqual(before);
    expect(await step(fed({ triggers: { day: "tuesday" }, tags: { team: "b" } }))).toEqual(
      [...replaced, ...replaced.map((text) => text.replace("one", "copy"))].sort(),
    );
    expect(world.held().filter((one) => before.includes(one))).toEqual([]);
    expect(world.find("copy-")?.lifetime.status).toBe("available");
    expect(
      (await stack.preview(fed({ triggers: { day: "tuesday" }, tags: { team: "b" } }))).steps,
    ).toEqual([]);
  });

  it("a copy whose source is given by a fixed name stays if the source is replaced under that name", async () => {
    const source = (day: string) =>
      new memorydb.Snapshot(
        "one",
        { clusterName: "orders", snapshotName: "one", triggers: { day } },
        { deleteBeforeReplace: true },
      );
    const program = (day: string) => async () => {
      source(day);
      new memorydb.SnapshotCopy("copy", { sourceSnapshotName: "one" });
    };
    await stack.up(async () => void source("monday"));
    await stack.up(program("monday"));
    expect(await step(program("tuesday"))).toEqual(replaced);
    expect(world.find("copy-")).toBeDefined();
  });
});

describe("command", () => {
  const two = (day: string) => async () => {
    for (const [name, clusterName] of [
      ["one", "orders"],
      ["two", "customers"],
    ] as const) {
      new memorydb.Snapshot(name, { clusterName, snapshotName: `${name}-${day}` });
    }
  };

  it("up --target changes only the named resource", async () => {
    await stack.up(two("monday"));
    const run = await stack.up(two("tuesday"), { target: [urn("one")] });
    expect([...run.steps].sort()).toEqual(replaced);
    expect(world.held().sort()).toEqual(["one-tuesday available", "two-monday available"]);
  });

  it("up --replace takes a new snapshot if its name is automatic", async () => {
    await stack.up(one({ clusterName: "orders" }));
    const [before] = world.held();
    const run = await stack.up(one({ clusterName: "orders" }), { replace: [urn("one")] });
    expect([...run.steps].sort()).toEqual(replaced);
    expect(world.held()).not.toContain(before);
    expect(world.held()).toHaveLength(1);
  });

  it("refresh --run-program reads what AWS has, and does nothing that the program asks for", async () => {
    await stack.up(two("monday"));
    world.find("one-")?.tags.set("team", "outside");
    world.aws.memorydb.vanish(...home, "two-monday");
    world.aws.requests.clear();
    const run = await stack.refresh(two("tuesday"));
    expect(run.failed, run.output).toBe(false);
    expect([...run.steps].sort()).toEqual(["delete two"]);
    expect(world.aws.requests.changing()).toEqual([]);
    const { one: [first] = [], ...others } = await stack.state();
    expect(first?.inputs).toMatchObject({ clusterName: "orders", snapshotName: "one-monday" });
    expect(others).toEqual({});
    expect(await step(two("monday"))).toEqual(["create two"]);
  });

  it("up --refresh takes a snapshot anew that was deleted outside, with --run-program or without", async () => {
    await stack.up(two("monday"));
    for (const runProgram of [false, true]) {
      world.aws.memorydb.vanish(...home, "two-monday");
      const run = await stack.up(two("monday"), { refresh: true, runProgram });
      expect(run.steps.filter((text) => !text.startsWith("refresh "))).toEqual(["create two"]);
      expect(world.held().sort()).toEqual(["one-monday available", "two-monday available"]);
    }
  });

  it("refresh uses the roles in the state, and up those in the program", async () => {
    const tools = await world.stack({}, withPlugins);
    const as = (when: string) => async () => {
      const roleArn = (role: string) => `arn:aws:iam::111122223333:role/${role}-${when}`;
      new memorydb.Snapshot("one", { clusterName: "orders", assumeRoleArn: roleArn("own") });
      const assumeRoles = [{ roleArn: roleArn("provider") }];
      const provider = new aws.Provider("given", { region: home[1], assumeRoles });
      new memorydb.Snapshot("two", { clusterName: "customers" }, { provider });
    };
    const assumed = () => {
      const arns = world.aws.requests.all().flatMap(({ input }) => input["RoleArn"] ?? []);
      world.aws.requests.clear();
      return arns.map((arn) => String(arn).replace(/.*\//, "")).sort();
    };
    await tools.up(as("once"));
    expect(assumed()).toEqual(["own-once", "provider-once"]);
    await tools.refresh(as("now"));
    expect(assumed()).toEqual(["own-once", "provider-once"]);
    const run = await tools.up(as("now"));
    expect([...run.steps].sort()).toEqual(["update one", "update two"]);
    expect(assumed()).toEqual(["own-now", "provider-now"]);
    await tools.refresh();
    expect(assumed()).toEqual(["own-now", "provider-now"]);
  });

  it("up --plan does what the plan says if names are fixed", async () => {
    const plan = join(stack.folder, "plan.json");
    stack.environment({ PULUMI_EXPERIMENTAL: "true" });
    await stack.preview(two("monday"), { plan });
    const run = await stack.up(two("monday"), { plan });
    expect(run.diagnostics).not.toContain("error");
    expect(world.held()).toHaveLength(2);
  });

  it("state rename changes nothing but the name in the program", async () => {
    const tools = await world.stack({}, withPlugins);
    await tools.up(one({ clusterName: "orders" }));
    const before = world.held();
    await tools.cli(["state", "rename", urn("one"), "first", "--yes", "--stack", "dev"]);
    const renamed = async () => {
      new memorydb.Snapshot("first", { clusterName: "orders" });
    };
    await changeNothing(tools, renamed);
    expect(world.held()).toEqual(before);
  });
});

it("a component passes its options on", async () => {
  world.aws.rds.addCluster(...home, { DBClusterIdentifier: "graph", Engine: "neptune" });
  const program = async () => {
    const parent = new pulumi.ComponentResource(
      "test:index:Backups",
      "backups",
      {},
      { protect: true },
    );
    new neptune.ClusterSnapshot("graph", { dbClusterIdentifier: "graph" }, { parent });
  };
  await stack.up(program);
  expect((await stack.destroy()).failed).toBe(true);
  expect(world.aws.rds.snapshots(...home)).toHaveLength(1);
});
