import { expect, it } from "vitest";
import { camelCased } from "../../src/kinds/answers.js";

it.each([
  ["KmsKeyId", "kmsKeyId"],
  ["ARN", "arn"],
  ["Name", "name"],
  ["DBClusterSnapshotIdentifier", "dbClusterSnapshotIdentifier"],
  ["SourceDBClusterSnapshotArn", "sourceDbClusterSnapshotArn"],
  ["IAMDatabaseAuthenticationEnabled", "iamDatabaseAuthenticationEnabled"],
  ["ReplicaOutpostArns", "replicaOutpostArns"],
  ["VpcId", "vpcId"],
  ["currentBackupRateInMegaBytesPerSecond", "currentBackupRateInMegaBytesPerSecond"],
])("%s is the output %s", (member, output) => {
  expect(camelCased({ [member]: "x" })).toEqual({ [output]: "x" });
});

it("camelCased keeps values unchanged inside lists and structures, and turns times into strings", () => {
  const time = new Date("2026-11-21T03:26:00.000Z");
  expect(
    camelCased({
      Shards: [{ Name: "0001", SnapshotCreationTime: time, Configuration: { Slots: "0-8191" } }],
      AvailabilityZones: ["eu-west-1a"],
      Port: 0,
      Encrypted: false,
      Missing: undefined,
    }),
  ).toEqual({
    shards: [
      {
        name: "0001",
        snapshotCreationTime: "2026-11-21T03:26:00.000Z",
        configuration: { slots: "0-8191" },
      },
    ],
    availabilityZones: ["eu-west-1a"],
    port: 0,
    encrypted: false,
    missing: undefined,
  });
});
