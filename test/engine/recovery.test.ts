import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, expect, it } from "vitest";
import { home, makeWorld, type World } from "./world.js";

// The repair of a failure must not cost a good backup.
let world: World;

beforeAll(async () => {
  world = await makeWorld();
  return world.close;
});

/** Returns the changing requests since the last call, as `operation name`. */
function changing(): string[] {
  const calls = world.aws.requests.changing().map(({ operation, input }) => {
    const name = String(input["TargetSnapshotName"] ?? input["SnapshotName"] ?? "");
    return `${operation} ${name}`.trim().replace(/-[0-9a-f]{7}$/, "");
  });
  world.aws.requests.clear();
  return calls.filter((call) => call !== "UntagResource");
}

it("an update replaces a failed snapshot without deleting its copies first, and deletes it first if its name is fixed", async () => {
  const stack = await world.stack();
  world.aws.memorydb.addCluster(...home, { ClusterName: "customers" });
  const program = (version: string) => async () => {
    const triggers = { version };
    const snapshot = new memorydb.Snapshot("orders", { clusterName: "orders", triggers });
    const copy = new memorydb.SnapshotCopy("copy", { sourceSnapshotName: snapshot.id });
    new memorydb.Snapshot(
      "fixed",
      { clusterName: "customers", snapshotName: "fixed" },
      { dependsOn: copy },
    );
  };
  world.aws.memorydb.fail(...home, "fixed");
  await stack.up(program("1"));
  const good = world.find("copy-")?.name;
  const accepted = world.aws.requests.arrival("memorydb:CreateSnapshot");
  const failing = stack.up(program("2"));
  const { input } = await accepted;
  world.aws.memorydb.fail(...home, String(input["SnapshotName"]));
  expect((await failing).failed).toBe(true);
  expect(world.find("copy-")?.name).toBe(good);
  expect(world.find("fixed")?.lifetime.status).toBe("failed");
  changing();

  expect((await stack.up(program("2"))).failed).toBe(false);
  // The engine's own delete of the failed half of `fixed`, which has the same ARN, does not delete the new snapshot.
  expect(changing()).toEqual([
    "CreateSnapshot orders",
    "CopySnapshot copy",
    "CreateSnapshot fixed",
    "DeleteSnapshot fixed",
    "CreateSnapshot fixed",
    "DeleteSnapshot copy",
    "DeleteSnapshot orders",
    "DeleteSnapshot orders",
  ]);
  expect(world.find("fixed")?.lifetime.status).toBe("available");
  await stack.destroy();
  expect(world.held()).toEqual([]);
});

it("a source in another account is refused, and nothing of the same name is used instead", async () => {
  const stack = await world.stack();
  const run = await stack.up(async () => {
    new memorydb.Snapshot("theirs", {
      clusterName: "arn:aws:memorydb:eu-west-1:444455556666:cluster/orders",
    });
  });
  expect(run.failed).toBe(true);
  expect(run.diagnostics).toContain("is in account 444455556666. Nothing was changed");
  expect(world.held()).toEqual([]);
});

it("secret default tags stay secret, and tags that become ignored are left alone", async () => {
  const stack = await world.stack();
  await stack.setSecret("aws:defaultTags", JSON.stringify({ tags: { token: "hush-hush" } }));
  const program = async () => {
    new memorydb.Snapshot("orders", { clusterName: "orders", tags: { owner: "me", team: "a" } });
  };
  await stack.up(program);
  expect(world.find("orders-")?.tags.get("token")).toBe("hush-hush");
  expect(stack.stateText()).not.toContain("hush-hush");
  await stack.setConfig({ "aws:ignoreTags": JSON.stringify({ keys: ["owner"] }) });
  expect((await stack.up(program)).failed).toBe(false);
  expect(world.find("orders-")?.tags.get("owner")).toBe("me");
});
