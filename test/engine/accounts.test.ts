import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, describe, expect, it } from "vitest";
import { home, makeWorld, type World, withPlugins } from "./world.js";

const other = ["444455556666", "eu-central-1"] as const;
let world: World;

beforeAll(async () => {
  world = await makeWorld();
  world.aws.memorydb.addCluster(...other, { ClusterName: "orders" });
  return world.close;
});

function heldBy(place: readonly [string, string]): string[] {
  return world.aws.memorydb
    .snapshots(...place)
    .map(({ name }) => name.replace(/-[0-9a-f]{7}$/, ""));
}

describe("an aws.Provider", () => {
  /** Two accounts in a stack: one from the environment, one from a role that a provider assumes. */
  async function program() {
    const provider = new aws.Provider("other", {
      region: "eu-central-1",
      assumeRoles: [{ roleArn: "arn:aws:iam::444455556666:role/backup" }],
      defaultTags: { tags: { from: "provider" } },
    });
    const component = new pulumi.ComponentResource(
      "test:index:Backup",
      "backup",
      {},
      { providers: { aws: provider } },
    );
    const made = {
      home: new memorydb.Snapshot("home", { clusterName: "orders" }),
      given: new memorydb.Snapshot("given", { clusterName: "orders" }, { provider }),
      inherited: new memorydb.Snapshot(
        "inherited",
        { clusterName: "orders" },
        { parent: component },
      ),
    };
    return Object.fromEntries(Object.entries(made).map(([key, { arn }]) => [key, arn]));
  }

  it("an aws.Provider that is given, or inherited from a component, decides account, region and default tags", async () => {
    const stack = await world.stack({}, withPlugins);
    const preview = await stack.preview(program);
    expect(preview.diagnostics).not.toContain("error");
    expect(preview.steps).toEqual(
      expect.arrayContaining(["create home", "create given", "create inherited"]),
    );
    const run = await stack.up(program);
    expect(run.failed, run.output).toBe(false);
    expect(heldBy(home)).toEqual(["home"]);
    expect(heldBy(other).toSorted()).toEqual(["given", "inherited"]);
    for (const { tags } of world.aws.memorydb.snapshots(...other)) {
      expect(Object.fromEntries(tags)).toEqual({ from: "provider" });
    }
    expect((await stack.preview(program)).steps).toEqual([]);
    expect((await stack.refresh()).failed).toBe(false);
    const state = stack.stateText();
    for (const secret of ["ASIA444455556666", "AKIA111122223333", "aws_session"]) {
      expect(state).not.toContain(secret);
    }
    await stack.destroy();
    expect([...heldBy(home), ...heldBy(other)]).toEqual([]);
  });

  it("an aws.Provider with credentials of its own is refused before anything happens, and the state keeps none of them", async () => {
    const stack = await world.stack({}, withPlugins);
    const run = await stack.up(async () => {
      const provider = new aws.Provider("keys", {
        region: "eu-west-1",
        accessKey: "AKIASECRETSECRET",
        secretKey: "hush-hush",
      });
      new memorydb.Snapshot("orders", { clusterName: "orders" }, { provider });
    });
    expect(run.failed).toBe(true);
    expect(run.diagnostics).toContain("has its own credentials");
    expect(heldBy(home)).toEqual([]);
    // The engine keeps them, encrypted, with the provider; our resource has none.
    expect((await stack.state())["orders"]).toBeUndefined();
  });
});

describe("credentials of another account", () => {
  it("destroy deletes nothing and refresh forgets nothing with the credentials of another account, whatever that account holds", async () => {
    const stack = await world.stack();
    const program = async () => {
      new memorydb.Snapshot("here", { clusterName: "orders", snapshotName: "same" });
      new memorydb.Snapshot("alone", { clusterName: "customers", snapshotName: "alone" });
    };
    world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
    await stack.up(program);
    // The other account has a snapshot of one name, and none of the other name.
    const elsewhere = await world.stack();
    elsewhere.environment(world.aws.environment(other[0], home[1]));
    world.aws.memorydb.addCluster(other[0], home[1], { ClusterName: "orders" });
    await elsewhere.up(async () => {
      new memorydb.Snapshot("theirs", { clusterName: "orders", snapshotName: "same" });
    });
    stack.environment(world.aws.environment(other[0], home[1]));
    world.aws.requests.clear();

    for (const run of [await stack.refresh(), await stack.destroy()]) {
      expect(run.failed).toBe(true);
      expect(run.diagnostics).toContain("the credentials belong to account 444455556666");
      expect(run.diagnostics).toContain("Use credentials of account 111122223333");
    }
    expect(world.aws.requests.changing()).toEqual([]);
    expect(Object.keys(await stack.state()).toSorted()).toEqual(["alone", "here"]);
    expect(heldBy([other[0], home[1]])).toEqual(["same"]);

    stack.environment(world.aws.environment());
    await stack.destroy();
    expect(heldBy(home)).toEqual([]);
  });
});

