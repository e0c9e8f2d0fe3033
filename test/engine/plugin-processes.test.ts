import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, it } from "vitest";
import { declare } from "./plugin-classes.js";
import { home, makeWorld, type World } from "./world.js";

// Pulumi starts a process of the plugin for each explicit provider. AWS limits the copies that all of them run together.
let world: World;
let source: string;
const region = home[1];
const each = 4;
/** So long that the second process starts while the copies of the first one run. */
const copyDuration = 120;

beforeAll(async () => {
  world = await makeWorld({ copyDuration });
  const { rds } = world.aws;
  rds.addCluster(home[0], "us-east-1", { DBClusterIdentifier: "graph", Engine: "neptune" });
  source = rds.addSnapshot(home[0], "us-east-1", "graph", "base").arn;
  return world.close;
});

class Provider extends pulumi.ProviderResource {
  constructor(name: string) {
    super("aws-snapshots", name, { region });
  }
}

async function program() {
  for (const team of ["north", "south"]) {
    const provider = new Provider(team);
    for (let index = 0; index < each; index++) {
      const inputs = { sourceDbClusterSnapshotIdentifier: source };
      declare("neptune:ClusterSnapshotCopy", `${team}-${index}`, inputs, { provider });
    }
  }
}

it("copies by two processes that together exceed AWS's limit all finish, with few calls that AWS refuses", async () => {
  const stack = await world.stack();
  const run = await stack.up(program, { parallel: 100 });
  expect([run.failed, run.diagnostics]).toEqual([false, ""]);
  expect(run.steps.toSorted()).toEqual(
    ["north", "south"].flatMap((team) => [0, 1, 2, 3].map((index) => `create ${team}-${index}`)),
  );

  const sent = world.aws.requests
    .all()
    .filter(({ operation }) => operation === "CopyDBClusterSnapshot");
  const accepted = sent.filter(({ outcome }) => outcome === "ok");
  const refused = sent.filter(({ outcome }) => outcome === "SnapshotQuotaExceededFault");
  expect(accepted).toHaveLength(2 * each);
  expect(sent).toHaveLength(accepted.length + refused.length);
  // Five of the first requests found room. Of the others only the first of each process is repeated, every 3 seconds.
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThanOrEqual(2 * (copyDuration / 3) + 2 * each - 5);
  // Each process polls for all of its copies at once, every 3 seconds, in two rounds. Each copy also asks for what existed
  // before it and for its source, and removes its creating tag.
  const others = world.aws.requests.all().length - sent.length;
  expect(others).toBeLessThanOrEqual(2 * 2 * (copyDuration / 3) + 2 * each * 4);
});
