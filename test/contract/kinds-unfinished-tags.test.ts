import { afterEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { Connections } from "../../src/aws/connection.js";
import { findOrphans } from "../../src/lookups/orphans.js";
import { cases, faultOn, held } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// What becomes of the tags of one of each kind while it is made, whatever AWS then answers about them.
let world: World;
afterEach(() => world.close());

const readings = ["read", "read and change", "not found"] as const;

describe.each(readings)("where AWS lets nobody touch unfinished tags (%s),", (tagsOfUnfinished) => {
  describe.each(cases)("a $kind.label", (example) => {
    const { kind, program, words } = example;
    const fixed = { ...program, [kind.naming.input]: "orders-1" };
    const ours = () => held(example, world.aws, home);
    const isMarked = () => ours().some(({ tags }) => tags.has(creatingTag));
    const start = async () => {
      world = await World.start({ tagsOfUnfinished });
      example.addSources(world.aws);
    };

    it.each([
      ["a name of its own", program],
      ["a fixed name", fixed],
    ])("whose create was killed is taken over by the next run, with %s", async (_name, wanted) => {
      await start();
      await world.killedCreate(kind, await checked(world.provider(kind), wanted));
      const [left] = ours();
      const later = { ...wanted, tags: { team: "billing" } };
      const { id, outs } = await make(world.provider(kind), later);
      expect(ours().map(({ arn }) => arn)).toEqual([left?.arn]);
      expect(id).toBe(left?.arn);
      expect(outs["status"]).toBe(words.available);
      expect(Object.fromEntries(left?.tags ?? [])).toEqual({ team: "billing" });
      expect(outs).not.toHaveProperty("__marked");
    });

    it("of whose create the answer was lost is known by its mark", async () => {
      await start();
      faultOn(world.aws, example, "create", { dropConnection: "after" });
      const { id } = await make(world.provider(kind), fixed);
      expect(ours().map(({ arn }) => arn)).toEqual([id]);
      expect(isMarked()).toBe(false);
    });

    it("that nobody waits for is known to be marked as long as it is, and the next update takes the mark off", async () => {
      await start();
      const made = await make(world.provider(kind), { ...program, waitForCompletion: false });
      expect(made.outs["__marked"] === true).toBe(isMarked());
      world.aws.clock.advance(60_000);
      const { outs } = await world.provider(kind).update(made.id, made.outs, made.inputs);
      expect(outs).not.toHaveProperty("__marked");
      expect(isMarked()).toBe(false);
    });

    it("that is not finished in time is known to be marked as long as it is", async () => {
      await start();
      example.service(world.aws).freeze(...home, "orders-1");
      const inputs = await checked(world.provider(kind), {
        ...fixed,
        __timeouts: { create: "1m" },
      });
      const { id = "", properties } = await failureOf(world.provider(kind).create(inputs));
      expect(properties["__marked"] === true).toBe(isMarked());
      const read = await world.provider(kind).read(id, properties);
      expect(read.props?.["__marked"] === true).toBe(isMarked());
      ours()[0]?.lifetime.end(words.available);
      const { outs } = await world.provider(kind).update(id, properties, inputs);
      expect(outs).not.toHaveProperty("__marked");
      expect(isMarked()).toBe(false);
    });

    it("that is not finished gets its new tags as soon as AWS lets them be changed", async () => {
      await start();
      const made = await make(world.provider(kind), { ...program, waitForCompletion: false });
      const provider = world.provider(kind);
      const news = await checked(provider, { ...program, tags: { owner: "b" } }, made.inputs);
      const { outs } = await provider.update(made.id, made.outs, news);
      expect(outs).toMatchObject({ status: words.available, tagsAll: { owner: "b" } });
      expect(Object.fromEntries(ours()[0]?.tags ?? [])).toEqual({ owner: "b" });
    });

    it("whose tags are in doubt and that is not finished is compared once AWS shows them", async () => {
      await start();
      const made = await make(world.provider(kind), { ...program, waitForCompletion: false });
      const olds = { ...made.outs, __inDoubt: true };
      const provider = world.provider(kind);
      const news = await checked(provider, program, made.inputs);
      const { outs } = await provider.update(made.id, olds, news);
      expect(outs).toMatchObject({ status: words.available, tagsAll: { team: "orders" } });
      expect(outs).not.toHaveProperty("__inDoubt");
    });

    it("is either found as left behind, or named as not looked at", async () => {
      await start();
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      const [left] = ours();
      const search = async () => {
        const { clock } = world.aws;
        const { orphans, failures } = await findOrphans([kind], {
          connections: new Connections(undefined),
          region: home[1],
          profile: undefined,
          clock: {
            now: () => clock.now(),
            sleep: async (milliseconds) => clock.advance(Math.ceil(milliseconds)),
          },
          tell: () => {},
        });
        return [...orphans.map(({ name }) => name), ...failures];
      };
      const unread = new RegExp(
        `^reading the tags of ${kind.label} "${left?.name}" in eu-west-1: .* Run the command again then\\.$`,
      );
      const [only, ...more] = await search();
      expect(more).toEqual([]);
      expect(only === left?.name || unread.test(only ?? "")).toBe(true);
      world.aws.clock.advance(60_000);
      expect(await search()).toEqual([left?.name]);
    });
  });
});
