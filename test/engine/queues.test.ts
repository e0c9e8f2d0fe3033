import { neptune } from "pulumi-aws-snapshots";
import { beforeAll, expect, it } from "vitest";
import { home, makeWorld, type World } from "./world.js";

// Many copies at once: AWS runs five at a time from other regions into a region.
let world: World;
let source: string;
let near: string;
const elsewhere = "eu-central-1";
const count = 50;

beforeAll(async () => {
  world = await makeWorld({ copyDuration: 20 });
  const { rds } = world.aws;
  for (const region of ["us-east-1", home[1]]) {
    rds.addCluster(home[0], region, { DBClusterIdentifier: "graph", Engine: "neptune" });
  }
  source = rds.addSnapshot(home[0], "us-east-1", "graph", "base").arn;
  near = rds.addSnapshot(...home, "graph", "base").arn;
  return world.close;
});

async function program() {
  for (let index = 0; index < count; index++) {
    const sourceDbClusterSnapshotIdentifier = source;
    new neptune.ClusterSnapshotCopy(`here-${index}`, { sourceDbClusterSnapshotIdentifier });
  }
  for (let index = 0; index < 3; index++) {
    new neptune.ClusterSnapshotCopy(`there-${index}`, {
      sourceDbClusterSnapshotIdentifier: source,
      region: elsewhere,
    });
  }
  for (let index = 0; index < 6; index++) {
    new neptune.ClusterSnapshotCopy(`near-${index}`, { sourceDbClusterSnapshotIdentifier: near });
  }
}

it("queued copies are sent and finished in order, without delaying another region and without a flood of messages", async () => {
  const stack = await world.stack();
  const began = Date.now();
  const run = await stack.up(program, { parallel: 1000 });
  const seconds = ((Date.now() - began) / 1000) * 20;
  expect(run.diagnostics).toBe("");

  const copies = world.aws.requests
    .all()
    .filter(({ operation }) => operation === "CopyDBClusterSnapshot");
  expect(copies.map(({ outcome }) => outcome)).toEqual(copies.map(() => "ok"));
  const sent = copies
    .filter(
      ({ region, input }) =>
        region === home[1] && input["SourceDBClusterSnapshotIdentifier"] === source,
    )
    .map(({ input }) => String(input["TargetDBClusterSnapshotIdentifier"]).replace(/-\w+$/, ""));
  const finished = run.steps.map((step) => step.replace("create ", ""));
  const here = finished.filter((name) => name.startsWith("here"));
  expect(here).toHaveLength(count);
  for (const [place, name] of here.entries()) {
    // Five run concurrently, and any of a round may be reported first.
    expect(Math.abs(place - sent.indexOf(name))).toBeLessThan(10);
  }
  // Three into another region, and six within their own region: none of them waits in that queue.
  const others = finished.filter((name) => !name.startsWith("here"));
  expect(others).toHaveLength(9);
  for (const name of others) {
    expect(finished.indexOf(name)).toBeLessThan(21);
  }

  const rows = new Map<string, string[]>();
  for (const line of run.progress) {
    const [row = "", ...text] = line.split(": ");
    rows.set(row, [...(rows.get(row) ?? []), text.join(": ")]);
  }
  expect(run.progress.length).toBeLessThanOrEqual(20 * seconds);
  for (const texts of rows.values()) {
    expect(texts.length).toBeLessThanOrEqual(seconds / 2 + 1);
  }
  const said = run.progress.join("\n");
  expect(said).toMatch(
    /here-\d+: queued \d+s, \d+(st|nd|rd|th) in line: 5 copies from other regions are already running in eu-west-1/,
  );
  expect(said).toMatch(/AWS: copying \d+%, \d+s, about \d+s left/);
  expect(said).not.toMatch(/(there|near)-\d: queued/);
  await stack.destroy();
});
