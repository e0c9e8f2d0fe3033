import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addFiveServices } from "../../bench/sources.js";
import { blocksOf } from "../../scripts/code-blocks.mjs";
import { held } from "./five-services.js";
import { programOf } from "./programs.js";
import type { EngineStack, Run } from "./stack.js";
import { home, makeWorld, type World } from "./world.js";

// Stacks with every kind move between the dynamic resources and the plugin; each test is the next step. The program is the
// example of all services: with the classes of the package, and with those that are generated for the plugin.
const text = readFileSync(join(__dirname, "../../examples/five-services/index.ts"), "utf8");
const dynamicProgram = programOf(text);
const pluginProgram = programOf(
  text.replace('"pulumi-aws-snapshots"', '"pulumi-aws-snapshots/provider"'),
);
/** The resources of the program, the stack itself aside. */
const total = 14;

/** The program with the dynamic resources after a move from the plugin, with the aliases of docs/moving.md. */
const [aliases = ""] = blocksOf("docs/moving.md", "ts");
const movedBack = programOf(text.replace(/(?=\nconst config)/, () => `\n${aliases}\n`));

let world: World;
let stack: EngineStack;

beforeAll(async () => {
  world = await makeWorld();
  addFiveServices(world.aws);
  return world.close;
});
beforeEach(() => world.aws.requests.clear());

const newStack = () => world.stack({}, {}, "five-services");

async function create(program: PulumiFn): Promise<void> {
  const run = await stack.up(program, { parallel: 32 });
  expect([run.failed, run.diagnostics]).toEqual([false, ""]);
  expect(run.steps).toHaveLength(total);
}

async function ids(): Promise<string[]> {
  const resources = Object.values(await stack.state()).flat();
  return resources.map(({ id }) => id).sort();
}

const said = ({ steps, diagnostics }: Run) => [[...steps].sort(), diagnostics];

/** Moves the stack to the plugin, which changes nothing. */
async function moveToPlugin(): Promise<void> {
  const before = await ids();
  expect(said(await stack.preview(pluginProgram))).toEqual([[], ""]);
  expect(said(await stack.up(pluginProgram))).toEqual([[], ""]);
  expect(world.aws.requests.changing()).toEqual([]);
  expect(await ids()).toEqual(before);
  for (const [{ inputs } = expect.fail()] of Object.values(await stack.state())) {
    expect(inputs).not.toHaveProperty("__provider");
  }
}

/** Moves the stack to the dynamic resources by one update of each resource, which asks AWS nothing. */
async function moveToDynamic(): Promise<void> {
  const before = await ids();
  const updates = Object.keys(await stack.state())
    .map((name) => `update ${name}`)
    .sort();
  expect(updates).toHaveLength(total);
  expect(said(await stack.preview(movedBack))).toEqual([updates, ""]);
  expect(said(await stack.up(movedBack))).toEqual([updates, ""]);
  expect(world.aws.requests.operations()).toEqual([]);
  expect(await ids()).toEqual(before);
  expect(said(await stack.preview(movedBack))).toEqual([[], ""]);
}

/** Refreshes the stack, after which the program is as unchanged as before. */
async function refresh(program: PulumiFn): Promise<void> {
  expect((await stack.refresh()).failed).toBe(false);
  expect(said(await stack.preview(program))).toEqual([[], ""]);
  expect(world.aws.requests.changing()).toEqual([]);
}

async function destroy(): Promise<void> {
  const run = await stack.destroy();
  expect(run.failed).toBe(false);
  expect(run.steps).toHaveLength(total);
  expect(held(world.aws)).toEqual([]);
}

describe("a stack that the dynamic resources made", () => {
  it("the stack moves to the plugin without a change", async () => {
    stack = await newStack();
    await create(dynamicProgram);
    world.aws.requests.clear();
    await moveToPlugin();
  });

  it("a refresh after the move changes nothing, and leaves the provider's text out of the outputs", async () => {
    await refresh(pluginProgram);
    for (const [{ outputs } = expect.fail()] of Object.values(await stack.state())) {
      expect(outputs).not.toHaveProperty("__provider");
    }
  });

  it("the stack moves back by one update of each resource that asks AWS nothing, and is destroyed there", async () => {
    await moveToDynamic();
    await destroy();
  });
});

describe("a stack that the plugin made", () => {
  it("the stack moves to the dynamic resources by one update of each resource that asks AWS nothing", async () => {
    stack = await newStack();
    await create(pluginProgram);
    // AWS chose the keys of these snapshots, which the program does not give.
    const keys = world.aws.rds.snapshots(...home).map(({ kmsKeyId }) => kmsKeyId);
    expect(keys.filter((key) => key === undefined)).toEqual([]);
    world.aws.requests.clear();
    await moveToDynamic();
  });

  it("a refresh after that move changes nothing", () => refresh(movedBack));

  it("the stack moves to the plugin again without a change, and is destroyed there", async () => {
    await moveToPlugin();
    await destroy();
  });
});
