import type { MemoryDbSnapshot } from "../../src/local-aws/index.js";
import type { LocalAnswer } from "./asking.js";
import { type Structure, structure } from "./items.js";
import { type Stage, subjects, textIn } from "./worlds.js";

/** Repeats the recorded requests to MemoryDB. */
export async function memoryDbAnswer(stage: Stage): Promise<LocalAnswer> {
  const { item } = stage;
  const { operation, request = {} } = item;
  const [first] = subjects(item);
  switch (operation) {
    case "CreateSnapshot":
      addCluster(stage, first ?? {});
      return stage.ask(operation, request);
    case "CopySnapshot":
      addSnapshot(stage, { ...first, Name: request["SourceSnapshotName"] });
      stage.pass();
      return stage.ask(operation, request);
    case "DeleteSnapshot":
      addSnapshot(stage, { ...first, Name: request["SnapshotName"] });
      stage.pass();
      return stage.ask(operation, request);
    case "DescribeSnapshots": {
      const { KmsKeyId: _, ...asked } = request;
      for (const [index, one] of subjects(item).entries()) {
        const name = textIn(one, "Name") ?? `a-${index}`;
        addSnapshot(stage, { ...one, Name: name });
        if (one["Status"] === "failed") stage.aws.memorydb.fail(...stage.place, name);
        if (one["Status"] === "deleting") await stage.ask("DeleteSnapshot", { SnapshotName: name });
      }
      return stage.ask(operation, asked);
    }
    case "ListTags":
    case "TagResource":
    case "UntagResource": {
      const snapshot = addSnapshot(stage, { Name: "test-snapshot-2" });
      const tags = Array.isArray(request["Tags"]) ? request["Tags"] : [];
      const keys = Array.isArray(request["TagKeys"]) ? request["TagKeys"] : [];
      for (const { Key, Value } of subjects(item)) {
        if (!tags.some((tag) => structure(tag)?.["Key"] === Key)) {
          snapshot.tags.set(String(Key), String(Value));
        }
      }
      for (const key of keys) snapshot.tags.set(String(key), "");
      return stage.ask(operation, request);
    }
    case "DescribeClusters":
      addCluster(stage, {});
      await stage.ask("CreateSnapshot", { ClusterName: "orders", SnapshotName: "a" });
      return stage.ask(operation, request);
    default:
      return stage.ask(operation, request);
  }
}

function addCluster({ aws, place }: Stage, one: Structure) {
  const configuration = structure(one["ClusterConfiguration"]);
  const ClusterName = textIn(configuration, "Name") ?? "orders";
  const { KmsKeyId } = one;
  const known = aws.memorydb.at(...place).clusters.get(ClusterName);
  return (
    known ??
    aws.memorydb.addCluster(...place, {
      ClusterName,
      Description: textIn(configuration, "Description"),
      ...(typeof KmsKeyId === "string" && { KmsKeyId }),
    })
  );
}

function addSnapshot(stage: Stage, one: Structure): MemoryDbSnapshot {
  const cluster = addCluster(stage, one);
  const { kmsKeyId } = cluster;
  return stage.aws.memorydb
    .at(...stage.place)
    .addSnapshotOf(
      cluster,
      { name: String(one["Name"]), source: "manual", kmsKeyId, tags: new Map() },
      0,
    );
}