describe("choice of credentials", () => {
  const program = async () => {
    new memorydb.Snapshot("orders", { clusterName: "orders" });
  };

  it("a token in the environment is used before the default profile, as in CI", async () => {
    const stack = await world.stack();
    const files = join(stack.folder, "aws");
    mkdirSync(files);
    writeFileSync(
      join(files, "credentials"),
      "[default]\naws_access_key_id = AKIA111122223333HOME\naws_secret_access_key = local\n",
    );
    const token = ["{}", '{"sub":"ci"}', "signature"].map((part) =>
      Buffer.from(part).toString("base64url"),
    );
    writeFileSync(join(files, "token"), token.join("."));
    stack.environment({
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_REGION: other[1],
      AWS_SHARED_CREDENTIALS_FILE: join(files, "credentials"),
      AWS_CONFIG_FILE: join(files, "none"),
      AWS_WEB_IDENTITY_TOKEN_FILE: join(files, "token"),
      AWS_ROLE_ARN: `arn:aws:iam::${other[0]}:role/ci`,
    });
    const run = await stack.up(program);
    expect(run.failed, run.output).toBe(false);
    expect(heldBy(other)).toEqual(["orders"]);
    expect(heldBy(home)).toEqual([]);
    await stack.destroy();
    expect(heldBy(other)).toEqual([]);
    expect(stack.stateText()).not.toContain(token.join("."));
  });

  it("the credentials of the machine are not used if the stack disables the default provider of aws", async () => {
    const config = { "pulumi:disable-default-providers": '["aws"]' };
    const stack = await world.stack(config, withPlugins);
    const preview = await stack.preview(program);
    expect(preview.failed).toBe(true);
    expect(preview.output).toContain("pulumi:disable-default-providers forbids the default");
    const given = async () => {
      const provider = new aws.Provider("given", { region: home[1] });
      new memorydb.Snapshot("orders", { clusterName: "orders" }, { provider });
    };
    const run = await stack.up(given);
    expect(run.failed, run.output).toBe(false);
    expect(heldBy(home)).toEqual(["orders"]);
    expect((await stack.destroy()).failed).toBe(false);
    expect(heldBy(home)).toEqual([]);
  });
});

it("an aws.Provider without a region does not use the stack's region, so a cluster of that name there is left alone", async () => {
  const stack = await world.stack({ "aws:region": home[1] }, { ...withPlugins, AWS_REGION: "" });
  const program = async () => {
    const provider = new aws.Provider("nowhere", {});
    new memorydb.Snapshot("orders", { clusterName: "orders" }, { provider });
  };
  const preview = await stack.preview(program);
  expect(preview.failed).toBe(true);
  expect(preview.diagnostics).toContain("must be given, because neither");
  stack.environment({ AWS_REGION: other[1] });
  const before = process.env["AWS_REGION"];
  process.env["AWS_REGION"] = other[1];
  try {
    const run = await stack.preview(program);
    expect(run.failed, run.output).toBe(false);
    expect(run.events).toContain(`"region":"${other[1]}"`);
  } finally {
    if (before === undefined) {
      delete process.env["AWS_REGION"];
    } else {
      process.env["AWS_REGION"] = before;
    }
  }
});

it("an unknown setting of this package, or one with an invalid value, is refused at preview", async () => {
  const program = async () => {
    new memorydb.Snapshot("orders", { clusterName: "orders" });
  };
  const wrong = await world.stack({ "pulumi-aws-snapshots:markUnfinishedCreates": "no" });
  expect((await wrong.preview(program)).diagnostics).toContain(
    "pulumi-aws-snapshots:markUnfinishedCreates must be one of: true, false",
  );
  const unknown = await world.stack({ "pulumi-aws-snapshots:copiesAtOnc": "7" });
  expect((await unknown.preview(program)).output).toContain(
    "the unknown key pulumi-aws-snapshots:copiesAtOnc",
  );
});
