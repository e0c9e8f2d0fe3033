import { describe, expect, it } from "vitest";
import { unknownText } from "../../src/values/engine-values.js";
import { keyArn, kindOf, problems } from "./kind-examples.js";

const snapshot = kindOf("memorydb:Snapshot");
const copy = kindOf("memorydb:SnapshotCopy");

describe("a replacement under a fixed name", () => {
  const refused =
    'changes, which replaces the MemoryDB snapshot, but the old snapshot still has the name "orders-1". Choose a new name, or omit the name: then nothing is deleted before the new snapshot exists. Or set deleteBeforeReplace, which first deletes the old snapshot and everything in this stack that depends on it. Set it in the resource\'s options or in a transformation; it has no effect in a transform';
  const olds = {
    region: "eu-west-1",
    clusterName: "orders",
    snapshotName: "orders-1",
    kmsKeyId: keyArn,
    triggers: { day: "monday" },
    tagsAll: {},
    __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/any:Any::orders",
  };

  it.each([
    ["clusterName", "orders2"],
    ["kmsKeyId", "alias/other"],
    ["kmsKeyId", undefined],
    ["triggers", { day: "tuesday" }],
  ])("is refused if %s changes", (key, value) => {
    expect(problems(snapshot, { ...olds, [key]: value }, olds)).toEqual([
      `snapshotName: ${key} ${refused}`,
    ]);
  });

  it("is allowed while the changed input is unknown, because its value may turn out unchanged", () => {
    expect(problems(snapshot, { ...olds, clusterName: unknownText }, olds)).toEqual([]);
  });

  it.each([
    ["deleteBeforeReplace", { clusterName: "orders2", __deleteBeforeReplace: true }],
    ["another region", { clusterName: "orders2", region: "eu-west-2", kmsKeyId: undefined }],
    ["a region that is not known yet", { clusterName: "orders2", region: unknownText }],
    ["another name", { clusterName: "orders2", snapshotName: "orders-2" }],
    ["a name that is not known yet", { clusterName: "orders2", snapshotName: unknownText }],
    ["no name", { clusterName: "orders2", snapshotName: undefined }],
  ])("is allowed with %s", (_what, change) => {
    expect(problems(snapshot, { ...olds, ...change }, olds)).toEqual([]);
  });

  it.each([
    ["only spells a value differently", { clusterName: "ORDERS", snapshotName: "Orders-1" }],
    ["only changes its tags", { tags: { team: "b" } }],
    ["only changes how AWS is called", { profile: "dev", waitForCompletion: false }],
  ])("does not happen if the program %s", (_what, change) => {
    expect(problems(snapshot, { ...olds, ...change }, olds)).toEqual([]);
  });

  it("is not checked if nothing exists yet", () => {
    expect(problems(snapshot, olds)).toEqual([]);
  });

  it("is reported only after other mistakes are fixed", () => {
    expect(problems(snapshot, { ...olds, clusterName: "orders2", profile: "" }, olds)).toEqual([
      "profile: must not be empty",
    ]);
  });
});

describe("an export under a fixed name", () => {
  const olds = {
    region: "eu-west-1",
    sourceSnapshotName: "orders-1",
    targetSnapshotName: "Orders",
    targetBucket: "backups",
    tagsAll: {},
    __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/any:Any::orders",
  };
  const refused =
    'targetSnapshotName: sourceSnapshotName changes, which replaces the MemoryDB snapshot copy, but files with the name "Orders" are already in the bucket and stay there. Choose a new name';

  it("is refused into the same bucket, whether or not the old export is deleted first", () => {
    const news = { ...olds, sourceSnapshotName: "orders-2" };
    expect(problems(copy, news, olds)).toEqual([refused]);
    expect(problems(copy, { ...news, __deleteBeforeReplace: true }, olds)).toEqual([refused]);
    expect(problems(copy, { ...news, region: "eu-west-2" }, olds)).toEqual([refused]);
  });

  it.each([
    ["into another bucket", { targetBucket: "backups-2" }],
    ["under another name", { targetSnapshotName: "orders" }],
  ])("is allowed %s", (_where, change) => {
    const news = { ...olds, sourceSnapshotName: "orders-2", ...change };
    expect(problems(copy, news, olds)).toEqual([]);
  });

  it("may become a copy, and a copy may become an export", () => {
    const { targetBucket: _, ...rest } = { ...olds, targetSnapshotName: "orders" };
    expect(problems(copy, rest, { ...olds, targetSnapshotName: "orders" })).toEqual([]);
    expect(problems(copy, { ...rest, targetBucket: "backups" }, rest)).toEqual([]);
  });
});
