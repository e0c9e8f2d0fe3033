import { execFile } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateSnapshotCommand, MemoryDBClient } from "@aws-sdk/client-memorydb";
import { memorydb } from "pulumi-aws-snapshots";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { clientSettings } from "../client-settings.js";
import { type EngineProcess, processesWith } from "./processes.js";
import type { EngineStack } from "./stack.js";
import { home, makeWorld, type World, withPlugins } from "./world.js";

// A run is killed in the middle of its creates. The next `pulumi up` must find what it left.
let world: World;
let base: string;

beforeAll(async () => {
  // So long that the snapshots are unfinished when the next update finds them.
  world = await makeWorld({ snapshotDuration: 60, copyDuration: 60 });
  const { memorydb: state } = world.aws;
  state.addCluster(...home, { ClusterName: "customers" });
  base = state.addAutomaticSnapshot(...home, "orders").name;
  return world.close;
});

/** A snapshot with an automatic name, a snapshot with a fixed name, and a copy. */
async function program() {
  new memorydb.Snapshot("orders", { clusterName: "orders" });
  new memorydb.Snapshot("fixed", { clusterName: "customers", snapshotName: "fixed" });
  new memorydb.SnapshotCopy("copy", { sourceSnapshotName: base });
}

/** Starts an update, kills these processes once AWS has accepted all creates, and does something in that instant. */
async function killedUp(
  stack: EngineStack,
  roles: readonly EngineProcess["role"][],
  afterwards: () => void = () => {},
) {
  const { requests } = world.aws;
  const accepted = Promise.all([
    requests.arrival("memorydb:CreateSnapshot", 2),
    requests.arrival("memorydb:CopySnapshot"),
  ]);
  const up = stack.up(program);
  await accepted;
  await vi.waitUntil(() => manual().length === 3);
  const before = processesWith(stack.id);
  stack.kill(roles);
  afterwards();
  const run = await up;
  return { run, before };
}

function manual() {
  return world.aws.memorydb.snapshots(...home).filter(({ source }) => source === "manual");
}

/** Kills an update and runs the next update, which must finish what the first began, and do no more. */
async function killedAndResumed(roles: readonly EngineProcess["role"][]) {
  const { aws } = world;
  const stack = await world.stack({}, withPlugins);
  const { run, before } = await killedUp(stack, roles);
  expect(run.failed).toBe(true);
  expect(before.map(({ role }) => role)).toEqual(expect.arrayContaining(["cli", "provider"]));
  await vi.waitUntil(() => processesWith(stack.id).every(({ role }) => role === "other"), 10_000);
  const left = manual();
  expect(left.map(({ lifetime }) => lifetime.status)).toEqual(["creating", "creating", "creating"]);
  expect(left.map(({ tags }) => tags.has(creatingTag))).toEqual([true, true, true]);
  expect((await stack.state())["orders"]).toBeUndefined();

  await stack.cancel();
  aws.requests.clear();
  const next = await stack.up(program);
  expect(next.failed).toBe(false);
  expect(aws.requests.changing().map(({ operation }) => operation)).toEqual([
    "UntagResource",
    "UntagResource",
    "UntagResource",
  ]);
  expect(manual()).toEqual(left);
  expect(left.map(({ tags }) => tags.has(creatingTag))).toEqual([false, false, false]);
  const state = await stack.state();
  expect(
    Object.values(state)
      .map(([resource]) => resource?.id)
      .toSorted(),
  ).toEqual(left.map(({ arn }) => arn).toSorted());
  expect(next.diagnostics).toContain("created by an interrupted run, and this resource adopts it");
  return { stack, left };
}

describe("update after a kill", () => {
  it("the update after a kill finds the unfinished snapshots, waits for them and removes their creating tags", async () => {
    const { stack } = await killedAndResumed(["cli", "provider"]);
    expect((await stack.destroy()).failed).toBe(false);
    expect(manual()).toEqual([]);
  });

  it("the update after a kill finds the unfinished snapshots too if only the CLI was killed and its provider was left behind", async () => {
    const { stack, left } = await killedAndResumed(["cli"]);
    // The step that docs/waits.md recommends afterwards.
    await stack.cli([
      "refresh",
      "--clear-pending-creates",
      "--yes",
      "--skip-preview",
      "--stack",
      "dev",
    ]);
    const names = left.map(({ name }) => name);
    const inputNames = Object.values(await stack.state()).map(
      ([resource]) => resource?.inputs["snapshotName"] ?? resource?.inputs["targetSnapshotName"],
    );
    expect(inputNames.toSorted()).toEqual(names.toSorted());
    const quiet = await stack.preview(program);
    expect(quiet.steps).toEqual([]);
    expect(quiet.diagnostics).not.toContain("pending operations");
    for (const name of names) {
      world.aws.memorydb.vanish(...home, name);
    }
  });
});

