import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { neptune } from "pulumi-aws-snapshots";

const config = new pulumi.Config();
const backupAccount = config.get("backupAccount") ?? "222233334444";

// Three places: the region of the cluster, another region, and an account that keeps backups in that other region.
const recovery = new aws.Provider("recovery", { region: "eu-west-1" });
const backup = new aws.Provider("backup", {
  region: "eu-west-1",
  assumeRoles: [{ roleArn: `arn:aws:iam::${backupAccount}:role/backup` }],
});

// A key works only in its own region, so each copy has its own key. The key of the shared copy admits the backup account.
const { accountId } = aws.getCallerIdentityOutput({}, { provider: recovery });
const recoveryKey = new aws.kms.Key(
  "recovery",
  { policy: keyPolicy([accountId, backupAccount]) },
  { provider: recovery },
);
const backupKey = new aws.kms.Key("backup", {}, { provider: backup });

const snapshot = new neptune.ClusterSnapshot("graph", {
  dbClusterIdentifier: "graph",
  region: "us-east-1",
  tags: { team: "graph" },
});

const copy = new neptune.ClusterSnapshotCopy(
  "graph-recovery",
  {
    sourceDbClusterSnapshotIdentifier: snapshot.id,
    kmsKeyId: recoveryKey.arn,
    copyTags: true,
    tags: { purpose: "recovery" },
    sharedAccounts: [backupAccount],
  },
  { provider: recovery },
);

// The owner can stop sharing a snapshot, but cannot take away a copy in the other account.
const vault = new neptune.ClusterSnapshotCopy(
  "graph-vault",
  { sourceDbClusterSnapshotIdentifier: copy.id, kmsKeyId: backupKey.arn },
  { provider: backup },
);

function keyPolicy(accounts: pulumi.Input<string>[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: accounts },
      Action: "kms:*",
      Resource: "*",
    },
  });
}

export const recoveryArn = copy.arn;
export const vaultArn = vault.arn;
