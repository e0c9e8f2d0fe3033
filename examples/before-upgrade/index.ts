import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { neptune } from "pulumi-aws-snapshots";

const config = new pulumi.Config();
const version = config.require("version");

// Every new version first takes a new snapshot. retainOnDelete keeps the previous snapshot in AWS, outside the stack.
const before = new neptune.ClusterSnapshot(
  "before-upgrade",
  {
    dbClusterIdentifier: config.get("cluster") ?? "graph",
    triggers: { version },
    tags: { version },
  },
  { retainOnDelete: true },
);

// The migration runs once the snapshot is available, and not at all if the snapshot fails.
const migration = new aws.lambda.Invocation(
  "migrate",
  {
    functionName: "migrate-graph",
    input: pulumi.jsonStringify({ version, snapshot: before.arn }),
    triggers: { version },
  },
  { dependsOn: before },
);

export const snapshotArn = before.arn;
export const migrated = migration.result;
