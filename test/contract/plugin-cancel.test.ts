import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import type { Clock } from "../../src/values/clock.js";
import type { Props } from "../../src/values/json.js";
import { cases, faultOn, held, type KindCase } from "./cases.js";
import { PluginFailure, PluginHost } from "./plugin-host.js";
import { home, World } from "./world.js";

// The engine tells the plugin about the first ^C, while something waits.
let world: World;
const hosts: PluginHost[] = [];
beforeEach(async () => {
  world = await World.start();
});
afterEach(async () => {
  for (const host of hosts.splice(0)) {
    host.close();
  }
  await world.close();
});

/** Starts a process, by default one whose waits turn the clock. */
async function start(clock?: Clock): Promise<PluginHost> {
  const host = await PluginHost.start(world, {}, clock);
  hosts.push(host);
  return host;
}

/** A clock that never wakes a sleeper, and tells when the first falls asleep. */
function stoppedClock(): Clock & { readonly asleep: Promise<void> } {
  let tell = () => {};
  const asleep = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const sleep = () => {
    tell();
    return new Promise<void>(() => {});
  };
  return { asleep, now: () => world.aws.clock.now(), sleep };
}

/** Starts an operation in a process, cancels the run at its first wait, and returns the failure. */
async function cancelled(begin: (host: PluginHost) => Promise<unknown>): Promise<PluginFailure> {
  const clock = stoppedClock();
  const host = await start(clock);
  const failure = begin(host).then(
    () => expect.fail("the operation succeeded"),
    (error: unknown) => error,
  );
  await Promise.race([clock.asleep, failure]);
  await host.cancel();
  const error = await failure;
  return error instanceof PluginFailure ? error : expect.fail(String(error));
}

function program({ program: given }: KindCase): Props {
  return Object.fromEntries(Object.entries(given).filter(([key]) => !key.startsWith("__")));
}

const marked = (example: KindCase) =>
  held(example, world.aws, home).filter(({ tags }) => tags.has(creatingTag));

/** What only the stack knows of a resource, so that the next update takes the creating tag off. */
const knowsOfMark = ({ kept }: PluginFailure) => kept?.outs["__marked"] === true;

describe.each(cases)("a cancelled run: a $kind.label", (example) => {
  const { kind } = example;
  const { name } = kind;
  beforeEach(() => example.addSources(world.aws));

  /** Lets the next run go on with what this one left, and expects one snapshot, finished and without the tag. */
  async function goOn({ kept }: PluginFailure): Promise<void> {
    const next = await start();
    const before = kept ?? expect.fail("the engine forgets the resource");
    const { inputs } = await next.check(name, "one", program(example), before.inputs);
    expect((await next.diff(name, "one", before, inputs)).changes).toBe("some");
    const { outs } = await next.update(name, "one", before, inputs);
    expect(outs["status"]).toBe(example.words.available);
    expect(held(example, world.aws, home).map(({ arn }) => arn)).toEqual([before.id]);
    expect(marked(example)).toEqual([]);
    expect((await next.diff(name, "one", { ...before, outs }, inputs)).changes).toBe("none");
  }

  it("keeps what AWS is creating, with its id, a sentence and no tag that the state does not know of", async () => {
    const failure = await cancelled((host) => host.make(name, "one", program(example)));
    expect(failure.message).toContain(
      "the run was cancelled. It stays in the stack, and the next `pulumi up` continues",
    );
    expect(failure.reasons).toEqual([failure.message]);
    expect(failure.kept?.id).toBe(held(example, world.aws, home)[0]?.arn);
    expect(failure.kept?.inputs).toMatchObject({
      [kind.naming.input]: failure.kept?.outs[kind.naming.input],
    });
    expect(marked(example).length === 0 || knowsOfMark(failure)).toBe(true);
    await goOn(failure);
  });

  it("keeps what AWS has accepted with an answer that was lost", async () => {
    faultOn(world.aws, example, "create", { dropConnection: "after" });
    const failure = await cancelled((host) => host.make(name, "one", program(example)));
    expect(failure.kept?.id).toBe(held(example, world.aws, home)[0]?.arn);
    expect(marked(example).length === 0 || knowsOfMark(failure)).toBe(true);
    await goOn(failure);
  });

  it("keeps nothing that AWS has not accepted", async () => {
    const busy = { error: { code: example.codes.busy, message: "It is being backed up" } };
    faultOn(world.aws, example, "create", { ...busy, times: 100 });
    const failure = await cancelled((host) => host.make(name, "one", program(example)));
    expect(failure.message).toContain("the run was cancelled");
    expect(failure.kept).toBeUndefined();
    expect(held(example, world.aws, home)).toEqual([]);
  });

  it("leaves what AWS is deleting in the stack, and the next run finds it gone", async () => {
    const made = await (await start()).make(name, "one", program(example));
    const failure = await cancelled((host) => host.delete(name, "one", made));
    expect(failure.message).toContain("the run was cancelled");
    expect(failure.kept).toBeUndefined();
    await (await start()).delete(name, "one", made);
    expect(held(example, world.aws, home)).toEqual([]);
  });
});

it("a run that was cancelled at its end still answers, and begins no wait", async () => {
  const [example = expect.fail()] = cases;
  example.addSources(world.aws);
  const host = await start();
  const made = await host.make(example.kind.name, "one", program(example));
  await host.cancel();
  await host.cancel();
  expect((await host.diff(example.kind.name, "one", made, made.inputs)).changes).toBe("none");
});
