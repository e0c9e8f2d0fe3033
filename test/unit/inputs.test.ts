import { expect, expectTypeOf, it } from "vitest";
import { type InputsOf, inputsOf } from "../../src/kinds/input.js";
import { parseInputs } from "../../src/state/inputs.js";
import { kindOf } from "./kind-examples.js";

it("inputs have the types that the classes declare, and a value of another type counts as absent", () => {
  const { copyTags, sharedAccounts, kmsKeyId } = inputsOf(kindOf("neptune:ClusterSnapshotCopy"), {
    copyTags: true,
    sharedAccounts: ["111122223333", 7],
    kmsKeyId: 7,
  });
  expect([copyTags, sharedAccounts, kmsKeyId]).toEqual([true, undefined, undefined]);
  const accounts = { sharedAccounts: ["111122223333"] };
  const shared = inputsOf(kindOf("neptune:ClusterSnapshotCopy"), accounts);
  expect(shared["sharedAccounts"]).toEqual(["111122223333"]);
  const kept = inputsOf(kindOf("redshiftserverless:Snapshot"), { retentionPeriod: 7 });
  expect(kept["retentionPeriod"]).toBe(7);
  expectTypeOf<InputsOf<"memorydb:Snapshot", "snapshotName">>().branded.toEqualTypeOf<{
    readonly clusterName: string;
    readonly snapshotName: string;
    readonly kmsKeyId?: string | undefined;
  }>();
});

it("the lifecycle's inputs have typed tags, waits and limits, and keep the properties as they are", () => {
  const kind = kindOf("memorydb:Snapshot");
  const props = {
    clusterName: "orders",
    tags: { team: "data", empty: null, wrong: 7 },
    tagsAll: { team: "data", stage: "test" },
    waitForCompletion: false,
    stallTimeout: "1h30m",
  };
  const { ofKind, props: kept, ...typed } = parseInputs(kind, props);
  expect(typed).toEqual({
    tags: { team: "data", empty: "" },
    tagsAll: { team: "data", stage: "test" },
    waitForCompletion: false,
    stallTimeout: 5400,
  });
  expect(kept).toBe(props);
  expect(ofKind["clusterName"]).toBe("orders");
});

it.each([[{}], [{ tags: null, tagsAll: "x", waitForCompletion: null, stallTimeout: "soon" }]])(
  "the lifecycle's inputs have defaults for absent values and values of a wrong type: %j",
  (props) => {
    const { tags, tagsAll, waitForCompletion, stallTimeout } = parseInputs(
      kindOf("memorydb:Snapshot"),
      props,
    );
    expect([tags, tagsAll, waitForCompletion, stallTimeout]).toEqual([
      undefined,
      {},
      true,
      undefined,
    ]);
  },
);

it("a missing required input is reported when it is read, and not before", () => {
  const inputs = inputsOf(kindOf("memorydb:Snapshot"), { clusterName: null, kmsKeyId: "k" });
  expect(inputs["kmsKeyId"]).toBe("k");
  expect(() => inputs["clusterName"]).toThrow(
    "the stack's state has no clusterName for this resource",
  );
  expect(() => inputs["snapshotName"]).toThrow("has no snapshotName");
});
