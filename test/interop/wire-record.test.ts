import { Neptune } from "@aws-sdk/client-neptune";
import { STS } from "@aws-sdk/client-sts";
import { expect, it, vi } from "vitest";
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from "../../src/local-aws/index.js";
import { wireRecord } from "../../src/local-aws/wire/wire-record.js";
import { clientSettings } from "../client-settings.js";
import { PluginHost } from "../contract/plugin-host.js";
import { recordOf, validate } from "./recorded.js";

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

it("AWS's models look at the requests of the plugin too", async () => {
  const record = await recordOf(async (aws) => {
    for (const [key, value] of Object.entries(aws.environment())) {
      vi.stubEnv(key, value);
    }
    aws.memorydb.addCluster(DEFAULT_ACCOUNT, DEFAULT_REGION, { ClusterName: "orders" });
    const plugin = await PluginHost.start({ aws }, {}, { now: Date.now, sleep: async () => {} });
    const program = { clusterName: "orders", waitForCompletion: false };
    await plugin.make("memorydb:Snapshot", "orders", program);
    plugin.close();
    vi.unstubAllEnvs();
  });
  const creates = record.filter(({ request }) => request.body.includes('"SnapshotName":"orders-'));
  expect(creates.length).toBeGreaterThan(0);
  expect((await validate(record)).wrong.flat()).toEqual([]);
});
