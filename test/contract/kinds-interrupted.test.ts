import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { markConfigKey } from "../../src/aws/own-settings.js";
import { createVerb } from "../../src/kinds/kind.js";
import { camel, cases, expectedOutputs, faultOn, held, inOrder, purposes } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// Creates of each kind whose answer was lost, or whose process was killed.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const denied = { error: { code: "AccessDeniedException", message: "You may not do this" } };

describe.each(cases)("a $kind.label", (example) => {
  const { kind, program, words } = example;
  const fixed = { ...program, [kind.naming.input]: "orders-1" };
  const ours = () => held(example, world.aws, home);
  const marks = () => ours().map(({ tags }) => tags.has(creatingTag));
  beforeEach(() => example.addSources(world.aws));

  describe("whose create lost its answer", () => {
    it.each([
      ["by the SDK", "2"],
      ["by the lifecycle", "1"],
    ])(
      "is recognized by its creating tag when the request is sent again %s",
      async (_whom, attempts) => {
        vi.stubEnv("AWS_MAX_ATTEMPTS", attempts);
        faultOn(world.aws, example, "create", { dropConnection: "after" });
        const { id, outs } = await make(world.provider(kind), fixed);
        expect(ours().map(({ arn }) => arn)).toEqual([id]);
        expect(marks()).toEqual([false]);
        expect(outs["status"]).toBe(words.available);
        expect(purposes(example, world.aws).join(" ")).toMatch(
          inOrder(example, "list create create find( tags)+( find)+ untag"),
        );
      },
    );

    it("is recognized by its creating tag even if it keeps its own source busy at first", async () => {
      faultOn(world.aws, example, "create", { dropConnection: "after" });
      faultOn(world.aws, example, "create", {
        error: { code: example.codes.busy, message: "It is being backed up" },
      });
      const { id } = await make(world.provider(kind), fixed);
      expect(ours().map(({ arn }) => arn)).toEqual([id]);
      expect(marks()).toEqual([false]);
    });

    it("is not confused with a snapshot of that name that somebody else created", async () => {
      vi.stubEnv("AWS_MAX_ATTEMPTS", "2");
      example.addForeign(world.aws, "orders-1");
      faultOn(world.aws, example, "create", { dropConnection: "after" });
      const { message, id } = await failureOf(make(world.provider(kind), fixed));
      expect(id).toBeUndefined();
      expect(message).toContain(example.codes.taken);
      expect(ours()).toHaveLength(1);
      expect(purposes(example, world.aws)).not.toContain("untag");
    });

    it("is not recognized without a creating tag, and the error says what is in the way", async () => {
      faultOn(world.aws, example, "create", { dropConnection: "after" });
      const unmarked = world.provider(kind, { [markConfigKey]: "false" });
      const { message, id } = await failureOf(make(unmarked, fixed));
      expect(id).toBeUndefined();
      expect(message).toContain(`${createVerb(kind)} ${kind.label} "orders-1" in eu-west-1: `);
      expect(message).toContain(example.codes.taken);
      expect(ours()).toHaveLength(1);
    });
  });

  it("is created without a creating tag if the configuration says so, and costs no extra calls", async () => {
    const { outs } = await make(world.provider(kind, { [markConfigKey]: "false" }), program);
    expect(outs["status"]).toBe(words.available);
    expect(purposes(example, world.aws).join(" ")).toMatch(inOrder(example, "create( find)+"));
    const [create] = world.aws.requests.changing();
    expect(camel(create?.input)["tags"]).toEqual([{ key: "team", value: "orders" }]);
  });

  describe("whose create was killed", () => {
    it("with an automatic name is found among many, waited for and kept by the next run", async () => {
      const { aws } = world;
      for (let index = 0; index < 60; index++) {
        example.addForeign(aws, `theirs-${index}`);
      }
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      for (let index = 60; index < 120; index++) {
        example.addForeign(aws, `theirs-${index}`);
      }
      const left = ours().find(({ tags }) => tags.has(creatingTag));
      aws.requests.clear();

      const provider = world.provider(kind);
      const { id, inputs, outs } = await make(provider, program);
      expect(id).toBe(left?.arn);
      expect(ours()).toHaveLength(121);
      expect(marks()).not.toContain(true);
      const asked = purposes(example, aws);
      // If a listing may include other accounts' snapshots, the account of the caller is read once.
      const asks = asked.filter((purpose) => purpose === "GetCallerIdentity");
      expect(asks).toHaveLength(kind.listing?.showsShared ? 1 : 0);
      expect(asked.filter((purpose) => purpose !== "GetCallerIdentity").join(" ")).toMatch(
        /^list( list)+( tags)+( find)+( DescribeDBClusterSnapshotAttributes)? untag$/,
      );
      // The name differs from the name that this run generated, and that is not a change.
      expect(outs[kind.naming.input]).toBe(left?.name);
      expect(inputs[kind.naming.input]).not.toBe(left?.name);
      expect(await provider.diff(id, outs, inputs)).toEqual({ changes: false });
    });

    it("with a fixed name is found, finished meanwhile, and has every member", async () => {
      const { aws } = world;
      await world.killedCreate(kind, await checked(world.provider(kind), fixed));
      aws.clock.advance(60_000);
      aws.requests.clear();
      const { id, outs } = await make(world.provider(kind), fixed);
      expect(ours().map(({ arn }) => arn)).toEqual([id]);
      expect(marks()).toEqual([false]);
      expect(purposes(example, aws)).not.toContain("create");
      const answer = await example.describe(aws, "orders-1");
      expect(outs).toMatchObject(expectedOutputs(example, answer));
    });

    it("is found once its tags can be read", async () => {
      const { aws } = world;
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      const [left] = ours();
      const busy = { code: example.codes.busy, message: "It is being made" };
      const fault = faultOn(aws, example, "tags", { error: busy, times: 3 });
      const { id } = await make(world.provider(kind), program);
      expect(id).toBe(left?.arn);
      expect(fault.hits).toBe(3);
    });

    it("is not created again if the caller may not read the tags of the first one", async () => {
      const { aws } = world;
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      faultOn(aws, example, "tags", denied);
      aws.requests.clear();
      const { message, id } = await failureOf(make(world.provider(kind), program));
      expect(id).toBeUndefined();
      expect(message).toContain("AccessDeniedException: You may not do this. ");
      expect(aws.requests.changing()).toEqual([]);
      expect(marks()).toEqual([true]);
    });

    it("gets the tags that are wanted now, and keeps the tags that others gave it", async () => {
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      const [left] = ours();
      left?.tags.set("theirs", "yes");
      const later = { ...program, tags: { team: "billing" } };
      const { id, outs } = await make(world.provider(kind), later);
      expect(id).toBe(left?.arn);
      expect(outs["tagsAll"]).toEqual({ team: "billing" });
      expect(Object.fromEntries(left?.tags ?? [])).toEqual({ team: "billing", theirs: "yes" });
    });

    it("under an automatic name is not adopted if the program now gives a fixed name", async () => {
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      const [left] = ours();
      world.aws.clock.advance(60_000);
      const { id } = await make(world.provider(kind), fixed);
      expect(id).not.toBe(left?.arn);
      expect(ours().find(({ arn }) => arn === id)?.name).toBe("orders-1");
    });

    it("is not adopted if it failed", async () => {
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      const [left] = ours();
      example.service(world.aws).fail(...home, left?.name ?? "");
      const { id, outs } = await make(world.provider(kind), program);
      expect(outs["status"]).toBe(words.available);
      expect(id).not.toBe(left?.arn);
      expect(ours()).toHaveLength(2);
    });

    it("is not adopted if the inputs have changed", async () => {
      await world.killedCreate(kind, await checked(world.provider(kind), program));
      const [left] = ours();
      world.aws.clock.advance(60_000);
      const later = { ...program, triggers: { release: "2" } };
      const { id } = await make(world.provider(kind), later);
      expect(id).not.toBe(left?.arn);
      expect(ours()).toHaveLength(2);
      expect(left?.tags.has(creatingTag)).toBe(true);
    });
  });

  it.each(["diff", "check"] as const)(
    "in the state is not adopted as its own replacement, even if it still has its creating tag and only %s knows it",
    async (call) => {
      faultOn(world.aws, example, "untag", denied);
      const old = await make(world.provider(kind), program);
      expect(marks()).toEqual([true]);
      const provider = world.provider(kind);
      await (call === "diff"
        ? provider.diff(old.id, old.outs, old.inputs)
        : provider.check(old.inputs, program));
      const next = await make(provider, program);
      expect(next.id).not.toBe(old.id);
      expect(ours()).toHaveLength(2);
    },
  );
});
