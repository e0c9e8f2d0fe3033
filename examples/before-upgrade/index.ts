import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { neptune } from "pulumi-aws-snapshots";

const config = new pulumi.Config();
const version = config.require("version");

// Every new version takes a snapshot first. The one before it is let go of, not deleted.
const before = new neptune.ClusterSnapshot(
  "before-upgrade",
  {
    dbClusterIdentifier: config.get("cluster") ?? "graph",
    triggers: { version },
    tags: { version },
  },
  { retainOnDelete: true },
);

// The migration runs when the snapshot is there, and not at all where that fails.
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
