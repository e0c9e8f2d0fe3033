import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cases, held } from "./cases.js";
import { checked, home, make, World } from "./world.js";

// An update that removes tags which somebody has removed already: the result is the wanted one.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

describe.each(cases)("a $kind.label whose tags an update removes", (example) => {
  const { kind, program } = example;
  const tags = { team: "orders", owner: "ann", stage: "prod" };

  it.each([
    ["none of them", []],
    ["one of them", ["owner"]],
    ["two of them", ["team", "owner"]],
    ["all of them", ["team", "owner", "stage"]],
  ])("has none of them afterwards if somebody removed %s before", async (_which, before) => {
    example.addSources(world.aws);
    const made = await make(world.provider(kind), { ...program, tags });
    const [ours] = held(example, world.aws, home);
    for (const key of before) {
      ours?.tags.delete(key);
    }
    const provider = world.provider(kind);
    const news = await checked(provider, { ...program, tags: { cost: "1" } }, made.inputs);
    const { outs } = await provider.update(made.id, made.outs, news);
    expect(outs).toMatchObject({ tagsAll: { cost: "1" } });
    expect(outs).not.toHaveProperty("__inDoubt");
    expect(Object.fromEntries(ours?.tags ?? [])).toEqual({ cost: "1" });
  });
});
