import { describe, expect, it } from "vitest";
import { isUnknown, unknownText } from "../../src/values/engine-values.js";
import { canonical, equal, isRecord } from "../../src/values/json.js";

// Part of the engine's protocol: one for each type of value.
const sentinels = [
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

describe("a value", () => {
  it.each(sentinels)("is unknown if the engine sends %s, at any depth", (sentinel) => {
    expect(isUnknown(sentinel)).toBe(true);
    expect(isUnknown({ a: [{ b: sentinel }] })).toBe(true);
    expect(isUnknown(`${sentinel} and more`)).toBe(false);
  });

  it("is known if the engine sends anything else", () => {
    for (const value of [undefined, null, "", "orders", 0, false, [], {}, { a: [null, 1] }]) {
      expect(isUnknown(value)).toBe(false);
    }
    expect(sentinels).toContain(unknownText);
  });

  it("equals another whatever the order of keys, and absent equals null", () => {
    expect(equal({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
    expect(equal(undefined, null)).toBe(true);
    expect(equal([1, 2], [2, 1])).toBe(false);
    expect(equal({ a: "1" }, { a: 1 })).toBe(false);
    expect(equal("", undefined)).toBe(false);
    expect(canonical({ b: 1, a: [{ d: 1, c: 2 }] })).toBe('{"a":[{"c":2,"d":1}],"b":1}');
  });

  it("is a record if it has keys of its own and is not a list", () => {
    expect([{}, { a: 1 }].every(isRecord)).toBe(true);
    expect([null, undefined, [], "a", 1].some(isRecord)).toBe(false);
  });
});
