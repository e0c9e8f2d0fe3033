import { type CustomResourceOptions, output } from "@pulumi/pulumi";
import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, describe, expect, it } from "vitest";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

let world: World;
let stack: EngineStack;

beforeAll(async () => {
  world = await makeWorld();
  world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
  stack = await world.stack();
  return world.close;
});

/** Returns the engine's messages about each property when a program with these arguments is previewed. */
async function problems(
  args: Partial<memorydb.SnapshotCopyArgs>,
  options: CustomResourceOptions = {},
): Promise<string[]> {
  const { diagnostics, failed } = await stack.preview(async () => {
    new memorydb.SnapshotCopy("copy", { sourceSnapshotName: "base", ...args }, options);
  });
  expect(failed).toBe(true);
  expect(world.aws.requests.operations()).toEqual([]);
  return diagnostics
    .split("\n")
    .flatMap(
      (line) =>
        /resource 'copy'(?: has a problem|: property (\w+) value .*? has a problem): (.*)/
          .exec(line)
          ?.slice(1)
          .join(" ") ?? [],
    );
}

describe("a preview", () => {
  it("a preview names all mistakes of a resource at once, each on its property", async () => {
    const found = await problems(
      {
        sourceSnapshotName: "",
        targetSnapshotName: "x".repeat(300),
        region: "mars-north-1x",
        kmsKeyId: "arn:aws:s3:::not-a-key",
        tags: { "aws:owner": "me" },
        assumeRoleArn: "backup",
      },
      { customTimeouts: { create: "-5m" } },
    );
    expect(found.toSorted()).toEqual([
      ' customTimeouts.create: "-5m" is too short. It must be longer than 0s',
      "assumeRoleArn must be the ARN of a role",
      "kmsKeyId is not the ARN of a KMS key",
      'region "mars-north-1x" is not a region. A region looks like eu-west-1',
      "sourceSnapshotName must not be empty",
      'tags key "aws:owner" uses the prefix "aws:", which AWS reserves for itself',
      "targetSnapshotName has 300 characters; MemoryDB allows 1 to 255",
    ]);
  });

  it("a preview refuses names, keys, sources and tags that AWS would refuse", async () => {
    expect(
      await problems({
        targetSnapshotName: "two--hyphens",
        sourceSnapshotName: "arn:aws:memorydb:us-east-1:111122223333:snapshot/base",
        kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/1234",
        tags: Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`k${index}`, "v"])),
      }),
    ).toEqual([
      "sourceSnapshotName is in us-east-1, but the resource is in eu-west-1. MemoryDB works within one region",
      "targetSnapshotName must consist of letters, digits and hyphens, with no two hyphens in a row and no hyphen at the end",
      "kmsKeyId is a key of us-east-1, but the key must be in eu-west-1. A key cannot be used in another region",
      "tags 202 tags are too many (default tags and the temporary creating tag included). AWS allows 200",
    ]);
  });
});

it("an argument that the resource does not have is refused in the preview, with a suggestion", async () => {
  // Values that come from JavaScript and spreads, but that the compiler would refuse.
  const shared = { kmsKeyArn: "alias/backups", name: "copy", region: home[1] };
  expect((await problems(shared)).toSorted()).toEqual([
    "kmsKeyArn is not an argument of memorydb.SnapshotCopy; did you mean kmsKeyId?",
    "name is not an argument of memorydb.SnapshotCopy; did you mean targetSnapshotName?",
  ]);
});

it("a lookup fails and makes nothing if its id turns out to be empty", async () => {
  const run = await stack.up(async () => {
    memorydb.Snapshot.get("found", output(""));
  });
  expect(run.failed).toBe(true);
  expect(run.steps).toEqual([]);
  expect(world.aws.requests.changing()).toEqual([]);
  expect(run.diagnostics).toContain("Expected an ID for urn:");
});

describe("fixed name", () => {
  const program =
    (clusterName: string, options: CustomResourceOptions = {}) =>
    async () => {
      const snapshot = new memorydb.Snapshot(
        "fixed",
        { clusterName, snapshotName: "Fixed-Name" },
        options,
      );
      new memorydb.SnapshotCopy(
        "export",
        {
          sourceSnapshotName: automatic,
          targetBucket: "backups",
          targetSnapshotName: "As_Written--",
          triggers: { cluster: clusterName },
        },
        { dependsOn: snapshot },
      );
    };
  let automatic: string;

  it("a fixed name is folded to lower case, except that of an export", async () => {
    automatic = world.aws.memorydb.addAutomaticSnapshot(...home, "orders").name;
    expect((await stack.up(program("orders"))).failed).toBe(false);
    expect(world.held()).toContain("fixed-name available");
    expect(world.aws.buckets.objects("backups")).toContain("As_Written---0001.rdb");
    expect((await stack.preview(program("ORDERS"))).diagnostics).not.toContain("fixed-name");
  });

  it("a fixed name is refused if the source changes, unless the old snapshot may be deleted first", async () => {
    const refused = await stack.preview(program("customers"));
    expect(refused.failed).toBe(true);
    expect(refused.diagnostics).toContain(
      'clusterName changes, which replaces the MemoryDB snapshot, but the old snapshot still has the name "fixed-name". Choose a new name',
    );
    const allowed = await stack.preview(program("customers", { deleteBeforeReplace: true }));
    expect(allowed.replaceKeys).toMatchObject({ fixed: ["clusterName"] });
    // Files of that name are in the bucket already, whether or not the old export is deleted first.
    expect(allowed.diagnostics).toContain(
      'files with the name "As_Written--" are already in the bucket',
    );
  });
});
