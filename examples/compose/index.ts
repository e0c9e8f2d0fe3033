import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { docdb, memorydb } from "pulumi-aws-snapshots";

const tags = { team: new pulumi.Config().get("team") ?? "orders" };

// The key of the copy, and the bucket for the export.
const key = new aws.kms.Key("backups", { description: "Copies of snapshots" });
const bucket = new aws.s3.Bucket("backups");
const ownership = new aws.s3.BucketOwnershipControls("backups", {
  bucket: bucket.bucket,
  rule: { objectOwnership: "BucketOwnerPreferred" },
});

// MemoryDB itself writes the export, so the bucket must allow the MemoryDB service of its region to write.
const access = new aws.s3.BucketPolicy("backups", {
  bucket: bucket.bucket,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: pulumi.interpolate`${bucket.region}.memorydb-snapshot.amazonaws.com` },
      Action: [
        "s3:PutObject",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:GetBucketAcl",
        "s3:ListMultipartUploadParts",
        "s3:ListBucketMultipartUploads",
      ],
      Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
    },
  }),
});

// A DocumentDB cluster, a snapshot of it, and a copy of the snapshot, encrypted with our own key.
const orders = new aws.docdb.Cluster("orders", {
  clusterIdentifier: "orders",
  masterUsername: "orders",
  manageMasterUserPassword: true,
  storageEncrypted: true,
  skipFinalSnapshot: true,
});
const snapshot = new docdb.ClusterSnapshot("orders", {
  dbClusterIdentifier: orders.clusterIdentifier,
  tags,
});
const copy = new docdb.ClusterSnapshotCopy("orders-copy", {
  sourceDbClusterSnapshotIdentifier: snapshot.id,
  kmsKeyId: key.arn,
  copyTags: true,
});

// A cluster restored from the copy, to try the next release on real data.
const staging = new aws.docdb.Cluster("staging", {
  clusterIdentifier: "staging",
  snapshotIdentifier: copy.arn,
  skipFinalSnapshot: true,
});

// A MemoryDB cluster whose snapshot is exported to the bucket.
const sessions = new aws.memorydb.Cluster("sessions", {
  name: "sessions",
  aclName: "open-access",
  nodeType: "db.r7g.large",
});
const sessionsSnapshot = new memorydb.Snapshot("sessions", { clusterName: sessions.name, tags });
const exported = new memorydb.SnapshotCopy(
  "sessions-export",
  {
    sourceSnapshotName: sessionsSnapshot.id,
    targetSnapshotName: "sessions",
    targetBucket: bucket.bucket,
  },
  { dependsOn: [ownership, access] },
);

export const copyArn = copy.arn;
export const restored = staging.clusterIdentifier;
export const exportedTo = exported.id;
