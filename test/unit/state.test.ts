import { beforeAll, describe, expect, it } from "vitest";
import { lastStatus } from "../../src/state/state.js";
import type { Props } from "../../src/values/json.js";
import {
  checked,
  examples,
  type KindExample,
  keyArn,
  made,
  program,
  titled,
} from "./kind-examples.js";
import { carriedOver, diff, inputsBehind, outputsOf } from "./properties.js";

const provider = { __provider: "exports.handler=…" };

/** Programs with every combination of inputs that are left out, given, or spelled differently. */
function programs(example: KindExample): Props[] {
  return Object.entries(example.inputs).reduce<Props[]>(
    (all, [key, { value, others, spellings }]) => {
      const required = example.kind.inputs[key]?.required === true;
      const values = [...(required ? [] : [undefined]), value, others[0], ...spellings];
      return all.flatMap((inputs) => values.map((text) => ({ ...inputs, [key]: text })));
    },
    [{ ...program(example), tags: { team: null }, triggers: { day: "monday" } }],
  );
}

function visible(outs: Props): Props {
  return Object.fromEntries(Object.entries(outs).filter(([key]) => key !== "__given"));
}

describe.each(titled)("the state of a %s", (_title, example) => {
  const { kind } = example;
  let states: { readonly inputs: Props; readonly outs: Props }[] = [];
  // A copy has thousands of programs, and making their states takes longer than checking them.
  beforeAll(() => {
    states = programs(example).map((written) => {
      const inputs = checked(example, written);
      return { inputs, outs: made(example, inputs) };
    });
  });

  it("yields the inputs that led to it, however they were written", () => {
    for (const { inputs, outs } of states) {
      expect(inputsBehind(kind, outs)).toEqual(inputs);
      expect(diff(kind, outs, inputs, undefined)).toEqual({ changes: false });
    }
  });

  it("holds every input, including those for the engine only, and nothing empty", () => {
    const inputs = { ...checked(example, program(example)), ...provider };
    const outs = made(example, inputs);
    expect(Object.keys(outs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    expect(outs).toMatchObject(provider);
    expect(Object.values(outs)).not.toContain(undefined);
    expect(Object.values(outs)).not.toContain(null);
  });

  it.each(Object.keys(example.inputs))(
    "yields the new inputs after an update that needed no call: %s",
    (key) => {
      const spellings = [undefined, ...(example.inputs[key]?.spellings ?? [])];
      const changes = { tags: { team: "" }, __timeouts: { create: "1m" } };
      for (const { inputs, outs } of states) {
        const news = spellings.map((text) => ({ ...inputs, [key]: text, ...changes }));
        const told = news.map((one) => inputsBehind(kind, carriedOver(kind, outs, one)));
        expect(told).toEqual(news);
      }
    },
  );

  it("is after such an update the same as after a create with those inputs", () => {
    const written = program(example);
    const olds = { ...checked(example, written), ...provider };
    const given = Object.entries(example.inputs).filter(([key]) => !example.leftOut.includes(key));
    for (const [key, { spellings }] of given) {
      for (const spelling of spellings) {
        const respelt = checked(example, { ...written, [key]: spelling, profile: "dev" }, olds);
        const news = { ...respelt, ...provider };
        const updated = carriedOver(kind, made(example, olds), news);
        expect(visible(updated)).toEqual(visible(made(example, news)));
      }
    }
  });

  it("drops an option that the program no longer gives", () => {
    const olds = { ...checked(example, program(example)), profile: "dev", triggers: { a: "1" } };
    const { profile: _, triggers: __, ...news } = olds;
    const updated = carriedOver(kind, made(example, olds), news);
    expect(updated).not.toHaveProperty("profile");
    expect(updated).not.toHaveProperty("triggers");
  });

  it("holds the given status rather than the one in AWS's answer", () => {
    const inputs = checked(example, program(example));
    expect(lastStatus(outputsOf(kind, inputs, undefined))).toBeUndefined();
    expect(outputsOf(kind, inputs, undefined, "exporting")).toMatchObject({
      status: "exporting",
    });
    expect(outputsOf(kind, inputs, { Status: "available" }, "deleted")).toMatchObject({
      status: "deleted",
    });
  });
});

describe("the state of a resource that AWS normalised", () => {
  const example = examples[0] ?? expect.fail();
  const { kind } = example;
  const inputs = checked(example, program(example));
  const { kmsKeyId, ...keyless } = inputs;

  it("shows AWS's answer and keeps the program's spelling", () => {
    expect(made(example, inputs)).toMatchObject({
      kmsKeyId: keyArn,
      status: "available",
      arn: "arn:aws:memorydb:eu-west-1:111122223333:snapshot/orders-1",
      __given: { kmsKeyId },
    });
  });

  it("keeps that the program left an input out", () => {
    expect(made(example, keyless)).toMatchObject({ kmsKeyId: keyArn, __given: { kmsKeyId: null } });
  });

  it("has the name that an interrupted create gave, and keeps the name that was filled in since", () => {
    const outs = outputsOf(
      kind,
      inputs,
      example.answer({ ...inputs, snapshotName: "orders-1234567" }),
    );
    expect(outs["snapshotName"]).toBe("orders-1234567");
    expect(inputsBehind(kind, outs)["snapshotName"]).toBe("orders-1");
    expect(diff(kind, outs, inputs, undefined)).toEqual({ changes: false });
  });
});
