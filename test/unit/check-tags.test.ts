import { describe, expect, it } from "vitest";
import { isUnknown, unknownText } from "../../src/values/engine-values.js";
import { kindOf, surroundings } from "./kind-examples.js";
import { check } from "./properties.js";

const snapshot = kindOf("memorydb:Snapshot");
const copy = kindOf("memorydb:SnapshotCopy");

describe("all tags", () => {
  const config = { "aws:defaultTags": '{"tags":{"team":"data","stage":"prod"}}' };
  const allOf = (tags: unknown, more: Record<string, string> = {}) => {
    const around = surroundings({ ...config, ...more });
    const { inputs } = check(snapshot, around, {}, { clusterName: "orders", tags });
    return Object.entries(inputs).find(([key]) => key === "tagsAll")?.[1];
  };

  it("are the default tags and the resource's own, and the resource's own win", () => {
    expect(allOf(undefined)).toEqual({ team: "data", stage: "prod" });
    expect(allOf({ stage: "test", more: "x" })).toEqual({ team: "data", stage: "test", more: "x" });
  });

  it("have an empty value if the program gives null", () => {
    expect(allOf({ team: null, none: null })).toEqual({ team: "", none: "", stage: "prod" });
  });

  it("leave out the tags that aws:ignoreTags names, wherever they come from", () => {
    const ignored = { "aws:ignoreTags": '{"keys":["stage","own"],"keyPrefixes":["k8s/"]}' };
    expect(allOf({ own: "x", "k8s/app": "x", kept: "x" }, ignored)).toEqual({
      team: "data",
      kept: "x",
    });
  });

  it("are unknown while the resource's own tags are unknown", () => {
    expect(allOf(unknownText)).toBe(unknownText);
    expect(isUnknown(allOf({ more: unknownText }))).toBe(true);
  });

  it("are unknown while the default tags are unknown", () => {
    expect(isUnknown(allOf({ own: "x" }, { "aws:defaultTags": unknownText }))).toBe(true);
  });

  const own = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, "x"]));

  it("are counted together, and with the creating tag", () => {
    const counted = (count: number) =>
      check(snapshot, surroundings(config), {}, { clusterName: "orders", tags: own(count) });
    expect(counted(197).failures).toEqual([]);
    expect(counted(198).failures).toEqual([
      {
        property: "tags",
        reason:
          "201 tags are too many (default tags and the temporary creating tag included). AWS allows 200",
      },
    ]);
  });

  it("of an export are counted without the creating tag, because an export has none", () => {
    const inputs = { sourceSnapshotName: "orders-1", targetBucket: "backups", tags: own(198) };
    expect(check(copy, surroundings(config), {}, inputs).failures).toEqual([]);
  });
});
