import { beforeAll, expect, it } from "vitest";
import { addFiveServices } from "../../bench/sources.js";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { kinds } from "../../src/kinds/index.js";
import { held } from "./five-services.js";
import { example } from "./programs.js";
import type { EngineStack } from "./stack.js";
import { makeWorld, type World } from "./world.js";

// A stack with every resource of the package; each test is the next step of its life.
let world: World;
let stack: EngineStack;

beforeAll(async () => {
  world = await makeWorld();
  addFiveServices(world.aws);
  stack = await world.stack({ "five-services:team": "orders" }, {}, "five-services");
  return world.close;
});

/** Checks that the state holds what AWS holds, and that no snapshot still has its creating tag. */
async function expectAgreement(count: number): Promise<void> {
  const ids = Object.values(await stack.state()).flatMap((halves) => halves.map(({ id }) => id));
  const there = held(world.aws);
  expect(ids.filter((id) => !id.startsWith("s3:")).sort()).toEqual(
    there.map(({ arn }) => arn).sort(),
  );
  expect(there).toHaveLength(count);
  expect(there.filter(({ tags }) => tags?.has(creatingTag))).toEqual([]);
}

it("the program of all services has every kind, and its preview asks AWS nothing", async () => {
  const run = await stack.preview(example("five-services"));
  expect(run.diagnostics).toBe("");
  expect(run.steps).toHaveLength(14);
  expect(run.steps.every((step) => step.startsWith("create "))).toBe(true);
  expect(world.aws.requests.all()).toEqual([]);
  const shown = run.output.match(/pulumi-nodejs:dynamic\/aws\/\w+:\w+/g) ?? [];
  const types = [...new Set(shown)].map((type) => type.slice(type.lastIndexOf("/") + 1)).sort();
  expect(types).toEqual([...kinds.keys()].sort());
});

it("the program of all services is created as previewed", async () => {
  const run = await stack.up(example("five-services"), { parallel: 32 });
  expect(run.diagnostics).toBe("");
  expect(run.steps).toHaveLength(14);
  await expectAgreement(12);
  const { buckets } = world.aws;
  expect(buckets.objects("backups")).toEqual([
    expect.stringMatching(/^carts-[0-9a-f]{7}-0001\.rdb$/),
    expect.stringMatching(/^sessions-export-[0-9a-f]{7}-0001\.rdb$/),
  ]);
});

it("the program of all services is unchanged in a preview, which asks AWS nothing, and after a refresh", async () => {
  world.aws.requests.clear();
  const preview = await stack.preview(example("five-services"));
  expect(preview.steps).toEqual([]);
  expect(world.aws.requests.all()).toEqual([]);
  await stack.refresh();
  expect(world.aws.requests.changing()).toEqual([]);
  expect((await stack.preview(example("five-services"))).steps).toEqual([]);
});

it("changed tags update the program of all services in place, and replace nothing that depends on it", async () => {
  await stack.setConfig({ "five-services:team": "billing" });
  const preview = await stack.preview(example("five-services"));
  const run = await stack.up(example("five-services"), { parallel: 32 });
  expect([...run.steps].sort()).toEqual([...preview.steps].sort());
  expect(run.steps.every((step) => step.startsWith("update "))).toBe(true);
  expect(run.steps).toHaveLength(10);
  await expectAgreement(12);
});

it("a new trigger replaces all backups, copies with their sources, and deletes no old backup before every new one is available", async () => {
  await stack.setConfig({ "five-services:team": "billing", "five-services:occasion": "second" });
  world.aws.requests.clear();
  const run = await stack.up(example("five-services"), { parallel: 32 });
  expect(run.diagnostics).not.toContain("error");
  const replaced = run.steps.filter((step) => step.startsWith("create-replacement "));
  expect(replaced).toHaveLength(13);
  await expectAgreement(12);
  const operations = world.aws.requests.changing().map(({ operation }) => operation);
  const lastCreate = operations.findLastIndex((operation) => /^(Create|Copy)/.test(operation));
  const firstDelete = operations.findIndex((operation) => operation.startsWith("Delete"));
  expect(firstDelete).toBeGreaterThan(lastCreate);
});

it("destroy leaves nothing of the program of all services but the files of its exports", async () => {
  const run = await stack.destroy();
  expect(run.failed).toBe(false);
  expect(held(world.aws)).toEqual([]);
  expect(world.aws.buckets.objects("backups")).toHaveLength(4);
});
