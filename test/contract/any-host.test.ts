import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { type Call, callWith } from "../../src/state/call.js";
import type { Stored } from "../../src/state/stored.js";
import type { Props } from "../../src/values/json.js";
import { cases, held, type KindCase } from "./cases.js";
import { home, World } from "./world.js";

// Drives the lifecycle as a host without hidden inputs does: everything that is not an input comes in a Call.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const seed = Buffer.from("a seed of the engine");

function provider(example: KindCase) {
  const { clock } = world.aws;
  const sleep = async (milliseconds: number) => clock.advance(Math.ceil(milliseconds));
  const runtime = new Runtime({ now: () => clock.now(), sleep });
  runtime.configure(new Map());
  return lifecycle(example.kind, runtime);
}

function callOf(more: Partial<Call> = {}): Call {
  return {
    ...callWith("urn:pulumi:prod::shop::aws-snapshots:any:Any::orders"),
    organization: "acme",
    seed,
    ofHost: { anything: ["of", "the host"] },
    ...more,
  };
}

const nothing: Stored = { props: {}, call: callOf(), notes: {} };

/** The inputs of a program, without the hidden inputs of the dynamic host. */
function program(example: KindCase, more: Props = {}): Props {
  const given = Object.entries({ ...example.program, ...more });
  return Object.fromEntries(given.filter(([key]) => !key.startsWith("__")));
}

const forms = cases.flatMap((example) => [
  [example.kind.label, example, {}] as const,
  ...(example.exporting === undefined
    ? []
    : [[`${example.kind.label} as an export`, example, example.exporting] as const]),
]);

describe.each(forms)("a host without hidden inputs: %s", (_title, example, more) => {
  const { kind } = example;
  const { input, isOwn } = kind.naming;
  beforeEach(() => example.addSources(world.aws));

  async function made() {
    const { inputs, failures } = await provider(example).check(
      callOf(),
      nothing,
      program(example, more),
    );
    expect(failures).toEqual([]);
    return { inputs, ...(await provider(example).create(callOf(), inputs)) };
  }

  it("gives the name that the preview showed, from the engine's seed", async () => {
    const { inputs, stored } = await made();
    const preview = await provider(example).check(callOf(), nothing, program(example, more));
    expect(preview.inputs[input]).toBe(inputs[input]);
    expect(stored.props[input]).toBe(inputs[input]);
    const other = callOf({ seed: Buffer.from("another seed") });
    const another = await provider(example).check(other, nothing, program(example, more));
    expect(another.inputs[input] !== inputs[input]).toBe(isOwn);
  });

  it("gets back its own call through a whole life, and properties without hidden keys", async () => {
    const { id, inputs, stored } = await made();
    const call = callOf({ timeouts: { delete: "3h" } });
    const states = [stored];
    expect(await provider(example).diff(call, id, stored, inputs)).toEqual({ changes: true });
    states.push(await provider(example).update(call, id, stored, inputs));
    const found = await provider(example).read(call, id, stored);
    states.push(found?.stored ?? expect.fail("it is not there"));
    expect(found?.inputs).toEqual(inputs);
    for (const { props, call: kept } of states) {
      expect(Object.keys(props).filter((key) => key.startsWith("__"))).toEqual([]);
      expect(kept.ofHost).toEqual(call.ofHost);
    }
    expect(states.map((state) => state.call.timeouts)).toEqual([
      undefined,
      call.timeouts,
      call.timeouts,
    ]);
    await provider(example).delete(call, id, stored);
    expect(held(example, world.aws, home)).toEqual([]);
  });

  it("looks a resource up by its id alone", async () => {
    const { id, inputs } = await made();
    const lookup = callOf({ isLookup: true });
    const found = await provider(example).read(lookup, id, { ...nothing, call: lookup });
    expect(found?.inputs).toMatchObject({ [input]: inputs[input], region: home[1] });
  });
});
