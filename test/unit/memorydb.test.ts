import { describe, expect, it } from "vitest";
import { exportTarget, isExport } from "../../src/state/export.js";
import { kindOf } from "./kind-examples.js";

const snapshot = kindOf("memorydb:Snapshot");
const copy = kindOf("memorydb:SnapshotCopy");

/** A snapshot with every member that AWS can report. */
const remote = {
  Name: "orders-1",
  Status: "available",
  Source: "manual",
  KmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1",
  ARN: "arn:aws:memorydb:eu-west-1:111122223333:snapshot/orders-1",
  DataTiering: "false",
  ClusterConfiguration: {
    Name: "orders",
    Description: "all orders",
    NodeType: "db.r7g.large",
    Engine: "valkey",
    EngineVersion: "7.3",
    MaintenanceWindow: "sun:23:00-mon:01:30",
    TopicArn: "arn:aws:sns:eu-west-1:111122223333:orders",
    Port: 6379,
    ParameterGroupName: "default.memorydb-valkey7",
    SubnetGroupName: "private",
    VpcId: "vpc-1",
    SnapshotRetentionLimit: 7,
    SnapshotWindow: "05:00-09:00",
    NumShards: 1,
    Shards: [
      {
        Name: "0001",
        Configuration: { Slots: "0-16383", ReplicaCount: 2 },
        Size: "12 MB",
        SnapshotCreationTime: new Date(0),
      },
    ],
    MultiRegionParameterGroupName: "default.multi",
    MultiRegionClusterName: "world",
  },
};

/** The same with keys in camel case and times as strings; name and ARN come from the inputs and the id. */
function camel(value: unknown): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (Array.isArray(value)) {
    return value.map(camel);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          key.charAt(0).toLowerCase() + key.slice(1),
          camel(inner),
        ]),
      )
    : value;
}

describe.each([snapshot, copy])("AWS's description of a $label", (kind) => {
  it("is passed on with every member, in camel case", () => {
    const { Name: _, ARN: __, ...rest } = remote;
    expect(kind.outputs(remote)).toEqual(camel(rest));
  });

  it("may lack any member", () => {
    expect(kind.outputs({})).toEqual({});
    expect(kind.outputs({ ClusterConfiguration: { Shards: [{}] } })).toEqual({
      clusterConfiguration: { shards: [{}] },
    });
  });

  it("holds its name, ARN and status", () => {
    expect(kind.nameOf(remote)).toBe("orders-1");
    expect(kind.arn(remote)).toBe(remote.ARN);
    expect(kind.status(remote)).toBe("available");
  });
});

it("the inputs of a snapshot that is looked up are those that AWS reports", () => {
  expect(snapshot.inputsFrom(remote)).toEqual({ clusterName: "orders" });
  expect(copy.inputsFrom(remote)).toEqual({});
});

describe("a copy with a bucket", () => {
  it("is an export of its source to an address in the bucket", () => {
    const inputs = {
      sourceSnapshotName: "arn:aws:memorydb:eu-west-1:111122223333:snapshot/orders-1",
      targetSnapshotName: "2026/Orders",
      targetBucket: "backups",
    };
    expect(isExport(copy, inputs)).toBe(true);
    expect(exportTarget(copy, inputs)).toEqual({
      uri: "s3://backups/2026/Orders",
      source: "orders-1",
    });
  });

  it("is not an export without the bucket", () => {
    const inputs = { sourceSnapshotName: "orders-1", targetSnapshotName: "orders-dr" };
    expect(isExport(copy, inputs)).toBe(false);
    expect(isExport(snapshot, inputs)).toBe(false);
  });
});
