import { afterEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { Connections } from "../../src/aws/connection.js";
import { findOrphans } from "../../src/lookups/orphans.js";
import { cases, faultOn, held } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// The tags of an unfinished snapshot of each kind, whatever AWS answers about them.
let world: World;
afterEach(() => world.close());

const readings = ["read", "read and change", "not found"] as const;

describe.each(readings)("protected tags (%s)", (tagsOfUnfinished) => {
  describe.each(cases)("of an unfinished $kind.label", (example) => {
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
    ])("let the next run adopt it after a killed create, with %s", async (_name, wanted) => {
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

    it("let it be recognized after a create whose answer was lost", async () => {
      await start();
      faultOn(world.aws, example, "create", { dropConnection: "after" });
      const { id } = await make(world.provider(kind), fixed);
      expect(ours().map(({ arn }) => arn)).toEqual([id]);
      expect(isMarked()).toBe(false);
    });

    it("keep the creating tag if nobody waits, and the next update removes it", async () => {
      await start();
      const made = await make(world.provider(kind), { ...program, waitForCompletion: false });
      expect(made.outs["__marked"] === true).toBe(isMarked());
      world.aws.clock.advance(60_000);
      const { outs } = await world.provider(kind).update(made.id, made.outs, made.inputs);
      expect(outs).not.toHaveProperty("__marked");
      expect(isMarked()).toBe(false);
    });

    it("keep the creating tag if the snapshot is not finished in time, and the state records it", async () => {
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

    it("are changed as soon as AWS allows it", async () => {
      await start();
      const made = await make(world.provider(kind), { ...program, waitForCompletion: false });
      const provider = world.provider(kind);
      const news = await checked(provider, { ...program, tags: { owner: "b" } }, made.inputs);
      const { outs } = await provider.update(made.id, made.outs, news);
      expect(outs).toMatchObject({ status: words.available, tagsAll: { owner: "b" } });
      expect(Object.fromEntries(ours()[0]?.tags ?? [])).toEqual({ owner: "b" });
    });

    it("in doubt are compared as soon as AWS shows them", async () => {
      await start();
      const made = await make(world.provider(kind), { ...program, waitForCompletion: false });
      const olds = { ...made.outs, __inDoubt: true };
      const provider = world.provider(kind);
      const news = await checked(provider, program, made.inputs);
      const { outs } = await provider.update(made.id, olds, news);
      expect(outs).toMatchObject({ status: words.available, tagsAll: { team: "orders" } });
      expect(outs).not.toHaveProperty("__inDoubt");
    });

    it("let the search report the snapshot as an orphan or as not examined", async () => {
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
