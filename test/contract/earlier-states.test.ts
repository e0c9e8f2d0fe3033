import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.js";
import { isExport } from "../../src/state/export.js";
import {
  makeMarked,
  makeUnfinished,
  type Stack,
  type States,
  stacks,
  worldOf,
} from "./earlier-states.js";
import { checked, make, type World } from "./world.js";

// earlier-states.json holds the state that 0.1.0 wrote for a stack of each kind, before the Call became an object of
// its own. The file is never written again: users have such stacks.
const earlier: Readonly<Record<string, States>> = JSON.parse(
  readFileSync(join(__dirname, "earlier-states.json"), "utf8"),
);

let world: World;

it("the earlier states include each form of each kind", () => {
  expect(Object.keys(earlier).toSorted()).toEqual(stacks.map(({ title }) => title).toSorted());
  expect(new Set(stacks.map(({ kind }) => kind.name))).toEqual(new Set(kinds.keys()));
});

/** Returns the state of a resource at this time of its life, if the file has it. */
function stateOf({ title }: Stack): States {
  return earlier[title] ?? expect.fail(`there is no earlier state of ${title}`);
}

describe.each(stacks)("an earlier state of $title", (stack) => {
  const { kind, program } = stack;
  const { made, unfinished, marked } = stateOf(stack);
  beforeEach(async () => {
    world = await worldOf(stack);
  });
  afterEach(() => world.close());

  it("equals the state that a create writes today", async () => {
    expect(await make(world.provider(kind), program)).toEqual(made);
  });

  it("shows no change in a preview or in a refresh", async () => {
    await make(world.provider(kind), program);
    const provider = world.provider(kind);
    const inputs = await checked(provider, program, made.inputs);
    expect(inputs).toEqual(made.inputs);
    expect(await provider.diff(made.id, made.outs, inputs)).toEqual({ changes: false });
    const { id, inputs: read, props } = await provider.read(made.id, made.outs);
    expect({ id, outs: props }).toEqual({ id: made.id, outs: made.outs });
    expect(await provider.diff(made.id, { ...props }, { ...read })).toEqual({ changes: false });
  });

  it("can be updated and deleted", async () => {
    await make(world.provider(kind), program);
    const provider = world.provider(kind);
    const change = kind.tagging === undefined ? { stallTimeout: "3h" } : { tags: { team: "b" } };
    const news = await checked(provider, { ...program, ...change }, made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ replaces: [] });
    const { outs } = await provider.update(made.id, made.outs, news);
    expect(outs).toMatchObject(change);
    const keys = Object.keys({ ...made.outs, ...change });
    expect(Object.keys({ ...outs }).toSorted()).toEqual(keys.toSorted());
    expect(await provider.diff(made.id, { ...outs }, news)).toEqual({ changes: false });
    await provider.delete(made.id, made.outs);
    const found = await provider.read(made.id, made.outs);
    expect(found.id).toBe(isExport(kind, program, made.id) ? made.id : undefined);
  });

  if (unfinished !== undefined) {
    it("of a create that timed out is written the same today, and continued", async () => {
      expect(await makeUnfinished(stack, world)).toEqual(unfinished);
      const { id, properties } = unfinished;
      const provider = world.provider(kind);
      const news = await checked(provider, program, properties);
      expect(await provider.diff(id, properties, news)).toEqual({ changes: true });
      const { outs } = await provider.update(id, properties, news);
      expect(outs?.["status"]).toBe(made.outs["status"]);
      expect(await provider.diff(id, { ...outs }, news)).toEqual({ changes: false });
    });
  }

  if (marked !== undefined) {
    it("of a snapshot with its creating tag is written the same today, and the tag is removed", async () => {
      expect(await makeMarked(stack, world)).toEqual(marked);
      expect(marked.outs).toMatchObject({ __marked: true });
      world.aws.faults.clear();
      const provider = world.provider(kind);
      expect(await provider.diff(marked.id, marked.outs, marked.inputs)).toEqual({ changes: true });
      const { outs } = await provider.update(marked.id, marked.outs, marked.inputs);
      expect(outs).toEqual(made.outs);
    });
  }
});
