import { neptune } from "pulumi-aws-snapshots";
import { beforeAll, expect, it } from "vitest";
import { home, makeWorld, type World } from "./world.js";

// Many copies that are handed over at once: AWS makes five of them at a time in a region.
let world: World;
let source: string;
const elsewhere = "eu-central-1";
const count = 50;

beforeAll(async () => {
  world = await makeWorld({ copyDuration: 20 });
  const { rds } = world.aws;
  rds.addCluster(...home, { DBClusterIdentifier: "graph", Engine: "neptune" });
  source = rds.addSnapshot(...home, "graph", "base").arn;
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
}

it("are sent and finished in order, without holding up another region and without a flood of messages", async () => {
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
    .filter(({ region }) => region === home[1])
    .map(({ input }) => String(input["TargetDBClusterSnapshotIdentifier"]).replace(/-\w+$/, ""));
  const finished = run.steps.map((step) => step.replace("create ", ""));
  const here = finished.filter((name) => name.startsWith("here"));
  expect(here).toHaveLength(count);
  for (const [place, name] of here.entries()) {
    // Five run side by side; among those of a round any may be told first.
    expect(Math.abs(place - sent.indexOf(name))).toBeLessThan(10);
  }
  for (const name of ["there-0", "there-1", "there-2"]) {
    expect(finished.indexOf(name)).toBeLessThan(15);
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
    /here-\d+: queued \d+s, \d+(st|nd|rd|th) in line: 5 copies of cluster snapshots run already in eu-west-1/,
  );
  expect(said).toMatch(/AWS: copying \d+%, \d+s, about \d+s left/);
  expect(said).not.toMatch(/there-\d: queued/);
  await stack.destroy();
});
