import { describe, expect, it } from "vitest";
import { callOf, visible } from "../../src/dynamic/hidden-inputs.js";
import type { Kind } from "../../src/kinds/kind.js";
import { autoNamesOf, markOf, markTag, sameOwner } from "../../src/lifecycle/creating/mark.js";
import type { Props } from "../../src/values/json.js";
import { checked, program, titled, withInput } from "./kind-examples.js";

/** Returns the mark of a kind that has tags. */
function mark(kind: Kind, inputs: Props): string {
  return markOf(kind, callOf(inputs), visible(inputs)) ?? expect.fail("there is no mark");
}

const tagged = titled.filter(([, { kind }]) => kind.tagging !== undefined);
describe.each(tagged)("the creating tag of a %s", (_title, example) => {
  const { kind } = example;
  const base = program(example);
  const inputs = checked(example, base);

  it("is the same in every run, and fits into a tag", () => {
    expect(mark(kind, inputs)).toBe(mark(kind, { ...inputs }));
    expect(mark(kind, inputs)).toMatch(/^[0-9a-f/]{20,256}$/);
  });

  it.each([
    ["__urn", "urn:pulumi:test::shop::pulumi-nodejs:dynamic/aws/memorydb:Snapshot::orders"],
    ["__organization", "other"],
  ])("differs for another %s, and then belongs to another owner", (key, value) => {
    const other = mark(kind, { ...inputs, [key]: value });
    expect(other).not.toBe(mark(kind, inputs));
    expect(sameOwner(other, mark(kind, inputs))).toBe(false);
  });

  const asked = Object.entries(example.inputs)
    .filter(([key, { replaces }]) => replaces && key !== kind.naming.input)
    .map(([key]) => key);
  it.each(asked)(
    "differs with the same owner for another %s, and is the same for another spelling",
    (key) => {
      const { value, others, spellings } = example.inputs[key] ?? expect.fail();
      const of = (given: unknown) =>
        mark(kind, checked(example, withInput(example, base, key, given)));
      for (const other of [...others, undefined]) {
        expect(of(other)).not.toBe(of(value));
        expect(sameOwner(of(other), of(value))).toBe(true);
      }
      for (const spelling of spellings) {
        // If the source can be in any account, an ARN means more than a name.
        const { account, inputs: sources } = kind.madeFrom;
        const isAny = account === "any" && sources.includes(key);
        const same = !isAny || !String(spelling).startsWith("arn:");
        expect(of(spelling) === of(value)).toBe(same);
      }
    },
  );

  it("differs with the same owner after a trigger changed", () => {
    const later = mark(kind, { ...inputs, triggers: { day: "tuesday" } });
    expect(later).not.toBe(mark(kind, { ...inputs, triggers: { day: "monday" } }));
    expect(later).not.toBe(mark(kind, inputs));
    expect(sameOwner(later, mark(kind, inputs))).toBe(true);
  });

  it.each([
    [kind.naming.input, "another-name"],
    ["tags", { team: "b" }],
    ["tagsAll", { team: "b" }],
    ["waitForCompletion", false],
    ["__timeouts", { create: "1m" }],
    ["__connection", { profile: "dev" }],
  ])("does not depend on %s", (key, value) => {
    expect(mark(kind, { ...inputs, [key]: value })).toBe(mark(kind, inputs));
  });

  it("is not made without an owner, nor for a kind without tags", () => {
    const { tagging: _, ...untaggable } = kind;
    expect(markOf(kind, callOf({}), inputs)).toBeUndefined();
    expect(markOf(untaggable, callOf(inputs), inputs)).toBeUndefined();
  });

  it("is looked for only on snapshots whose automatic name was made for this resource", () => {
    const isAuto = autoNamesOf(kind, callOf(inputs));
    expect(isAuto("orders-1234567")).toBe(kind.naming.isOwn);
    for (const name of ["orders", "fixed-1234567", "orders-nightly", "orders2-1234567"]) {
      expect(isAuto(name)).toBe(false);
    }
    expect(autoNamesOf(kind, callOf({}))("orders-1234567")).toBe(false);
  });
});

describe("the owner in a creating tag", () => {
  const [[, { kind }] = expect.fail()] = tagged;
  const ownerOf = (urn: string) =>
    markOf(kind, { urn, organization: undefined }, {})?.split("/")[0];
  const types = ["pulumi-nodejs:dynamic/aws/", "aws-snapshots:"];

  it("is the one that earlier versions wrote", () => {
    const urn =
      "urn:pulumi:prod::shop::my:Backups$pulumi-nodejs:dynamic/aws/memorydb:Snapshot::orders";
    expect(ownerOf(urn)).toBe("135608fe8b48b7f5");
  });

  it.each([
    ["", "orders"],
    ["my:Backups$", "orders"],
    ["my:aws-snapshots:Backups$", "aws-snapshots:memorydb:Snapshot"],
    ["", "a::aws-snapshots:memorydb:Snapshot$b"],
  ])("is the same in both hosts below the parents %j with the name %j", (parents, name) => {
    const owners = types.map((type) =>
      ownerOf(`urn:pulumi:prod::shop::${parents}${type}memorydb:Snapshot::${name}`),
    );
    expect(new Set(owners).size).toBe(1);
  });

  it("is the same in both hosts if the parent is a resource of this package too", () => {
    const owners = types.map((type) =>
      ownerOf(
        `urn:pulumi:prod::shop::${type}memorydb:Snapshot$${type}memorydb:SnapshotCopy::orders`,
      ),
    );
    expect(new Set(owners).size).toBe(1);
  });

  it("differs for another type, another parent and another name", () => {
    const owners = [
      "aws-snapshots:memorydb:Snapshot::orders",
      "aws-snapshots:memorydb:SnapshotCopy::orders",
      "my:Backups$aws-snapshots:memorydb:Snapshot::orders",
      "aws-snapshots:memorydb:Snapshot::aws-snapshots:memorydb:Snapshot",
      "aws-snapshots:memorydb:Snapshot::pulumi-nodejs:dynamic/aws/memorydb:Snapshot",
    ].map((end) => ownerOf(`urn:pulumi:prod::shop::${end}`));
    expect(new Set(owners).size).toBe(owners.length);
  });
});

it("markTag makes a tag of a mark, and none without a mark", () => {
  expect(markTag("a/b")).toEqual({ "pulumi-aws-snapshots:creating": "a/b" });
  expect(markTag(undefined)).toEqual({});
});
