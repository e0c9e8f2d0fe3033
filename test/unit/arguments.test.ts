import { describe, expect, it } from "vitest";
import { commonInputs } from "../../src/kinds/input.js";
import { isRecord } from "../../src/values/json.js";
import { kindOf, problems, program, sharedInputs, titled } from "./kind-examples.js";

/** Swaps two neighbouring letters in the middle of a word. */
function misspelled(word: string): string {
  const at = [...word].findIndex((letter, index) => index > 1 && letter !== word[index + 1]);
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

it("the examples hold every input that all kinds share, and whether its change replaces", () => {
  const shared = Object.entries(commonInputs).map(([key, { replaces }]) => [key, replaces]);
  const held = sharedInputs.map(([key, _value, _other, replaces]) => [key, replaces]);
  expect(held.toSorted()).toEqual(shared.toSorted());
});

describe.each(titled)("an example of %s", (_title, example) => {
  const { kind } = example;
  const named = kind.name.replace(":", ".");
  const keys = [
    ...Object.keys(kind.inputs),
    ...sharedInputs.map(([key]) => key).filter((key) => key !== "tags" || kind.tagging),
  ];

  it("accepts the arguments of its kind, the shared arguments and the hidden ones", () => {
    const shared = sharedInputs.filter(
      ([key]) => keys.includes(key) && key !== "waitForCompletion",
    );
    const given = Object.fromEntries(shared.map(([key, value]) => [key, value]));
    expect(problems(kind, { ...program(example), ...given })).toEqual([]);
  });

  it.each(keys)("refuses a misspelled %s, and names it", (key) => {
    const wrong = misspelled(key);
    expect(problems(kind, { ...program(example), [wrong]: "x" })).toEqual([
      `${wrong}: is not an argument of ${named}; did you mean ${key}?`,
    ]);
  });

  it("refuses outputs and unrelated names, and ignores arguments without a value", () => {
    const given = { ...program(example), arn: "arn:x", zzz: 1, yyy: undefined, xxx: null };
    expect(problems(kind, given).map((text) => text.replace(/; did you mean .*/, ""))).toEqual([
      `arn: is not an argument of ${named}`,
      `zzz: is not an argument of ${named}`,
    ]);
  });

  it("accepts tagsAll as filled in by check, if the kind has tags", () => {
    const refused = `tagsAll: is not an argument of ${named}; did you mean tags?`;
    expect(problems(kind, { ...program(example), tagsAll: { team: "a" } })).toEqual(
      kind.tagging === undefined ? [refused] : [],
    );
  });
});

describe("the suggestion for a misspelled argument", () => {
  const meant = (kind: string, key: string) => {
    const inputs = { clusterName: "orders", sourceSnapshotName: "base", [key]: "x" };
    return problems(kindOf(kind), inputs)
      .filter((text) => text.startsWith(`${key}: `))
      .map((text) => /did you mean (\w+)/.exec(text)?.[1]);
  };

  it.each([
    ["memorydb:Snapshot", "kmsKeyArn", "kmsKeyId"],
    ["memorydb:Snapshot", "KMSKeyId", "kmsKeyId"],
    ["memorydb:Snapshot", "name", "snapshotName"],
    ["memorydb:SnapshotCopy", "name", "targetSnapshotName"],
    ["memorydb:SnapshotCopy", "bucket", "targetBucket"],
    ["memorydb:Snapshot", "tag", "tags"],
    ["memorydb:Snapshot", "constructor", undefined],
    ["neptune:ClusterSnapshot", "clusterIdentifier", "dbClusterIdentifier"],
    ["redshiftserverless:Snapshot", "retention", "retentionPeriod"],
  ])("of %s with %s is %s", (kind, key, expected) => {
    expect(meant(kind, key)).toEqual([expected]);
  });

  it("is never a member of the object's prototype", () => {
    const inputs: unknown = JSON.parse('{"clusterName":"orders","__proto__":"x","toString":"x"}');
    expect(problems(kindOf("memorydb:Snapshot"), isRecord(inputs) ? inputs : {})).toEqual([
      "toString: is not an argument of memorydb.Snapshot",
    ]);
  });
});
