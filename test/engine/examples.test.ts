import { beforeAll, describe, expect, it } from "vitest";
import { blocksOf } from "../../scripts/code-blocks.mjs";
import { example, shown } from "./programs.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

// The examples that use @pulumi/aws, each in its own stack, through preview, up and destroy.
let world: World;
const [account] = home;
const backupAccount = "222233334444";

beforeAll(async () => {
  world = await makeWorld();
  return world.close;
});

/** Returns the preview of an example in the documentation. */
function documented(name: string): string[] {
  const pages = blocksOf("docs/examples.md", "text").map(shown);
  return pages.find((lines) => lines.some((line) => line.includes(`Stack ${name}-dev`))) ?? [];
}

const held = (accountId: string, region: string) =>
  world.aws.rds.snapshots(accountId, region).map(({ name, lifetime }) => {
    return `${name.replace(/-[0-9a-f]{7}$/, "")} ${lifetime.status}`;
  });

describe("compose", () => {
  it("the example compose makes clusters, snapshots, a copy under a key, an export, and a cluster from the copy", async () => {
    const stack = await world.stack({ "compose:team": "orders" }, withPlugins, "compose");
    const preview = await stack.preview(example("compose"));
    expect(shown(preview.output)).toEqual(documented("compose"));

    const run = await stack.up(example("compose"));
    expect(run.diagnostics.replace(/^warning: using pulumi-.*\n/gm, "")).toBe("");
    expect(held(...home)).toEqual(["orders available", "orders-copy available"]);
    const outputs = await stack.outputs();
    const [taken, copy] = world.aws.rds.snapshots(...home);
    expect(outputs).toEqual({
      copyArn: copy?.arn,
      exportedTo: expect.stringMatching(/^s3:\/\/backups-[0-9a-f]{7}\/sessions$/),
      restored: "staging",
    });
    const bucket = String(outputs["exportedTo"]).split("/")[2] ?? "";
    expect(JSON.parse(await stack.policyOf("aws:s3/bucketPolicy:BucketPolicy"))).toMatchObject({
      Statement: {
        Principal: { Service: "eu-west-1.memorydb-snapshot.amazonaws.com" },
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      },
    });
    expect(copy?.kmsKeyId).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key\//);
    expect(copy?.kmsKeyId).not.toBe(taken?.kmsKeyId);
    expect(Object.fromEntries(copy?.tags ?? [])).toEqual({ team: "orders" });
    const staging = world.aws.rds.clusters(...home).find(({ clusterName }) => {
      return clusterName === "staging";
    });
    expect(staging).toMatchObject({ engine: "docdb", kmsKeyId: copy?.kmsKeyId });
    expect(world.aws.buckets.objects(bucket)).toEqual(["sessions-0001.rdb"]);

    const again = await stack.preview(example("compose"));
    expect(again.steps).toEqual([]);
    await stack.destroy();
    expect(held(...home)).toEqual([]);
    expect(world.aws.buckets.objects(bucket)).toEqual(["sessions-0001.rdb"]);
  });
});

describe("before-upgrade", () => {
  it("the example before-upgrade takes a snapshot before the migration of each version, and keeps the earlier ones", async () => {
    world.aws.rds.addCluster(...home, { DBClusterIdentifier: "graph", Engine: "neptune" });
    const stack = await world.stack(
      { "before-upgrade:version": "1" },
      withPlugins,
      "before-upgrade",
    );
    const preview = await stack.preview(example("before-upgrade"));
    expect(shown(preview.output)).toEqual(documented("before-upgrade"));
    await stack.up(example("before-upgrade"));
    await stack.setConfig({ "before-upgrade:version": "2" });
    const run = await stack.up(example("before-upgrade"));
    expect(run.failed).toBe(false);
    expect(run.replaceKeys).toEqual({ "before-upgrade": ["triggers"] });
    expect(held(...home)).toEqual(["before-upgrade available", "before-upgrade available"]);
    await stack.destroy();
    expect(held(...home)).toHaveLength(2);
    for (const { name } of world.aws.rds.snapshots(...home)) {
      world.aws.rds.vanish(...home, name);
    }
  });
});

describe("cross-region", () => {
  it("the example cross-region copies an encrypted snapshot into another region and account, shares it, and changes nothing at its source", async () => {
    world.aws.rds.addCluster(account, "us-east-1", {
      DBClusterIdentifier: "graph",
      Engine: "neptune",
      KmsKeyId: "alias/graph",
    });
    const stack = await world.stack({}, withPlugins, "cross-region");
    const preview = await stack.preview(example("cross-region"));
    expect(shown(preview.output)).toEqual(documented("cross-region"));
    world.aws.requests.clear();

    const run = await stack.up(example("cross-region"));
    expect(run.failed).toBe(false);
    expect(held(account, "us-east-1")).toEqual(["graph available"]);
    expect(held(account, "eu-west-1")).toEqual(["graph-recovery available"]);
    expect(held(backupAccount, "eu-west-1")).toEqual(["graph-vault available"]);
    const [source] = world.aws.rds.snapshots(account, "us-east-1");
    const [copy] = world.aws.rds.snapshots(account, "eu-west-1");
    const [vault] = world.aws.rds.snapshots(backupAccount, "eu-west-1");
    expect([...(copy?.sharedWith ?? [])]).toEqual([backupAccount]);
    expect(copy?.kmsKeyId).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key\//);
    expect(vault?.kmsKeyId).toMatch(/^arn:aws:kms:eu-west-1:222233334444:key\//);
    expect(JSON.parse(await stack.policyOf("aws:kms/key:Key"))).toMatchObject({
      Statement: { Principal: { AWS: [account, backupAccount] } },
    });
    expect(Object.fromEntries(copy?.tags ?? [])).toEqual({ team: "graph", purpose: "recovery" });

    const copies = world.aws.requests
      .all()
      .filter(({ operation }) => operation === "CopyDBClusterSnapshot");
    expect(copies).toMatchObject([
      {
        region: "eu-west-1",
        account,
        input: { SourceDBClusterSnapshotIdentifier: source?.arn, CopyTags: true },
      },
      { region: "eu-west-1", account: backupAccount },
    ]);
    // In the source's region the only changes are those that create the source itself.
    const [first] = copies;
    const changes = world.aws.requests.changing().filter(({ region }) => region === "us-east-1");
    expect(changes.map(({ operation }) => operation)).toEqual([
      "CreateDBClusterSnapshot",
      "RemoveTagsFromResource",
    ]);
    expect(changes.every(({ at }) => at <= (first?.at ?? 0))).toBe(true);

    await stack.destroy();
    expect(held(account, "eu-west-1")).toEqual([]);
    expect(held(backupAccount, "eu-west-1")).toEqual([]);
    expect(held(account, "us-east-1")).toEqual([]);
  });
});
