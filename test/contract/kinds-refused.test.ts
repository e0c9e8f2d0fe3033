import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { createVerb } from "../../src/kinds/kind.js";
import { cases, faultOn, held, settingCalls } from "./cases.js";
import { door } from "./doors.js";
import { checked, failureOf, home, make, World } from "./world.js";

// The error that a person reads, and the state afterwards, if AWS refuses a call of each kind.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const denied = {
  error: { code: "AccessDeniedException", message: "You may not do this", status: 400 },
};

/** `<doing> <label> "<name>" in <region>: <AWS code>: <AWS text>. <what to do> (request …)` */
function sentence(doing: string, label: string, code: string): RegExp {
  return new RegExp(
    `^${doing} ${label} "orders-1" in eu-west-1: ${code}: [^.]+\\. [A-Z][^()]+\\. \\(request [0-9a-f-]{36}\\)`,
  );
}

describe.each(cases)("a $kind.label", (example) => {
  const { kind, program, spelled, words } = example;
  const fixed = { ...program, [kind.naming.input]: "orders-1" };
  const refusal = (doing: string, code: string) => sentence(doing, kind.label, code);

  describe("that cannot be created", () => {
    it("because its source does not exist names the input to check", async () => {
      const { message, id } = await failureOf(make(world.provider(kind), fixed));
      expect(id).toBeUndefined();
      expect(message).toMatch(refusal(createVerb(kind), example.codes.missing));
      expect(message).toContain(`Check ${example.source}`);
      expect(world.aws.requests.changing().every(({ outcome }) => outcome !== "ok")).toBe(true);
    });

    it("because its name is taken leaves the other snapshot alone, and says what to do", async () => {
      const { aws } = world;
      example.addSources(aws);
      example.addForeign(aws, "orders-1");
      const { message, id } = await failureOf(make(world.provider(kind), fixed));
      expect(id).toBeUndefined();
      expect(message).toMatch(refusal(createVerb(kind), example.codes.taken));
      expect(message).toContain(
        `Choose another name, or import it with \`${door().importCommand}\`.`,
      );
      expect(aws.requests.changing()).toHaveLength(1);
    });

    it("because a quota is exceeded fails at once, and says what to do", async () => {
      example.addSources(world.aws);
      faultOn(world.aws, example, "create", {
        error: { code: example.codes.quota, message: "You have too many snapshots" },
        times: 2,
      });
      const call = make(world.provider(kind), fixed);
      expect(await world.secondsOf(call)).toBe(0);
      const { message, id } = await failureOf(call);
      expect(id).toBeUndefined();
      expect(message).toMatch(refusal(createVerb(kind), example.codes.quota));
      expect(held(example, world.aws, home)).toEqual([]);
    });

    it.each(["list", "create"] as const)(
      "because the caller may not do the %s call is not in the state",
      async (purpose) => {
        example.addSources(world.aws);
        faultOn(world.aws, example, purpose, denied);
        const { message, id } = await failureOf(make(world.provider(kind), fixed));
        expect(id).toBeUndefined();
        expect(message).toMatch(refusal(createVerb(kind), "AccessDeniedException"));
        expect(held(example, world.aws, home)).toEqual([]);
      },
    );

    it.each(example.looks)(
      "because the caller may not describe its source says that $operation must be allowed",
      async (look) => {
        example.addSources(world.aws);
        world.aws.faults.add({ ...look, ...denied });
        const { message, id } = await failureOf(make(world.provider(kind), fixed));
        expect(id).toBeUndefined();
        expect(message).toMatch(refusal(createVerb(kind), "AccessDeniedException"));
        expect(message).toContain(`${kind.actions}:${look.operation}`);
        expect(world.aws.requests.changing()).toEqual([]);
        expect(held(example, world.aws, home)).toEqual([]);
      },
    );
  });

  describe("that AWS accepted", () => {
    beforeEach(() => example.addSources(world.aws));

    it("is kept if the caller may not describe it, and the next update continues to wait", async () => {
      faultOn(world.aws, example, "find", denied);
      const provider = world.provider(kind);
      const inputs = await checked(provider, fixed);
      const { message, id = "", properties } = await failureOf(provider.create(inputs));
      expect(id).toBe(held(example, world.aws, home)[0]?.arn);
      expect(message).toContain(`waiting for ${kind.label} "orders-1" in eu-west-1: `);
      expect(message).toContain("AccessDeniedException: You may not do this. ");
      expect(message).toContain("the next `pulumi up` continues to wait.");
      expect(properties).toMatchObject({ ...inputs, ...spelled, status: words.creating });
      expect(await provider.diff(id, properties, inputs)).toEqual({ changes: true });
      const { outs } = await world.provider(kind).update(id, properties, inputs);
      expect(outs).toMatchObject({ status: words.available });
    });

    it("is reported in one sentence if the caller may not describe it", async () => {
      faultOn(world.aws, example, "find", denied);
      const { message } = await failureOf(make(world.provider(kind), fixed));
      expect(message).toMatch(refusal("waiting for", "AccessDeniedException"));
    });

    it("is created if the caller may not untag it, and the next update removes the creating tag", async () => {
      const { aws } = world;
      faultOn(aws, example, "untag", denied);
      const provider = world.provider(kind);
      const { id, inputs, outs } = await make(provider, fixed);
      const tags = () => [...(held(example, aws, home)[0]?.tags.keys() ?? [])];
      expect(outs).toMatchObject({ status: words.available, __marked: true });
      expect(tags()).toEqual(["team", "pulumi-aws-snapshots:creating"]);
      expect(await provider.diff(id, outs, inputs)).toEqual({ changes: true });

      const next = await world.provider(kind).update(id, outs, inputs);
      expect(next.outs).not.toHaveProperty("__marked");
      expect(tags()).toEqual(["team"]);
      expect(await provider.diff(id, { ...next.outs }, inputs)).toEqual({ changes: false });
    });
  });

  describe("that still has its creating tag", () => {
    const tags = () => Object.fromEntries(held(example, world.aws, home)[0]?.tags ?? []);
    const marked = async () => {
      faultOn(world.aws, example, "untag", denied);
      return make(world.provider(kind), fixed);
    };
    beforeEach(() => example.addSources(world.aws));

    it("is read without the tag, and the state records that the tag is there", async () => {
      const { id, outs } = await marked();
      faultOn(world.aws, example, "untag", denied);
      const { inputs, props } = await world.provider(kind).read(id, outs);
      expect(inputs).toMatchObject({ tags: program["tags"], tagsAll: program["tags"] });
      expect(props).toMatchObject({ __marked: true, tagsAll: program["tags"] });
    });

    it("keeps the tag when it is read, because a preview reads too, and the state records the tag until it is gone", async () => {
      const { id, outs } = await marked();
      const { props } = await world.provider(kind).read(id, outs);
      expect(tags()).toHaveProperty([creatingTag]);
      expect(props).toHaveProperty("__marked", true);
      held(example, world.aws, home)[0]?.tags.delete(creatingTag);
      const later = await world.provider(kind).read(id, outs);
      expect(later.props).not.toHaveProperty("__marked");
    });

    it("loses the tag before it is deleted, even if the delete then fails", async () => {
      const { id, outs } = await marked();
      faultOn(world.aws, example, "delete", denied);
      await failureOf(world.provider(kind).delete(id, outs));
      expect(tags()).toEqual(program["tags"]);
    });
  });

  describe("that exists", () => {
    beforeEach(() => example.addSources(world.aws));

    it("is not forgotten if the caller may not describe it", async () => {
      const { id, inputs, outs } = await make(world.provider(kind), fixed);
      faultOn(world.aws, example, "find", { ...denied, times: 3 });
      const provider = world.provider(kind);
      const retagged = await checked(provider, { ...fixed, tags: {} }, inputs);
      const read = await failureOf(provider.read(id, outs));
      expect(read.message).toMatch(refusal("reading", "AccessDeniedException"));
      const updated = await failureOf(provider.update(id, outs, retagged));
      expect(updated.message).toMatch(refusal("updating", "AccessDeniedException"));
      expect(updated).toMatchObject({ id, properties: outs });
      const deleted = await failureOf(provider.delete(id, outs));
      expect(deleted.message).toMatch(refusal("deleting", "AccessDeniedException"));
      expect(held(example, world.aws, home)[0]?.lifetime.status).toBe(words.available);
      expect(Object.fromEntries(held(example, world.aws, home)[0]?.tags ?? [])).toEqual(
        program["tags"],
      );
    });

    it.each([
      ["tag", { team: "a", more: "" }],
      ["untag", { old: "x", team: "a", more: "" }],
    ] as const)(
      "keeps in the state the tags that it has, or may have by now, if the caller may not %s it",
      async (purpose, reached) => {
        const { aws } = world;
        const provider = world.provider(kind);
        const before = { old: "x", team: "a" };
        const { id, inputs, outs } = await make(provider, { ...fixed, tags: before });
        faultOn(aws, example, purpose, denied);
        const wanted = { team: "b", more: null };
        const news = await checked(provider, { ...fixed, tags: wanted }, inputs);
        const failure = await failureOf(provider.update(id, outs, news));
        expect(failure.message).toMatch(refusal("updating", "AccessDeniedException"));
        expect(failure.id).toBe(id);
        expect(failure.properties["tagsAll"]).toEqual(reached);
        expect(failure.properties["status"]).toBe(words.available);
        expect(await provider.diff(id, failure.properties, news)).toEqual(door().afterFailure);

        const next = await provider.update(id, failure.properties, news);
        expect(next.outs).toMatchObject({ tags: wanted, tagsAll: { team: "b", more: "" } });
        expect(Object.fromEntries(held(example, aws, home)[0]?.tags ?? [])).toEqual({
          team: "b",
          more: "",
        });
      },
    );

    it.each(settingCalls(example))(
      "keeps in the state its actual setting if the caller may not call %s, and the next update sets %s",
      async (operation, key) => {
        const provider = world.provider(kind);
        const { id, inputs, outs } = await make(provider, fixed);
        world.aws.faults.add({ operation, ...denied });
        const news = await checked(provider, { ...fixed, [key]: example.others[key] }, inputs);
        const failure = await failureOf(provider.update(id, outs, news));
        expect(failure.message).toMatch(refusal(`setting ${key} of`, "AccessDeniedException"));
        expect(failure.message).toContain(`${kind.actions}:${operation}`);
        expect(failure.id).toBe(id);
        expect(failure.properties[key] ?? []).toEqual(program[key] ?? []);
        expect(failure.properties["status"]).toBe(words.available);
        expect(await provider.diff(id, failure.properties, news)).toEqual(door().afterFailure);

        const next = await provider.update(id, failure.properties, news);
        const { inputs: seen } = await provider.read(id, { ...next.outs });
        expect(seen).toMatchObject({ [key]: example.others[key] });
        expect(await provider.diff(id, { ...next.outs }, news)).toEqual({ changes: false });
      },
    );

    it("stays if the caller may not delete it", async () => {
      const { id, outs } = await make(world.provider(kind), fixed);
      faultOn(world.aws, example, "delete", denied);
      const { message } = await failureOf(world.provider(kind).delete(id, outs));
      expect(message).toMatch(refusal("deleting", "AccessDeniedException"));
      expect(held(example, world.aws, home)[0]?.lifetime.status).toBe(words.available);
    });

    it("is replaced by the next update if it disappears in the middle of an update", async () => {
      const { aws } = world;
      const provider = world.provider(kind);
      const { id, inputs, outs } = await make(provider, fixed);
      const news = await checked(provider, { ...fixed, tags: {} }, inputs);
      example.service(aws).vanish(...home, "orders-1");
      const failure = await failureOf(provider.update(id, outs, news));
      expect(failure.message).toContain(
        `updating ${kind.label} "orders-1" in eu-west-1: AWS reports "deleted". The next \`pulumi up\` creates a new snapshot.`,
      );
      expect(failure.id).toBe(id);
      expect(await provider.diff(id, failure.properties, news)).toMatchObject({
        replaces: ["status"],
      });
    });
  });

  describe("in an error", () => {
    beforeEach(() => example.addSources(world.aws));

    it.each(["list", "create", "find", "tag", "untag", "delete"] as const)(
      "is reported with the action to allow if the caller may not do the %s call",
      async (purpose) => {
        const provider = world.provider(kind);
        const reader = world.provider(kind);
        const creating = ["list", "create", "find"].includes(purpose);
        const made = creating ? undefined : await make(provider, { ...fixed, tags: { old: "x" } });
        faultOn(world.aws, example, purpose, denied);
        const failed = async () => {
          if (made === undefined) {
            return make(provider, fixed);
          }
          const { id, inputs, outs } = made;
          return purpose === "delete"
            ? reader.delete(id, outs)
            : reader.update(id, outs, await checked(reader, fixed, inputs));
        };
        const { message } = await failureOf(failed());
        expect(message).toContain(`${kind.actions}:${example.calls[purpose].operation}`);
      },
    );

    it("is never reported with an input that its kind does not have", async () => {
      const provider = world.provider(kind);
      const { id, inputs, outs } = await make(provider, fixed);
      const news = await checked(provider, { ...fixed, tags: { team: "b" } }, inputs);
      world.aws.faults.add({
        ...example.calls.tag,
        where: () => {
          example.service(world.aws).vanish(...home, "orders-1");
          return false;
        },
      });
      const { message } = await failureOf(provider.update(id, outs, news));
      expect(message).toContain(example.goneForTags ?? example.codes.gone);
      const others = cases
        .flatMap((other) => Object.keys(other.kind.inputs))
        .filter((key) => !(key in kind.inputs));
      expect(others.filter((key) => message.includes(key))).toEqual([]);
      // The snapshot existed a moment ago and was found by its name, so its source is irrelevant.
      expect(message).not.toContain(example.source);
    });
  });
});
