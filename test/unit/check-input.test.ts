import { describe, expect, it } from "vitest";
import type { InputSpec } from "../../src/kinds/input.js";
import { checkInput } from "../../src/preview/check-input.js";
import { unknownText } from "../../src/values/engine-values.js";

const scope = { region: "eu-west-1", inputs: {} };
const checked = (spec: InputSpec, value: unknown) => checkInput(spec, value, scope);

describe("a flag", () => {
  const flag: InputSpec = { type: "boolean", required: false, replaces: true };

  it("counts as absent if it is false", () => {
    expect(checked(flag, true)).toEqual({ value: true });
    expect(checked(flag, false)).toEqual({ value: undefined });
    expect(checked(flag, undefined)).toEqual({ value: undefined });
    expect(checked(flag, null)).toEqual({ value: undefined });
  });

  it.each(["true", 1, [true], {}])("cannot be %j", (value) => {
    expect(checked(flag, value).problem).toBe("must be true or false");
  });
});

describe("a number", () => {
  const days: InputSpec = {
    type: "number",
    required: false,
    replaces: false,
    range: { min: 1, max: 3653, unit: "days", absentValue: [-1, "ever"] },
  };

  it.each([1, 7, 3653])("can be %d", (value) => {
    expect(checked(days, value)).toEqual({ value, problem: undefined });
  });

  it("counts as absent if its value means none", () => {
    expect(checked(days, -1)).toEqual({ value: undefined });
  });

  it.each([0, -2, 3654, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "7", true, [7]])(
    "cannot be %j",
    (value) => {
      expect(checked(days, value).problem).toBe(
        "must be a whole number from 1 to 3653 days, or -1 for ever",
      );
    },
  );
});

describe("a list of strings", () => {
  const accounts: InputSpec = {
    type: "strings",
    required: false,
    replaces: false,
    maxItems: 3,
    problem: (value) => (/^\d$/.test(value) ? undefined : "must be a digit"),
  };

  it("is sorted, without duplicates", () => {
    expect(checked(accounts, ["3", "1", "2", "1"])).toEqual({ value: ["1", "2", "3"] });
    expect(checked(accounts, [])).toEqual({ value: [] });
  });

  it("with an invalid item is refused with the value of that item", () => {
    expect(checked(accounts, ["1", "x"]).problem).toBe('"x" must be a digit');
    expect(checked(accounts, ["1", 2]).problem).toBe("2 must be a string, not a number");
    expect(checked(accounts, [""]).problem).toBe('"" must not be empty');
  });

  it("is not sorted before its items are known to be strings", () => {
    const untold = { toString: "x" };
    expect(checked(accounts, [untold, untold]).problem).toBe(
      '{"toString":"x"} must be a string, not an object',
    );
  });

  it("has no more items than AWS allows", () => {
    expect(checked(accounts, ["1", "2", "3", "3"]).problem).toBeUndefined();
    expect(checked(accounts, ["1", "2", "3", "4"]).problem).toBe("has 4 values; AWS allows 3");
  });

  it.each([["1"], [7], [{}]])("cannot be %j", (value) => {
    expect(checked(accounts, value).problem).toMatch(/^must be a list of strings, not a/);
  });
});

it("a value is not checked while it or a part of it is unknown", () => {
  for (const type of ["boolean", "number", "strings", "string"] as const) {
    const spec: InputSpec = { type, required: false, replaces: true };
    expect(checked(spec, unknownText)).toEqual({ value: unknownText });
  }
  const spec: InputSpec = {
    type: "strings",
    required: false,
    replaces: true,
    problem: () => "never right",
  };
  expect(checked(spec, ["1", unknownText])).toEqual({ value: ["1", unknownText] });
});

it("an absent input is filled in if the meaning of its absence is known", () => {
  const spec: InputSpec = {
    type: "string",
    required: false,
    replaces: true,
    defaultValue: ({ region }) => region,
  };
  expect(checked(spec, undefined).value).toBe("eu-west-1");
  expect(checked(spec, "us-east-1").value).toBe("us-east-1");
});
