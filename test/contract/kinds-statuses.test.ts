import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cases, held } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// The meaning of AWS's statuses for each kind, in every spelling.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

/** Returns a status in the spellings that AWS services use. */
function spellings(word: string): string[] {
  return [...new Set([word, word.toUpperCase(), word.replace(/-/g, "_"), word.replace(/_/g, "-")])];
}

describe.each(cases)("a $kind.label", (example) => {
  const { kind, program, words } = example;
  const fixed = { ...program, [kind.naming.input]: "orders-1" };
  const show = (status: string) => held(example, world.aws, home)[0]?.lifetime.end(status);
  beforeEach(() => example.addSources(world.aws));

  const failures = [...new Set([words.failed, ...kind.failed])].flatMap(spellings);
  it.each(failures)("is kept as failed and replaced if AWS reports %s", async (status) => {
    example.service(world.aws).fail(...home, "orders-1", status);
    const provider = world.provider(kind);
    const inputs = await checked(provider, fixed);
    const { message, id = "", properties } = await failureOf(provider.create(inputs));
    expect(message).toContain(`AWS reports "${status}", so there is nothing to restore from.`);
    expect(properties).toMatchObject({ status });
    expect(await provider.diff(id, properties, inputs)).toEqual({
      changes: true,
      replaces: ["status"],
    });
  });

  it.each(kind.finished.flatMap(spellings))("is finished if AWS reports %s", async (status) => {
    example.service(world.aws).fail(...home, "orders-1", status);
    const { id, inputs, outs } = await make(world.provider(kind), fixed);
    expect(outs).toMatchObject({ status });
    expect(await world.provider(kind).diff(id, outs, inputs)).toEqual({ changes: false });
  });

  it.each(["modifying", "exporting", "copying", "some-new-word"])(
    "that was finished shows the status %s after a refresh, and needs no update",
    async (status) => {
      const made = await make(world.provider(kind), program);
      show(status);
      const provider = world.provider(kind);
      const first = await provider.read(made.id, made.outs);
      const again = await provider.read(made.id, { ...first.props });
      for (const { props } of [first, again]) {
        expect(props).toMatchObject({ status });
        expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({ changes: false });
      }
      show(words.available);
      const { props } = await provider.read(made.id, { ...again.props });
      expect(props).toEqual(made.outs);
    },
  );

  it("that was finished and is being deleted gets an update that finds out", async () => {
    const made = await make(world.provider(kind), program);
    show("deleting");
    const provider = world.provider(kind);
    const { props } = await provider.read(made.id, made.outs);
    expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({ changes: true });
  });

  it("that was finished and failed later is replaced", async () => {
    const made = await make(world.provider(kind), program);
    const provider = world.provider(kind);
    show("modifying");
    const first = await provider.read(made.id, made.outs);
    show(words.failed);
    const { props } = await provider.read(made.id, { ...first.props });
    expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({
      changes: true,
      replaces: ["status"],
    });
  });

  it.each([words.creating, "some-new-word"])(
    "that was never seen finished is waited for by the next update, even if a refresh saw the status %s",
    async (status) => {
      const { aws } = world;
      example.service(aws).freeze(...home, "orders-1");
      const inputs = await checked(world.provider(kind), {
        ...fixed,
        __timeouts: { create: "1m" },
      });
      const { id = "", properties } = await failureOf(world.provider(kind).create(inputs));
      if (status !== words.creating) {
        show(status);
      }
      const provider = world.provider(kind);
      const { props } = await provider.read(id, properties);
      expect(props).toMatchObject({ status });
      expect(await provider.diff(id, { ...props }, inputs)).toEqual({ changes: true });
      show(words.available);
      const { outs } = await world.provider(kind).update(id, { ...props }, inputs);
      expect(outs).toMatchObject({ status: words.available });
    },
  );

  it("gets its new tags even if a refresh saw the status modifying", async () => {
    const made = await make(world.provider(kind), program);
    show("modifying");
    const provider = world.provider(kind);
    const { props } = await provider.read(made.id, made.outs);
    show(words.available);
    const news = await checked(provider, { ...program, tags: { team: "b" } }, made.inputs);
    const { outs } = await provider.update(made.id, { ...props }, news);
    expect(outs).toMatchObject({ status: words.available, tagsAll: { team: "b" } });
    expect(Object.keys(outs ?? {}).toSorted()).toEqual(Object.keys(made.outs).toSorted());
  });
});
