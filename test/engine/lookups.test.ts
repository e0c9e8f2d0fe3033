import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { blocksOf } from "../../scripts/code-blocks.mjs";
import { programOf } from "./programs.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, rate, type World, withPlugins } from "./world.js";

// Programs of the Automation API run in the process of the test, so that process calls AWS for their lookups.
const elsewhere = "eu-central-1";
const other = ["444455556666", elsewhere] as const;
let world: World;
let stack: EngineStack;

beforeEach(async () => {
  world = await makeWorld({ snapshotDuration: 0, copyDuration: 0, deleteDuration: 0 });
  const environment = {
    ...world.aws.environment(),
    PULUMI_AWS_SNAPSHOTS_CLOCK_RATE: String(rate),
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
  for (const [key, value] of Object.entries(environment)) {
    vi.stubEnv(key, value);
  }
  stack = await world.stack({}, withPlugins);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await world.close();
});

const reading = () =>
  world.aws.requests
    .all()
    .filter(({ operation }) => /^Describe.*Snapshots$/.test(operation))
    .map(({ account, region }) => `${account} ${region}`);

describe("the latest automatic snapshot", () => {
  const [source = ""] = blocksOf("docs/lookups.md", "ts");
  const program = programOf(source);
  const copies = () =>
    world.aws.rds.snapshots(home[0], elsewhere).map(({ sourceArn }) => sourceArn);

  it("is copied to another region, and the copy is replaced on the next night only", async () => {
    world.aws.rds.addCluster(...home, { DBClusterIdentifier: "graph", Engine: "neptune" });
    const first = world.aws.rds.addAutomaticSnapshot(...home, "graph");
    world.aws.rds.addSnapshot(...home, "graph", "by-hand");
    expect((await stack.preview(program)).steps).toEqual(["create graph-recovery"]);
    const up = await stack.up(program);
    expect(up.failed, up.output).toBe(false);
    expect(copies()).toEqual([first.arn]);
    expect((await stack.preview(program)).steps).toEqual([]);
    world.aws.rds.snapshot(...home, first.name)?.lifetime.end("available");
    // The names of automatic snapshots have minutes.
    const clock = world.aws.clock.now();
    await vi.waitUntil(() => world.aws.clock.now() > clock + 60_000, { timeout: 10_000 });
    const second = world.aws.rds.addAutomaticSnapshot(...home, "graph");
    const preview = await stack.preview(program);
    expect(preview.replaceKeys).toEqual({
      "graph-recovery": ["sourceDbClusterSnapshotIdentifier"],
    });
    await stack.up(program);
    expect(copies()).toEqual([second.arn]);
    await stack.destroy();
    expect(copies()).toEqual([]);
  });
});

describe("the newest available snapshot", () => {
  it("is what a cluster is restored from, and a later snapshot leaves the cluster alone", async () => {
    const [, source = ""] = blocksOf("docs/lookups.md", "ts");
    world.aws.rds.addCluster(...home, { DBClusterIdentifier: "orders", Engine: "docdb" });
    const { arn } = world.aws.rds.addAutomaticSnapshot(...home, "orders");
    world.aws.rds.addSnapshot(...home, "orders", "later").lifetime.end("failed");
    const run = await stack.up(programOf(source));
    expect(run.failed, run.output).toBe(false);
    const restores = world.aws.requests
      .all()
      .filter(({ operation }) => operation === "RestoreDBClusterFromSnapshot");
    expect(restores.map(({ input }) => input["SnapshotIdentifier"])).toEqual([arn]);
    world.aws.rds.addSnapshot(...home, "orders", "newer");
    const preview = await stack.preview(programOf(source));
    expect(preview.output).toMatch(/^ +2 unchanged$/m);
  });

  it("is returned by a plain lookup in an asynchronous program", async () => {
    const { arn } = world.aws.memorydb.addAutomaticSnapshot(...home, "orders");
    const run = await stack.up(async () => {
      const { arn: found, status } = await memorydb.getLatestSnapshot({ clusterName: "orders" });
      const { name } = await memorydb.getSnapshot({ arn: found });
      return { found, status, name };
    });
    expect(run.failed, run.output).toBe(false);
    const name = arn.replace(/.*\//, "");
    expect(await stack.outputs()).toEqual({ found: arn, status: "available", name });
  });
});

describe("a lookup in a preview", () => {
  it("is unknown, and asks nothing, as long as its source or a dependency has to be created", async () => {
    const program = async () => {
      const cluster = new aws.memorydb.Cluster("new", {
        name: "new",
        nodeType: "db.t4g.small",
        aclName: "open-access",
      });
      // The name is known in the preview although the cluster is not there yet.
      const snapshot = memorydb.getLatestSnapshotOutput({
        clusterName: cluster.name,
        allowNone: true,
      });
      const component = new pulumi.ComponentResource("test:index:All", "all");
      new memorydb.Snapshot("inside", { clusterName: "orders" }, { parent: component });
      const latest = memorydb.getLatestSnapshotOutput(
        { clusterName: "orders" },
        { dependsOn: component },
      );
      new memorydb.SnapshotCopy("copy", { sourceSnapshotName: latest.arn });
      return { none: snapshot.apply(({ arn }) => arn ?? "none"), latest: latest.name };
    };
    const preview = await stack.preview(program);
    expect(preview.failed, preview.output).toBe(false);
    expect(preview.steps).toEqual(["create inside", "create copy"]);
    expect(reading()).toEqual([]);
    const up = await stack.up(program);
    expect(up.failed, up.output).toBe(false);
    expect(await stack.outputs()).toEqual({
      none: "none",
      latest: expect.stringMatching(/^inside-/),
    });
    // What was created is there, so the next preview looks.
    const after = await stack.preview(program);
    expect(after.diagnostics).not.toContain("error");
    expect(after.steps).not.toContain("create copy");
  });
});

describe("an aws.Provider", () => {
  it("that is given, or inherited from a component, decides account and region", async () => {
    world.aws.memorydb.addCluster(...other, { ClusterName: "orders" });
    world.aws.memorydb.addAutomaticSnapshot(...home, "orders");
    const theirs = world.aws.memorydb.addAutomaticSnapshot(...other, "orders");
    const program = async () => {
      const provider = new aws.Provider("other", {
        region: elsewhere,
        assumeRoles: [{ roleArn: `arn:aws:iam::${other[0]}:role/backup` }],
      });
      const component = new pulumi.ComponentResource(
        "test:index:Backup",
        "backup",
        {},
        { providers: { aws: provider } },
      );
      const args = { clusterName: "orders" };
      const plain = await memorydb.getLatestSnapshot(args, { provider });
      return {
        plain: plain.arn,
        given: memorydb.getLatestSnapshotOutput(args, { provider }).arn,
        inherited: memorydb.getLatestSnapshotOutput(args, { parent: component }).arn,
        stack: memorydb.getLatestSnapshotOutput(args).apply(({ region }) => region),
      };
    };
    const run = await stack.up(program);
    expect(run.failed, run.output).toBe(false);
    expect(await stack.outputs()).toEqual({
      plain: theirs.arn,
      given: theirs.arn,
      inherited: theirs.arn,
      stack: home[1],
    });
    expect(new Set(reading())).toEqual(new Set([other.join(" "), home.join(" ")]));
  });

  it("with credentials of its own is refused with a sentence", async () => {
    const keys = await stack.preview(async () => {
      const provider = new aws.Provider("keys", {
        region: "eu-west-1",
        accessKey: "AKIASECRETSECRET",
        secretKey: "hush-hush",
      });
      await memorydb.getLatestSnapshot({ clusterName: "orders" }, { provider });
    });
    expect(keys.diagnostics).toContain(
      "memorydb.getLatestSnapshot: the aws.Provider has its own credentials",
    );
    expect(keys.diagnostics).not.toContain("hush-hush");
    expect(reading()).toEqual([]);
  });
});

describe("the stack's configuration", () => {
  it("decides where lookups ask, for each stack of a process", async () => {
    world.aws.memorydb.addCluster(home[0], elsewhere, { ClusterName: "orders" });
    world.aws.memorydb.addAutomaticSnapshot(home[0], elsewhere, "orders");
    world.aws.memorydb.addAutomaticSnapshot(...home, "orders");
    const program = async () => ({
      region: memorydb.getLatestSnapshotOutput({ clusterName: "orders" }).region,
    });
    const abroad = await world.stack({ "aws:region": elsewhere }, withPlugins);
    await Promise.all([stack.up(program), abroad.up(program)]);
    expect(await stack.outputs()).toEqual({ region: home[1] });
    expect(await abroad.outputs()).toEqual({ region: elsewhere });
  });

  it("that forbids the default provider, or has an unknown key, is obeyed", async () => {
    const program = async () => {
      await memorydb.getLatestSnapshot({ clusterName: "orders" });
    };
    await stack.setConfig({ "pulumi-aws-snapshots:copysAtOnce": "3" });
    expect((await stack.preview(program)).diagnostics).toContain(
      "memorydb.getLatestSnapshot: the stack's configuration has the unknown key pulumi-aws-snapshots:copysAtOnce",
    );
    const strict = await world.stack({ "pulumi:disable-default-providers": '["aws"]' });
    expect((await strict.preview(program)).diagnostics).toContain(
      "memorydb.getLatestSnapshot: pulumi:disable-default-providers forbids the default aws provider",
    );
    expect(reading()).toEqual([]);
  });
});

describe("secrets", () => {
  it("in the inputs of an output lookup make its result a secret", async () => {
    const { arn, tags } = world.aws.memorydb.addAutomaticSnapshot(...home, "orders");
    tags.set("team", "VALUE-of-a-tag");
    const run = await stack.up(async () => {
      const ask = (team: pulumi.Input<string>) =>
        memorydb.getLatestSnapshotOutput({ clusterName: "orders", tags: { team } });
      return { hidden: ask(pulumi.secret("VALUE-of-a-tag")).arn, shown: ask("VALUE-of-a-tag").arn };
    });
    expect(run.failed, run.output).toBe(false);
    const outputs = await stack.outputs();
    expect(outputs["shown"]).toBe(arn);
    expect(JSON.stringify(outputs["hidden"])).toContain("ciphertext");
  });
});

describe("a lookup that fails", () => {
  it("ends the program with a sentence and without the stack of a program error", async () => {
    const programs = [
      [
        async () => void (await memorydb.getLatestSnapshot({ clusterName: "orders" })),
        'error: memorydb.getLatestSnapshot: looking up the latest MemoryDB snapshot of "orders" in eu-west-1: there is none. AWS has no snapshot of it here. If that is no error, set allowNone.',
      ],
      [
        async () => void (await memorydb.getSnapshot({})),
        "error: memorydb.getSnapshot: arn: exactly one of arn and name must be given",
      ],
      [
        async () => void memorydb.getSnapshotOutput({ name: "arn:aws:memorydb:x:1:snapshot/y" }),
        "error: memorydb.getSnapshot: name: is an ARN. Pass it as arn",
      ],
    ] as const;
    for (const [program, sentence] of programs) {
      const { failed, diagnostics } = await stack.preview(program);
      expect(failed).toBe(true);
      expect(diagnostics).toContain(sentence);
      expect(diagnostics).not.toMatch(/\n\s+at /);
    }
  });
});