describe("provider whose CLI is killed", () => {
  it("a provider that outlives its CLI finishes nothing, even if AWS has finished the snapshots by then", async () => {
    const stack = await world.stack({}, withPlugins);
    const { before } = await killedUp(stack, ["cli"], () => {
      for (const { lifetime } of manual()) {
        lifetime.end("available");
      }
    });
    expect(before.map(({ role }) => role)).toContain("provider");
    await vi.waitUntil(() => processesWith(stack.id).every(({ role }) => role === "other"), 10_000);
    const left = manual();
    expect(left.map(({ lifetime }) => lifetime.status)).toEqual([
      "available",
      "available",
      "available",
    ]);
    expect(left.map(({ tags }) => tags.has(creatingTag))).toEqual([true, true, true]);
    for (const { name } of left) {
      world.aws.memorydb.vanish(...home, name);
    }
  });
});

describe("orphans command", () => {
  /** Runs the built command as its user does, and returns its output. */
  async function orphans(...args: string[]): Promise<string> {
    const command = join(__dirname, "..", "..", "dist", "cli.js");
    const { stdout } = await promisify(execFile)(process.execPath, [command, "orphans", ...args], {
      env: { ...process.env, ...world.aws.environment() },
    });
    return stdout;
  }

  it("the orphans command finds what no update adopts any more, and writes the file with which a stack imports it", async () => {
    const stack = await world.stack({}, withPlugins);
    await killedUp(stack, ["cli", "provider"]);
    await vi.waitUntil(() => processesWith(stack.id).every(({ role }) => role === "other"), 10_000);
    const left = manual();
    await stack.cancel();
    // The program no longer has any of the three.
    expect((await stack.up(async () => {})).failed).toBe(false);
    const { orphans: found } = JSON.parse(await orphans("--json"));
    expect(found.map(({ arn }: { arn: unknown }) => arn).toSorted()).toEqual(
      left.map(({ arn }) => arn).toSorted(),
    );

    const one = left.find(({ name }) => name.startsWith("orders-")) ?? expect.fail("none is there");
    const file = join(stack.folder, "import.json");
    writeFileSync(file, await orphans("--import-file", one.arn));
    const yes = ["--yes", "--stack", "dev"];
    await stack.cli(["import", "--file", file, "--generate-code=false", ...yes]);
    expect((await stack.refresh()).failed).toBe(false);
    const adopting = async () => {
      new memorydb.Snapshot(
        one.name,
        { clusterName: "orders", snapshotName: one.name },
        { protect: true },
      );
    };
    world.aws.requests.clear();
    const { steps } = await stack.up(adopting);
    expect(steps).toEqual([`update ${one.name}`]);
    expect(world.aws.requests.changing().map(({ operation }) => operation)).toEqual([
      "UntagResource",
    ]);
    expect((await stack.preview(adopting)).steps).toEqual([]);
    expect(JSON.parse(await orphans("--json")).orphans).toHaveLength(2);
    for (const { name } of left) {
      world.aws.memorydb.vanish(...home, name);
    }
  });
});

describe("a create", () => {
  it("a create adopts no snapshot without a creating tag or with that of another stack", async () => {
    const { aws } = world;
    const stack = await world.stack();
    const client = new MemoryDBClient(clientSettings(aws.environment()));
    const theirs = [
      { SnapshotName: "orders-1234567", Tags: [] },
      { SnapshotName: "orders-89abcde", Tags: [{ Key: creatingTag, Value: "0".repeat(33) }] },
    ];
    for (const one of theirs) {
      await client.send(new CreateSnapshotCommand({ ClusterName: "orders", ...one }));
      world.find(one.SnapshotName)?.lifetime.end("available");
    }
    const one = async () => {
      new memorydb.Snapshot("orders", { clusterName: "orders" });
    };
    await stack.up(one);
    expect(manual()).toHaveLength(3);
    const held = (await stack.state())["orders"]?.[0]?.id;
    expect(theirs.some(({ SnapshotName }) => held?.endsWith(SnapshotName))).toBe(false);
    await stack.destroy();
    expect(manual().map(({ name }) => name)).toEqual(["orders-1234567", "orders-89abcde"]);
  });
});

it("a stack cannot be read if a kill left its file of attributes empty, and can be read again without that file", async () => {
  const stack = await world.stack();
  await stack.up(async () => {});
  truncateSync(join(stack.folder, "backend", ".pulumi", "stacks", "orders", "dev.json.attrs"));
  await expect(stack.cancel()).rejects.toThrow("failed to load checkpoint: EOF");
  stack.mendBackend();
  await stack.cancel();
  expect((await stack.preview(async () => {})).failed).toBe(false);
});
