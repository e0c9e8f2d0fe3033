import { Neptune } from "@aws-sdk/client-neptune";
import { STS } from "@aws-sdk/client-sts";
import { expect, it, vi } from "vitest";
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from "../../src/local-aws/index.js";
import { wireRecord } from "../../src/local-aws/wire/wire-record.js";
import { clientSettings } from "../client-settings.js";
import { recordOf } from "./recorded.js";

it("a record holds no keys, tokens or signatures", async () => {
  const secrets: (string | undefined)[] = [];
  const record = await recordOf(async (aws) => {
    const { Credentials } = await new STS(clientSettings(aws.environment())).assumeRole({
      RoleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/backup`,
      RoleSessionName: "tests",
    });
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    const neptune = new Neptune({
      ...clientSettings(aws.environment()),
      region: "eu-west-2",
      credentials: {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
      },
    });
    await neptune
      .copyDBClusterSnapshot({
        SourceDBClusterSnapshotIdentifier: `arn:aws:rds:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:cluster-snapshot:base`,
        TargetDBClusterSnapshotIdentifier: "copy",
      })
      .catch(() => {});
    secrets.push(SecretAccessKey, SessionToken, encodeURIComponent(SessionToken));
  });
  const text = JSON.stringify(record);
  expect(record).toHaveLength(2);
  expect(secrets.filter((secret) => !secret || text.includes(secret))).toEqual([]);
  expect(text).not.toMatch(/authorization/i);
  // The URL that the SDK signs is a form value, so it is encoded twice.
  expect(text).toContain("PreSignedUrl=https%3A%2F%2F");
  expect(text).toMatch(/X-Amz-Signature%3Dhidden(%26|&|")/);
  expect(text).toMatch(/X-Amz-Security-Token%3Dhidden(%26|&|")/);
  expect(text).toContain("<SessionToken>hidden<");
});

it("nothing is recorded unless the environment names a folder", () => {
  vi.stubEnv("PULUMI_AWS_SNAPSHOTS_WIRE_RECORD", undefined);
  expect(wireRecord()).toBeUndefined();
  vi.unstubAllEnvs();
});
