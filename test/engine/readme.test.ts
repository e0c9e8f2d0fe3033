import { beforeAll, expect, it } from "vitest";
import { blocksOf } from "../../scripts/code-blocks.mjs";
import { programOf, shown } from "./programs.js";
import { makeWorld, type World } from "./world.js";

let world: World;

beforeAll(async () => {
  world = await makeWorld();
  return world.close;
});

it("the README shows the preview that its program gives", async () => {
  const stack = await world.stack();
  const [source = ""] = blocksOf("README.md", "ts");
  const [wanted = ""] = blocksOf("README.md", "text");
  const { output } = await stack.preview(programOf(source));
  expect(shown(wanted)).toHaveLength(8);
  expect(shown(output)).toEqual(shown(wanted));
});
