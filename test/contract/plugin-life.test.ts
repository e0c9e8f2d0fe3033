import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outputs } from "../../src/schema/outputs.js";
import { repeatedOutputs } from "../../src/schema/repeated-outputs.js";
import { isUnknown } from "../../src/values/engine-values.js";
import type { Props } from "../../src/values/json.js";
import { cases, held, type KindCase } from "./cases.js";
import { PluginHost } from "./plugin-host.js";
import { home, World } from "./world.js";

// The life of every kind through the plugin's own server, called as the engine calls it.
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

function program({ program: given }: KindCase, more: Props = {}): Props {
  const entries = Object.entries({ ...given, ...more });
  return Object.fromEntries(entries.filter(([key]) => !key.startsWith("__")));
}

/** The foreseen outputs that are known. */
function known(foreseen: Props): Props {
  return Object.fromEntries(Object.entries(foreseen).filter(([, value]) => !isUnknown(value)));
}

const forms = cases.flatMap((example) => [
  [example.kind.label, example, {}] as const,
  ...(example.exporting === undefined
    ? []
    : [[`${example.kind.label} as an export`, example, example.exporting] as const]),
]);

describe.each(forms)("the plugin's %s", (_title, example, more) => {
  const { kind } = example;
  const { name } = kind;
  beforeEach(() => example.addSources(world.aws));

  const make = () => host.make(name, "one", program(example, more));

  it("has no outputs that its class does not declare", async () => {
    const { id, outs } = await make();
    expect(id).not.toBe("");
    expect(outs["arn"]).toBe(id);
    const undeclared = Object.keys(outs).filter((key) => !declaredOutputs(name).includes(key));
    expect(undeclared.filter((key) => !key.startsWith("__"))).toEqual([]);
  });

  it("comes out of a create as its preview showed", async () => {
    const { inputs } = await host.check(name, "one", program(example, more));
    const preview = await host.create(name, "one", inputs, { preview: true });
    expect(held(example, world.aws, home)).toEqual([]);
    expect(preview.id).toBe("");
    const { outs } = await host.create(name, "one", inputs);
    expect(outs).toMatchObject(known(preview.outs));
    expect(
      Object.keys(outs).filter((key) => !key.startsWith("__") && !(key in preview.outs)),
    ).toEqual([]);
  });

  it("shows no change when nothing changed, and asks AWS nothing", async () => {
    const made = await make();
    world.aws.requests.clear();
    const { inputs } = await host.check(name, "one", program(example, more), made.inputs);
    expect(inputs).toEqual(made.inputs);
    expect(await host.diff(name, "one", made, inputs)).toMatchObject({
      changes: "none",
      replaces: [],
    });
    expect(world.aws.requests.operations()).toEqual([]);
  });

  it("comes out of an update in place as its preview showed", async () => {
    const made = await make();
    const changed = {
      triggers: undefined,
      stallTimeout: "2h",
      ...(kind.tagging && { tags: { later: "1" } }),
    };
    const wanted = { ...program(example, more), ...changed };
    const { inputs } = await host.check(name, "one", without(wanted), made.inputs);
    const difference = await host.diff(name, "one", made, inputs);
    expect(difference).toMatchObject({ changes: "some", replaces: [] });
    expect(difference.detailed).toContain("stallTimeout add");
    const preview = await host.update(name, "one", made, inputs, { preview: true });
    const updated = await host.update(name, "one", made, inputs);
    expect(updated.outs).toMatchObject(known(preview.outs));
    for (const key of difference.stables) {
      expect(updated.outs[key]).toEqual(made.outs[key]);
    }
    expect(preview.outs["arn"]).toBe(made.id);
  });

  it("reads the same again in a refresh, and a first read finds it by its id", async () => {
    const made = await make();
    const refreshed = await host.read(name, "one", made);
    expect(refreshed).toEqual(made);
    const imported = await host.read(name, "one", { id: made.id });
    expect(imported?.inputs).toMatchObject({ region: home[1] });
  });

  it("is deleted by its outputs, and then a refresh drops it", async () => {
    const made = await make();
    host.close();
    // A process never deletes what it has made itself.
    host = await PluginHost.start(world);
    await host.delete(name, "one", made);
    expect(held(example, world.aws, home)).toEqual([]);
    const refreshed = await host.read(name, "one", made);
    expect(refreshed === undefined).toBe(made.outs["status"] !== "exported");
  });
});

function without(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}

function declaredOutputs(kind: string): readonly string[] {
  const all: Readonly<Record<string, readonly string[]>> = outputs;
  const copies: Readonly<Record<string, object>> = repeatedOutputs;
  return [...(all[kind] ?? []), ...Object.keys(copies[kind] ?? {})];
}
