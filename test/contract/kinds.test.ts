import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import type { Props } from "../../src/values/json.js";
import {
  camel,
  cases,
  casesByKind,
  expectedOutputs,
  faultOn,
  held,
  inOrder,
  type KindCase,
  missingMembers,
  purposeOf,
  purposes,
} from "./cases.js";
import { door } from "./doors.js";
import { checked, failureOf, home, make, World } from "./world.js";

// The life of a resource of each kind, with the SDK's own clients against local AWS.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

/** Other values for the inputs that every kind has. */
const sharedOthers: Readonly<Record<string, unknown>> = {
  region: "eu-west-2",
  triggers: { day: "tuesday" },
};

function replacingInputs(kind: Kind): string[] {
  const own = Object.entries(kind.inputs).filter(([, { replaces }]) => replaces);
  return [...own.map(([key]) => key), ...Object.keys(sharedOthers)];
}

/** Returns the members that the create call must have for the inputs of a program. */
function asRequest(example: KindCase, inputs: Props): Props {
  const own = Object.entries(inputs).filter(([key]) => key in example.kind.inputs);
  const given = Object.fromEntries(own);
  return example.asRequest?.(given) ?? given;
}

it("every kind has a case, with another value for each of its inputs", () => {
  // These kinds have their own tests: one makes only exports, the other is not a snapshot.
  const others = [
    "elasticache:ServerlessCacheSnapshotExport",
    "redshiftserverless:SnapshotCopyConfiguration",
  ];
  expect([...Object.keys(casesByKind), ...others].sort()).toEqual([...kinds.keys()].sort());
  for (const { kind, others, settings = {} } of cases) {
    expect(Object.keys(others).sort()).toEqual(Object.keys(kind.inputs).sort());
    expect(Object.keys(settings)).toEqual(Object.keys(kind.settings ?? {}));
  }
});

