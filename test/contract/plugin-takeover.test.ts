import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { typeToken } from "../../src/abi/stored-text.js";
import { cases, held } from "./cases.js";
import { PluginHost } from "./plugin-host.js";
import { checked, home, World } from "./world.js";

// A stack moves to the plugin after a run of the dynamic resources was killed.
let world: World;
let host: PluginHost;
beforeEach(async () => {
  world = await World.start();
  host = await PluginHost.start(world);
});
afterEach(async () => {
  host.close();
  await world.close();
});

const tagged = cases.filter(({ kind }) => kind.tagging !== undefined);

describe.each(tagged)("a $kind.label whose create was killed", (example) => {
  const { kind, program } = example;
  const visible = Object.fromEntries(
    Object.entries(program).filter(([key]) => !key.startsWith("__")),
  );
  beforeEach(() => example.addSources(world.aws));

  /** Begins a create in a process of the dynamic host that is killed. */
  async function kill(name: string): Promise<void> {
    const urn = `urn:pulumi:dev::orders::${typeToken(kind.name)}::${name}`;
    const inputs = await checked(world.provider(kind), { ...visible, __urn: urn });
    await world.killedCreate(kind, inputs);
    world.aws.requests.clear();
  }

  it("by the dynamic resources is adopted by the plugin, and loses the creating tag", async () => {
    await kill("one");
    const [left] = held(example, world.aws, home);
    expect(left?.tags.has(creatingTag)).toBe(true);
    const made = await host.make(kind.name, "one", visible);
    expect(made.id).toBe(left?.arn);
    expect(held(example, world.aws, home)).toHaveLength(1);
    expect(left?.tags.has(creatingTag)).toBe(false);
  });

  it("under another name is not adopted by the plugin", async () => {
    await kill("one-2");
    const made = await host.make(kind.name, "one", visible);
    expect(held(example, world.aws, home)).toHaveLength(2);
    expect(made.id).not.toBe(held(example, world.aws, home)[0]?.arn);
  });
});
