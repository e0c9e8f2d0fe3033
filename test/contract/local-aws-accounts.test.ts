import { DescribeClustersCommand, MemoryDBClient } from "@aws-sdk/client-memorydb";
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from "../../src/local-aws/index.js";
import { callsOf, failure, start } from "./local-aws.js";

describe("accounts and regions", () => {
  test("keep their snapshots separate", async () => {
    const { aws, settings } = await start();
    for (const [account, region] of [
      ["444455556666", DEFAULT_REGION],
      [DEFAULT_ACCOUNT, "us-east-1"],
    ] as const) {
      aws.memorydb.addCluster(account, region, { ClusterName: "orders" });
      const { create, statuses } = callsOf(new MemoryDBClient(settings(account, region)));
      expect((await create("base")).Snapshot?.ARN).toBe(
        `arn:aws:memorydb:${region}:${account}:snapshot/base`,
      );
      expect(await statuses()).toEqual({ base: "creating" });
    }
    expect(aws.requests.all().map(({ account, region }) => `${account} ${region}`)).toEqual([
      "444455556666 eu-west-1",
      "444455556666 eu-west-1",
      "111122223333 us-east-1",
      "111122223333 us-east-1",
    ]);
  });

  test("are changed by assuming a role", async () => {
    const { aws, settings } = await start();
    aws.memorydb.addCluster("444455556666", DEFAULT_REGION, { ClusterName: "theirs" });
    const sts = new STSClient(settings());
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: DEFAULT_ACCOUNT,
      Arn: `arn:aws:iam::${DEFAULT_ACCOUNT}:user/local`,
    });
    const { Credentials, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: "arn:aws:iam::444455556666:role/ops/dr",
        RoleSessionName: "up",
        ExternalId: "us/dr=1+1",
        Tags: [{ Key: "team", Value: "a = b+c" }],
        TransitiveTagKeys: ["team"],
      }),
    );
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now());
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    const assumed = new STSClient({ ...settings(), credentials });
    expect(await assumed.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: "444455556666",
      Arn: "arn:aws:sts::444455556666:assumed-role/dr/up",
      UserId: AssumedRoleUser?.AssumedRoleId,
    });
    const theirs = new MemoryDBClient({ ...settings(), credentials });
    const { Clusters } = await theirs.send(new DescribeClustersCommand({}));
    expect(Clusters?.map(({ Name }) => Name)).toEqual(["theirs"]);
    expect(aws.requests.all()[1]).toMatchObject({
      service: "sts",
      operation: "AssumeRole",
      input: { ExternalId: "us/dr=1+1", Tags: [{ Key: "team", Value: "a = b+c" }] },
      outcome: "ok",
    });
    expect(JSON.stringify(aws.requests.all())).not.toContain(credentials.secretAccessKey);
  });

  const token = (claims: object) =>
    ["{}", JSON.stringify(claims), "signature"]
      .map((part) => Buffer.from(part).toString("base64url"))
      .join(".");
  const withToken = async (WebIdentityToken: string) => {
    const { aws, settings } = await start();
    // A caller with only a token cannot sign the request.
    const { credentials: _none, ...unsigned } = settings();
    const sts = new STSClient(unsigned);
    const answer = sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: "arn:aws:iam::444455556666:role/ci",
        RoleSessionName: "run-1",
        WebIdentityToken,
      }),
    );
    return { aws, settings, answer };
  };

  test("are changed by assuming a role with a token, without other credentials", async () => {
    const jwt = token({ sub: "repo:orders", iss: "https://ci.example.com", aud: "sts" });
    const { aws, settings, answer } = await withToken(jwt);
    const { Credentials, ...rest } = await answer;
    expect(rest).toMatchObject({
      SubjectFromWebIdentityToken: "repo:orders",
      Provider: "https://ci.example.com",
      Audience: "sts",
      AssumedRoleUser: { Arn: "arn:aws:sts::444455556666:assumed-role/ci/run-1" },
    });
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    const assumed = new STSClient({ ...settings(), credentials });
    expect((await assumed.send(new GetCallerIdentityCommand({}))).Account).toBe("444455556666");
    expect(aws.requests.all()[0]).toMatchObject({ operation: "AssumeRoleWithWebIdentity" });
    expect(JSON.stringify(aws.requests.all())).not.toContain(jwt);
  });

  test.each([
    ["that is not a token", "secret", "InvalidIdentityTokenException"],
    ["whose claims are not JSON", "a.b.c", "InvalidIdentityTokenException"],
    ["that has expired", token({ exp: 1 }), "ExpiredTokenException"],
  ])("are not changed by a token %s", async (_which, jwt, code) => {
    const { answer } = await withToken(jwt);
    await expect(answer).rejects.toMatchObject({ name: code });
  });

  test("are required by every other operation: a request without a signature is refused", async () => {
    const { aws, settings } = await start();
    const unsigned = await fetch(settings().endpoint ?? "", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=AssumeRole&Version=2011-06-15",
    });
    expect(unsigned.status).toBe(403);
    expect(aws.requests.all()[0]).toMatchObject({ outcome: "MissingAuthenticationToken" });
  });

  test.each([
    ["the ARN of no role", { RoleArn: "arn:aws:iam::444455556666:user/x" }],
    ["a session name with a blank", { RoleSessionName: "a b" }],
    ["a duration of a minute", { DurationSeconds: 60 }],
    ["no session name", { RoleSessionName: undefined }],
  ])("are not changed by %s", async (_what, more) => {
    const { settings } = await start();
    const input = { RoleArn: "arn:aws:iam::444455556666:role/dr", RoleSessionName: "up", ...more };
    const call = new STSClient(settings()).send(new AssumeRoleCommand(input));
    expect(await failure(call)).toBe("ValidationError 400");
  });

  test("are not changed by a role that a fault denies", async () => {
    const { aws, settings } = await start();
    const RoleArn = "arn:aws:iam::444455556666:role/dr";
    aws.faults.add({
      operation: "AssumeRole",
      where: (input) => input["RoleArn"] === RoleArn,
      times: Number.POSITIVE_INFINITY,
      error: { code: "AccessDenied", message: "not <you>", status: 403 },
    });
    const assume = (arn: string) =>
      new STSClient(settings()).send(
        new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "up" }),
      );
    await expect(assume(RoleArn)).rejects.toThrow("not <you>");
    expect(await failure(assume(RoleArn))).toBe("AccessDenied 403");
    expect(await failure(assume(`${RoleArn}2`))).toBe("no error");
  });
});