describe.each(cases)("a $kind.label", (example) => {
  const { kind, program } = example;
  beforeEach(() => example.addSources(world.aws));

  it("is created as the program says, and has every member of AWS's answer", async () => {
    const { aws } = world;
    const { id, inputs, outs } = await make(world.provider(kind), program);
    const [one, ...more] = held(example, aws, home);
    expect(more).toEqual([]);
    expect(one?.arn).toBe(id);
    expect(Object.fromEntries(one?.tags ?? [])).toEqual(program["tags"]);
    const asked = aws.requests.all().find((request) => purposeOf(example, request) === "create");
    expect(camel(asked?.input)).toMatchObject(asRequest(example, inputs));

    const answer = await example.describe(aws, one?.name ?? "");
    expect(missingMembers(example.answer, answer)).toEqual(example.unsaid ?? []);
    expect(outs).toMatchObject(expectedOutputs(example, answer));
  });

  it("costs one listing, one create call, checks a few seconds apart, and one untag call", async () => {
    const { aws } = world;
    await make(world.provider(kind), program);
    expect(purposes(example, aws).join(" ")).toMatch(inOrder(example, "list create( find)+ untag"));
    const times = aws.requests.all().map(({ at }) => at);
    const first = 2 + example.looks.length;
    const gaps = times.slice(first, -1).map((at, index) => at - (times[first - 1 + index] ?? 0));
    expect(gaps.length).toBeGreaterThan(1);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_700);
  });

  it("is read without a difference", async () => {
    const made = await make(world.provider(kind), program);
    held(example, world.aws, home)[0]?.tags.set("theirs", "1").set("aws:backup", "x");
    const provider = world.provider(kind);
    world.aws.requests.clear();
    const { id, inputs, props } = await provider.read(made.id, made.outs);
    // The host adds __provider to what is read.
    const { __provider } = program;
    expect({ id, inputs: { ...inputs, __provider }, outs: props }).toEqual(made);
    expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({ changes: false });
    expect(purposes(example, world.aws)).toEqual(["find", "tags"]);
  });

  it("is read with the changes that somebody made to its tags, and the next update sets them back", async () => {
    const { aws } = world;
    const provider = world.provider(kind);
    const made = await make(provider, { ...program, tags: { team: "orders", cost: "1" } });
    const tags = held(example, aws, home)[0]?.tags;
    tags?.set("team", "somebody").delete("cost");
    const { inputs, props } = await provider.read(made.id, made.outs);
    expect(inputs).toMatchObject({ tags: { team: "somebody" }, tagsAll: { team: "somebody" } });
    expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({ replaces: [] });
    await provider.update(made.id, { ...props }, made.inputs);
    expect(Object.fromEntries(tags ?? [])).toEqual({ team: "somebody" });
    expect(Object.fromEntries(held(example, aws, home)[0]?.tags ?? [])).toEqual({
      team: "orders",
      cost: "1",
    });
  });

  it.each(replacingInputs(kind))(
    "is replaced if %s changes, and the replacement has the new value",
    async (key) => {
      const { aws } = world;
      example.addSources(aws, [home[0], "eu-west-2"]);
      const provider = world.provider(kind);
      const before = { ...program, ...example.beside?.[key] };
      const old = await make(provider, before);
      aws.requests.clear();
      const changed = { ...before, [key]: example.others[key] ?? sharedOthers[key] };
      const news = await checked(provider, changed, old.inputs);
      expect(news[key]).not.toEqual(old.inputs[key]);
      expect(await provider.diff(old.id, old.outs, news)).toEqual({ replaces: [key] });
      expect(aws.requests.all()).toEqual([]);

      const next = await make(provider, changed);
      expect(next.id).not.toBe(old.id);
      const [request] = aws.requests.changing();
      const { region, input } = request ?? {};
      expect({ triggers: news["triggers"], region, ...camel(input) }).toMatchObject(
        key in kind.inputs ? asRequest(example, next.inputs) : { [key]: news[key] },
      );
      expect(held(example, aws, home).some(({ arn }) => arn === old.id)).toBe(true);
    },
  );

  it("changes its tags in place", async () => {
    const { aws } = world;
    const made = await make(world.provider(kind), { ...program, tags: { team: "a", old: "x" } });
    const provider = world.provider(kind);
    const news = await checked(
      provider,
      { ...program, tags: { team: "b", new: null } },
      made.inputs,
    );
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ replaces: [] });
    held(example, aws, home)[0]?.tags.set("theirs", "1");
    aws.requests.clear();
    const { outs } = await provider.update(made.id, made.outs, news);
    expect(purposes(example, aws)).toEqual(["find", "untag", "tag"]);
    expect(Object.fromEntries(held(example, aws, home)[0]?.tags ?? [])).toEqual({
      team: "b",
      new: "",
      theirs: "1",
    });
    expect(outs).toMatchObject({ tags: news["tags"], tagsAll: { team: "b", new: "" } });
    expect(await provider.diff(made.id, { ...outs }, news)).toEqual({ changes: false });
  });

  it("changes all its tags at once, even if old and new tags together are more than AWS allows", async () => {
    const many = (stem: string) => {
      const keys = Array.from({ length: (kind.tagging?.limit ?? 0) - 1 }, (_, n) => stem + n);
      return Object.fromEntries(keys.map((key) => [key, "x"]));
    };
    const made = await make(world.provider(kind), { ...program, tags: many("old") });
    const provider = world.provider(kind);
    const news = await checked(provider, { ...program, tags: many("new") }, made.inputs);
    await provider.update(made.id, made.outs, news);
    expect(Object.fromEntries(held(example, world.aws, home)[0]?.tags ?? [])).toEqual(many("new"));
  });

  it.each([
    ["waitForCompletion", false, { replaces: [] }],
    ["__timeouts", { delete: "3h" }, door().changedTimeouts],
  ])("changes %s in place, without a call", async (key, value, difference) => {
    const provider = world.provider(kind);
    const made = await make(provider, program);
    world.aws.requests.clear();
    const news = await checked(provider, { ...program, [key]: value }, made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual(difference);
    const { outs } = await provider.update(made.id, made.outs, news);
    expect(outs).toEqual({ ...made.outs, [key]: value });
    expect(await provider.diff(made.id, { ...outs }, news)).toEqual({ changes: false });
    expect(world.aws.requests.all()).toEqual([]);
  });

  const inPlace = Object.keys(kind.inputs).filter((key) => !kind.inputs[key]?.replaces);
  it.each(inPlace)("changes %s in place, so that AWS has the new value", async (key) => {
    const provider = world.provider(kind);
    const made = await make(provider, program);
    const news = await checked(provider, { ...program, [key]: example.others[key] }, made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ replaces: [] });
    const { outs } = await provider.update(made.id, made.outs, news);
    const { inputs } = await provider.read(made.id, { ...outs });
    expect(inputs).toMatchObject({ [key]: example.others[key] });
  });

  it("is looked up with everything that AWS reports about it", async () => {
    const { aws } = world;
    const { id, outs } = await make(world.provider(kind), program);
    const { name = "", tags } = held(example, aws, home)[0] ?? {};
    tags?.set("theirs", "1").set("aws:backup", "x");
    const found = await world.provider(kind).read(id, { __lookup: true, __urn: outs["__urn"] });
    const tagsAll = { team: "orders", theirs: "1" };
    expect(found.id).toBe(id);
    expect(found.inputs).toEqual({
      ...example.lookedUp,
      [kind.naming.input]: name,
      region: home[1],
      tags: tagsAll,
      tagsAll,
    });
    const answer = await example.describe(aws, name);
    const told = { ...expectedOutputs(example, answer), tags: tagsAll, tagsAll };
    expect(found.props).toMatchObject(told);
  });

  it("that does not exist cannot be looked up", async () => {
    const [id, name] = example.nowhere;
    const { message } = await failureOf(world.provider(kind).read(id, { __lookup: true }));
    expect(message).toBe(
      `looking up ${kind.label} "${name}" in eu-west-1: AWS has nothing with the ARN ${id}.`,
    );
  });

  it("is read with the tags in the state if AWS does not report its tags", async () => {
    const made = await make(world.provider(kind), program);
    faultOn(world.aws, example, "tags", {
      error: { code: "AccessDeniedException", message: "no" },
    });
    const { inputs, props } = await world.provider(kind).read(made.id, made.outs);
    expect(inputs).toMatchObject({ tags: program["tags"], tagsAll: program["tags"] });
    expect(props).toEqual(made.outs);
  });
});
