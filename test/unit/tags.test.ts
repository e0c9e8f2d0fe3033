import { describe, expect, it } from "vitest";
import { fromTagList, toTagList } from "../../src/kinds/tag-list.js";
import { observedOf, readTags, tagDifference, tagProblems } from "../../src/state/tags.js";
import { unknownText } from "../../src/values/engine-values.js";

describe("tags", () => {
  it("of a program may be null, which means the empty value", () => {
    expect(readTags({ team: "data", empty: "", none: null })).toEqual({
      team: "data",
      empty: "",
      none: "",
    });
  });

  it.each([[undefined], [null], ["team=data"], [["team"]], [7]])(
    "that are not a map count as absent: %j",
    (value) => {
      expect(readTags(value)).toEqual({});
    },
  );

  it("are the same after they are written as AWS's list and read again", () => {
    const tags = { team: "data", empty: "" };
    expect(fromTagList(toTagList(tags))).toEqual(tags);
    expect(fromTagList([{ Key: "empty" }, { Value: "no key" }])).toEqual({ empty: "" });
    expect(fromTagList(undefined)).toEqual({});
  });

  it("of AWS that the engine would read as its own files are left out", () => {
    const asset = [
      { Key: "4dabf18193072939515e22adb298388d", Value: "c44067f5952c0a294b673a41bacd8c17" },
      { Key: "path", Value: "/etc/passwd" },
    ];
    expect(fromTagList(asset)).toEqual({ path: "/etc/passwd" });
  });

  it("that are empty are sent as no list at all", () => {
    expect(toTagList({})).toBeUndefined();
  });

  it("are changed only where they differ", () => {
    expect(tagDifference({ a: "1", b: "2", c: "" }, { a: "1", b: "3", d: "" })).toEqual({
      add: { b: "3", d: "" },
      remove: ["c"],
    });
    expect(tagDifference({ a: "" }, { a: "" })).toEqual({ add: {}, remove: [] });
  });

  it("of others are ignored, and own tags that others changed are reported", () => {
    const given = { team: "data", stage: "prod", gone: "x" };
    const observed = { team: "data", stage: "test", theirs: "y" };
    expect(observedOf(given, observed)).toEqual({ team: "data", stage: "test" });
  });
});

describe("mistakes in tags", () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, "x"]));
  const problems = (tags: Record<string, unknown>, marked = false) =>
    tagProblems(tags, readTags(tags), { limit: 200 }, marked);

  it.each(["aws:owner", "AWS:owner", "Aws:owner"])("include keys like %s", (key) => {
    expect(problems({ [key]: "x" })).toEqual([
      `key "${key}" uses the prefix "aws:", which AWS reserves for itself`,
    ]);
  });

  it("do not include keys that only look like AWS's", () => {
    expect(problems({ aws: "x", "awsome:owner": "x", "my:aws:owner": "x" })).toEqual([]);
  });

  it("include the key of the creating tag", () => {
    expect(problems({ "pulumi-aws-snapshots:creating": "x" })).toEqual([
      'key "pulumi-aws-snapshots:creating" is reserved for snapshots whose create is in progress',
    ]);
  });

  it("include keys and values of a length that AWS does not allow", () => {
    expect(problems({ ["k".repeat(128)]: "v".repeat(256) })).toEqual([]);
    expect(problems({ k: "💾".repeat(256) })).toEqual([]);
    expect(problems({ k: "v".repeat(257) })).toEqual([
      'the value of "k" has 257 characters; AWS allows 256',
    ]);
    expect(problems({ ["k".repeat(129)]: "" })).toEqual([
      `key "${"k".repeat(129)}" has 129 characters; AWS allows 1 to 128`,
    ]);
    expect(problems({ "": "x" })).toEqual(['key "" has 0 characters; AWS allows 1 to 128']);
  });

  it("include more tags than AWS allows, with the creating tag counted", () => {
    expect(problems(many(200))).toEqual([]);
    expect(problems(many(199), true)).toEqual([]);
    expect(problems(many(201))).toEqual([
      "201 tags are too many (default tags included). AWS allows 200",
    ]);
    expect(problems(many(200), true)).toEqual([
      "201 tags are too many (default tags and the temporary creating tag included). AWS allows 200",
    ]);
  });

  it("are found in default tags too", () => {
    const defaults = { "aws:owner": "x", ["k".repeat(129)]: "x", long: "v".repeat(257) };
    expect(tagProblems(undefined, defaults, { limit: 200 }, false)).toHaveLength(3);
    expect(
      tagProblems({ own: "x" }, { ...many(200), own: "x" }, { limit: 200 }, false),
    ).toHaveLength(1);
  });

  it("include values that are not strings", () => {
    expect(problems({ number: 7, flag: true, list: ["x"], none: null })).toEqual([
      'the value of "number" must be a string',
      'the value of "flag" must be a string',
      'the value of "list" must be a string',
    ]);
    expect(tagProblems(["team"], {}, { limit: 200 }, false)).toEqual(["must be a map of strings"]);
    expect(tagProblems("team", {}, { limit: 200 }, false)).toEqual(["must be a map of strings"]);
  });

  it("do not include values that are not known yet", () => {
    expect(problems({ team: unknownText })).toEqual([]);
  });
});
