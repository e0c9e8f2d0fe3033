import { describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.js";
import { unknownText } from "../../src/values/engine-values.js";
import type { Props } from "../../src/values/json.js";
import {
  checked,
  examples,
  type KindExample,
  keyArn,
  made,
  program,
  sharedInputs,
  titled,
  withInput,
} from "./kind-examples.js";
import { carriedOver, diff } from "./properties.js";

const nothing = { changes: false };
/** Leaves open whether there are changes: the engine compares the inputs and shows which changed. */
const replacing = (...replaces: string[]) => ({ replaces });
const unfinished = { changes: true };
const lost = { changes: true, replaces: ["status"] };

/** Returns what a preview shows if a program changes. */
function planned(example: KindExample, before: Props, after: Props) {
  const olds = checked(example, before);
  return diff(example.kind, made(example, olds), checked(example, after, olds), undefined);
}

function without(props: Props, key: string): Props {
  return Object.fromEntries(Object.entries(props).filter(([name]) => name !== key));
}

it("the examples hold every input of every kind", () => {
  const covered = new Set(examples.map(({ kind }) => kind.name));
  expect([...covered].toSorted()).toEqual([...kinds.keys()].toSorted());
  for (const { kind, inputs } of examples) {
    expect(Object.keys(inputs).toSorted()).toEqual(Object.keys(kind.inputs).toSorted());
  }
});

describe.each(titled)("a %s", (_title, example) => {
  const { kind } = example;
  const base = program(example);
  const inputs = checked(example, base);
  const outs = made(example, inputs);

  describe.each(Object.entries(example.inputs))("whose %s", (key, { replaces, ...input }) => {
    const given = withInput(example, base, key, input.value);
    const changed = replacing(...(replaces ? [key] : []));
    const isName = key === kind.naming.input && kind.naming.isOwn;

    it("stays the same is not changed", () => {
      expect(planned(example, given, given)).toEqual(nothing);
    });

    it.each(input.others)(
      `becomes %s is ${replaces ? "replaced" : "changed in place"}`,
      (other) => {
        expect(planned(example, given, { ...given, [key]: other })).toEqual(changed);
        expect(planned(example, { ...given, [key]: other }, given)).toEqual(changed);
      },
    );

    it("is not known yet is shown as changed", () => {
      expect(planned(example, given, { ...given, [key]: unknownText })).toEqual(changed);
    });

    // Only the state of an imported resource lacks a required input: that of a copy, if AWS does not report its source.
    const isImported = kind.inputs[key]?.required === true;
    it(`is given for the first time is ${isImported ? "recorded in place" : "changed"}`, () => {
      const before = without(given, key);
      const first = input.first ?? input.others[0];
      expect(planned(example, before, { ...before, [key]: first })).toEqual(
        isImported ? replacing() : changed,
      );
    });

    it(`is no longer given is ${isName ? "kept under its name" : "changed"}`, () => {
      expect(planned(example, given, without(given, key))).toEqual(isName ? nothing : changed);
    });

    it("is spelled differently is not changed, neither now nor after the update", () => {
      for (const spelling of input.spellings) {
        const respelt = { ...given, [key]: spelling };
        expect(planned(example, given, respelt)).toEqual(nothing);
        expect(planned(example, respelt, given)).toEqual(nothing);

        const olds = checked(example, given);
        const news = checked(example, respelt, olds);
        const updated = carriedOver(kind, made(example, olds), news);
        expect(diff(kind, updated, news, undefined)).toEqual(nothing);
        expect(diff(kind, updated, olds, undefined)).toEqual(nothing);
      }
    });
  });

  const shared = sharedInputs.filter(([key]) => key !== "tags" || kind.tagging !== undefined);
  describe.each(shared)("whose %s", (key, value, other, replaces) => {
    const given = { ...base, [key]: value };
    const changed = replacing(...(replaces ? [key] : []));

    it(`changes is ${replaces ? "replaced" : "changed in place"}`, () => {
      expect(planned(example, given, given)).toEqual(nothing);
      expect(planned(example, given, { ...given, [key]: other })).toEqual(changed);
      expect(planned(example, given, { ...given, [key]: unknownText })).toEqual(changed);
    });

    // A region that the program leaves out is filled in, here with the example's region.
    it(`appears or disappears is ${key === "region" ? "not changed" : "changed"}`, () => {
      const expected = key === "region" ? nothing : changed;
      expect(planned(example, base, given)).toEqual(expected);
      expect(planned(example, given, base)).toEqual(expected);
    });
  });

  it("with a trigger that is not known yet is shown as replaced", () => {
    const given = { ...base, triggers: { a: "1", b: "2" } };
    const later = { ...base, triggers: { a: "1", b: unknownText } };
    expect(planned(example, given, later)).toEqual(replacing("triggers"));
  });

  it("has the same tags if null becomes the empty string", () => {
    const given = { ...base, tags: { team: null } };
    expect(planned(example, given, { ...base, tags: { team: "" } })).toEqual(nothing);
  });

  it("with several changes names every input that replaces it", () => {
    const [first = "", second = ""] = Object.keys(example.inputs).filter(
      (key) => example.inputs[key]?.replaces,
    );
    const later = {
      ...base,
      [first]: example.inputs[first]?.others[0],
      [second]: example.inputs[second]?.others[0],
      tags: { team: "b" },
      region: "eu-west-2",
    };
    const answer = planned(example, base, later);
    expect(answer.changes).toBeUndefined();
    expect(answer.replaces?.toSorted()).toEqual([first, second, "region"].toSorted());
  });

  it.each([...kind.failed, "deleted"])(
    'with the status "%s" holds no data and is replaced',
    (status) => {
      const bad = { ...outs, status };
      expect(diff(kind, bad, inputs, undefined)).toEqual(lost);
      expect(diff(kind, bad, { ...inputs, region: "eu-west-2" }, undefined)).toEqual(lost);
      expect(diff(kind, { ...bad, waitForCompletion: false }, inputs, undefined)).toEqual(lost);
    },
  );

  it.each(["creating", "copying", "exporting", "a-status-of-tomorrow"])(
    'with the status "%s" is waited for, unless the program says not to wait',
    (status) => {
      const pending = { ...outs, status };
      const patient = { ...inputs, waitForCompletion: false };
      expect(diff(kind, pending, inputs, undefined)).toEqual(unfinished);
      expect(diff(kind, { ...pending, waitForCompletion: false }, patient, undefined)).toEqual(
        nothing,
      );
      expect(diff(kind, { ...pending, waitForCompletion: false }, inputs, undefined)).toEqual(
        replacing(),
      );
    },
  );

  it.each([...kind.finished, "exported"])('with the status "%s" needs no update', (status) => {
    expect(diff(kind, { ...outs, status }, inputs, undefined)).toEqual(nothing);
  });

  it("that still has its creating tag gets an update, whether or not the program waits", () => {
    const patient = { ...inputs, waitForCompletion: false };
    const marked = { ...made(example, patient), __marked: true };
    expect(diff(kind, { ...outs, __marked: true }, inputs, undefined)).toEqual(unfinished);
    expect(diff(kind, marked, patient, undefined)).toEqual(unfinished);
  });

  it.each([
    ["__timeouts", { create: "10m" }],
    ["__connection", { profile: "dev" }],
  ])(
    "gets an update if only its hidden %s changes, because delete and read need it",
    (key, value) => {
      expect(diff(kind, outs, { ...inputs, [key]: value }, undefined)).toEqual(unfinished);
      expect(diff(kind, { ...outs, [key]: value }, inputs, undefined)).toEqual(unfinished);
      expect(diff(kind, { ...outs, [key]: value }, { ...inputs, [key]: value }, undefined)).toEqual(
        nothing,
      );
    },
  );

  it("gets an update if it was renamed, because delete and read report the URN in the outputs", () => {
    const renamed = { ...inputs, __urn: "other" };
    expect(diff(kind, outs, renamed, undefined)).toEqual(unfinished);
    expect(diff(kind, { ...outs, __urn: "other" }, renamed, undefined)).toEqual(nothing);
    // An imported resource has no URN in its outputs.
    const { __urn: _, ...imported } = outs;
    expect(diff(kind, imported, renamed, undefined)).toEqual(nothing);
  });

  it.each(["__organization", "__deleteBeforeReplace", "__provider"])(
    "is not changed by its hidden %s",
    (key) => {
      expect(diff(kind, outs, { ...inputs, [key]: "other" }, undefined)).toEqual(nothing);
      expect(diff(kind, { ...outs, [key]: "other" }, inputs, undefined)).toEqual(nothing);
    },
  );

  it("is replaced if it moves to another account, even if no input shows the move", () => {
    const moved = { ...inputs, __connection: { profile: "dev" } };
    expect(diff(kind, outs, moved, "connection")).toEqual({
      changes: true,
      replaces: ["connection"],
    });
    expect(diff(kind, outs, { ...inputs, profile: "dev" }, "profile")).toEqual(
      replacing("profile"),
    );
  });

  it("gets a diff whatever the state contains", () => {
    for (const odd of [{}, { __given: 7 }, { __given: null, status: 7, tagsAll: "x" }]) {
      expect(() => diff(kind, odd, inputs, undefined)).not.toThrow();
      expect(() => diff(kind, outs, odd, undefined)).not.toThrow();
    }
  });
});

describe("an input that AWS filled in", () => {
  const example = examples[0] ?? expect.fail();
  const base = without(program(example), "kmsKeyId");

  it("is not a change, and neither is giving the same value in the program", () => {
    expect(made(example, checked(example, base))["kmsKeyId"]).toBe(keyArn);
    expect(planned(example, base, base)).toEqual(nothing);
    expect(planned(example, base, { ...base, kmsKeyId: keyArn })).toEqual(nothing);
    expect(planned(example, base, { ...base, kmsKeyId: keyArn.split("/")[1] })).toEqual(nothing);
  });
});
