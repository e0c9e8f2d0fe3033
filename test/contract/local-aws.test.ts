import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import {
  CopySnapshotCommand,
  CreateClusterCommand,
  CreateSnapshotCommand,
  DeleteClusterCommand,
  DeleteSnapshotCommand,
  DescribeClustersCommand,
  DescribeSnapshotsCommand,
  ListTagsCommand,
  MemoryDBClient,
  paginateDescribeSnapshots,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-memorydb";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { afterEach, describe, expect, test } from "vitest";
import {
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  type LocalAws,
  type LocalAwsOptions,
  manualClock,
  realClock,
  startLocalAws,
} from "../../src/local-aws/index.js";
import { refuseUntestedVersions } from "../../src/local-aws/tested-versions.js";

const HOUR = 3_600_000;
const home = [DEFAULT_ACCOUNT, DEFAULT_REGION] as const;
const ARN = `arn:aws:memorydb:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:snapshot`;

let local: LocalAws;
let memorydb: MemoryDBClient;
afterEach(() => local?.close());

/** A stand-in with the cluster `orders` (two shards) and its snapshot `base`, available; its clock stands still. */
async function start(options: LocalAwsOptions = {}): Promise<void> {
  local = await startLocalAws({ clock: manualClock(Date.UTC(2026, 0, 2, 3, 4)), ...options });
  local.memorydb.addCluster(...home, { ClusterName: "orders", NumShards: 2 });
  memorydb = client();
  await create("base");
  local.clock.advance(HOUR);
  local.requests.clear();
}

function settings(account?: string, region?: string, maxAttempts = 1) {
  const environment = local.environment(account, region);
  return {
    endpoint: environment["AWS_ENDPOINT_URL"] ?? "",
    region: environment["AWS_REGION"] ?? "",
    credentials: {
      accessKeyId: environment["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? "",
    },
    maxAttempts,
  };
}

const client = (...of: Parameters<typeof settings>) => new MemoryDBClient(settings(...of));

const create = (SnapshotName: string, more = {}) =>
  memorydb.send(new CreateSnapshotCommand({ ClusterName: "orders", SnapshotName, ...more }));
const copy = (TargetSnapshotName: string, more = {}) =>
  memorydb.send(
    new CopySnapshotCommand({ SourceSnapshotName: "base", TargetSnapshotName, ...more }),
  );
const list = (more = {}) => memorydb.send(new DescribeSnapshotsCommand(more));
const remove = (SnapshotName: string) => memorydb.send(new DeleteSnapshotCommand({ SnapshotName }));
const removeCluster = (ClusterName: string, more = {}) =>
  memorydb.send(new DeleteClusterCommand({ ClusterName, ...more }));
const createCluster = (ClusterName: string, more = {}) =>
  memorydb.send(
    new CreateClusterCommand({ ClusterName, NodeType: "db.t4g.small", ACLName: "a", ...more }),
  );
const tag = (name: string, ...Tags: object[]) =>
  memorydb.send(new TagResourceCommand({ ResourceArn: arnOf(name), Tags }));
const untag = (name: string, ...TagKeys: string[]) =>
  memorydb.send(new UntagResourceCommand({ ResourceArn: arnOf(name), TagKeys }));
const arnOf = (name: string) => (name.includes(":") ? name : `${ARN}/${name}`);

/** What a failing call fails with. */
async function failure(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) return "no error";
  const status = "$metadata" in error ? Object(error.$metadata).httpStatusCode : undefined;
  return `${error.name} ${status}`;
}

async function statuses(): Promise<Record<string, string | undefined>> {
  const { Snapshots = [] } = await list();
  return Object.fromEntries(Snapshots.map(({ Name, Status }) => [Name, Status]));
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v" }));

describe("MemoryDB", () => {
  test("takes, copies and deletes a snapshot as the clock goes on", async () => {
    await start();
    const { Snapshot } = await create("Nightly", { KmsKeyId: "alias/backups" });
    expect(Snapshot).toMatchObject({
      Name: "nightly",
      Status: "creating",
      Source: "manual",
      ARN: `${ARN}/nightly`,
      KmsKeyId: expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\/[\da-f-]{36}$/),
      ClusterConfiguration: { Name: "orders", NumShards: 2, Engine: "valkey" },
    });
    const { Clusters } = await memorydb.send(
      new DescribeClustersCommand({ ClusterName: "Orders" }),
    );
    expect(Clusters).toMatchObject([{ Name: "orders", Status: "snapshotting", NumberOfShards: 2 }]);
    local.clock.advance(9_999);
    expect(await statuses()).toEqual({ base: "available", nightly: "creating" });
    local.clock.advance(1);
    expect(await statuses()).toEqual({ base: "available", nightly: "available" });

    const copied = await copy("dr", { SourceSnapshotName: "NIGHTLY" });
    expect(copied.Snapshot).toMatchObject({
      Name: "dr",
      Status: "creating",
      KmsKeyId: Snapshot?.KmsKeyId,
    });
    local.clock.advance(10_000);
    const deleted = await remove("Dr");
    expect(deleted.Snapshot).toMatchObject({ Name: "dr", Status: "deleting" });
    expect((await statuses())["dr"]).toBe("deleting");
    local.clock.advance(2_000);
    expect(await failure(list({ SnapshotName: "dr" }))).toBe("SnapshotNotFoundFault 404");
  });

  test.each([
    ["an id", "1234abcd-12ab", "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab"],
    ["an ARN", "arn:aws:kms:eu-west-1:1:key/x", "arn:aws:kms:eu-west-1:1:key/x"],
  ])("answers a key given as %s as an ARN", async (_form, KmsKeyId, arn) => {
    await start();
    expect((await copy("dr", { KmsKeyId })).Snapshot?.KmsKeyId).toBe(arn);
  });

  test("shows shards only when asked for details", async () => {
    await start();
    const plain = await list({ SnapshotName: "base" });
    expect(plain.Snapshots?.[0]?.ClusterConfiguration?.Shards).toBeUndefined();
    const detailed = await list({ SnapshotName: "base", ShowDetail: true });
    expect(detailed.Snapshots?.[0]?.ClusterConfiguration?.Shards).toMatchObject([
      { Name: "0001", Configuration: { Slots: "0-8191" }, SnapshotCreationTime: expect.any(Date) },
      { Name: "0002", Configuration: { Slots: "8192-16383" } },
    ]);
  });

  test("filters by source and cluster", async () => {
    await start();
    const automatic = local.memorydb.addAutomaticSnapshot(...home, "orders").name;
    expect(automatic).toBe("automatic.orders-2026-01-02-04-04");
    const names = async (more: object) => (await list(more)).Snapshots?.map(({ Name }) => Name);
    expect(await names({ Source: "user" })).toEqual(["base"]);
    expect(await names({ Source: "system" })).toEqual([automatic]);
    expect(await names({ ClusterName: "Orders" })).toEqual(["base", automatic]);
    expect(await names({ ClusterName: "others" })).toEqual([]);
    expect(await failure(copy("dr", { SourceSnapshotName: automatic }))).toBe("no error");
  });

  test("pages by 50, and keeps its place when a snapshot goes meanwhile", async () => {
    await start();
    for (let index = 0; index < 60; index += 1) await copy(`copy-${index}`);
    const first = await list();
    expect(first.Snapshots).toHaveLength(50);
    local.memorydb.vanish(...home, "copy-3");
    const second = await list({ NextToken: first.NextToken });
    expect(second.Snapshots?.map(({ Name }) => Name)[0]).toBe("copy-49");
    expect(second).toMatchObject({ Snapshots: { length: 11 } });
    expect(second.NextToken).toBeUndefined();
    const pages: number[] = [];
    for await (const page of paginateDescribeSnapshots({ client: memorydb, pageSize: 25 }, {})) {
      pages.push(page.Snapshots?.length ?? 0);
    }
    expect(pages).toEqual([25, 25, 10]);
  });

  test("keeps tags, also those of the call that creates", async () => {
    await start();
    await copy("dr", { Tags: [{ Key: "team", Value: "a" }, { Key: "empty" }] });
    const added = await tag("dr", { Key: "team", Value: "b" });
    const tags = [
      { Key: "team", Value: "b" },
      { Key: "empty", Value: "" },
    ];
    expect(added.TagList).toEqual(tags);
    expect((await untag("dr", "empty")).TagList).toEqual(tags.slice(0, 1));
    const listed = await memorydb.send(new ListTagsCommand({ ResourceArn: arnOf("dr") }));
    expect(listed.TagList).toEqual(tags.slice(0, 1));
  });

  test("exports into a bucket, and keeps no snapshot of the target's name", async () => {
    await start();
    const exported = await copy("Dumps/a", { TargetBucket: "vault" });
    expect(exported.Snapshot).toMatchObject({ Name: "Dumps/a", Status: "creating" });
    expect(await statuses()).toEqual({ base: "copying" });
    expect(local.memorydb.objects("vault")).toEqual([]);
    expect(await failure(remove("base"))).toBe("InvalidSnapshotStateFault 400");
    local.clock.advance(10_000);
    expect(await statuses()).toEqual({ base: "available" });
    expect(local.memorydb.objects("vault")).toEqual(["Dumps/a-0001.rdb", "Dumps/a-0002.rdb"]);
    await expect(copy("Dumps/a", { TargetBucket: "vault" })).rejects.toThrow(
      "The S3 bucket vault already contains an object with key Dumps/a-0001.rdb.",
    );
    local.memorydb.removeObject("vault", "Dumps/a-0001.rdb");
    expect(local.memorydb.objects("vault")).toEqual(["Dumps/a-0002.rdb"]);
  });

  test.each([
    ["while exporting", { base: "exporting", dump: "creating" }, { base: "available" }],
    ["always", { base: "exporting", dump: "creating" }, { base: "available", dump: "available" }],
  ] as const)(
    "shows an export's target %s when told so",
    async (exportTargetShown, during, after) => {
      await start({ exportTargetShown, exportSourceStatus: "exporting" });
      await copy("dump", { TargetBucket: "vault" });
      expect(await statuses()).toEqual(during);
      local.clock.advance(10_000);
      expect(await statuses()).toEqual(after);
    },
  );

  test("allows 20 manual snapshots of a cluster in 24 hours, the deleted ones counted", async () => {
    await start();
    for (let index = 1; index < 20; index += 1) {
      await create(`hourly-${index}`);
      local.clock.advance(HOUR);
      await remove(`hourly-${index}`);
    }
    const twentyFirst = () => failure(create("one-more"));
    expect(await twentyFirst()).toBe("SnapshotQuotaExceededFault 400");
    local.clock.advance(4 * HOUR);
    expect(await twentyFirst()).toBe("no error");
  });

  const invalid = "InvalidParameterValueException 400";
  const rules: [string, () => Promise<unknown>, string][] = [
    ["a taken name", () => create("BASE"), "SnapshotAlreadyExistsFault 400"],
    ["a taken target name", () => copy("base"), "SnapshotAlreadyExistsFault 400"],
    ["a missing cluster", () => create("a", { ClusterName: "x" }), "ClusterNotFoundFault 404"],
    ["a missing source", () => copy("a", { SourceSnapshotName: "x" }), "SnapshotNotFoundFault 404"],
    ["deleting what is missing", () => remove("x"), "SnapshotNotFoundFault 404"],
    ["describing what is missing", () => list({ SnapshotName: "x" }), "SnapshotNotFoundFault 404"],
    ["deleting a missing cluster", () => removeCluster("x"), "ClusterNotFoundFault 404"],
    ["a taken cluster name", () => createCluster("ORDERS"), "ClusterAlreadyExistsFault 400"],
    [
      "a final snapshot",
      () => removeCluster("orders", { FinalSnapshotName: "x" }),
      "InvalidParameterCombinationException 400",
    ],
    [
      "a cluster from a snapshot",
      () => createCluster("b", { SnapshotName: "base" }),
      "InvalidParameterCombinationException 400",
    ],
    ["two hyphens", () => create("a--b"), invalid],
    ["a trailing hyphen", () => create("a-"), invalid],
    ["a dot", () => copy("a.b"), invalid],
    ["256 characters", () => create("a".repeat(256)), invalid],
    ["an empty name", () => create(""), invalid],
    ["a bucket that cannot be", () => copy("a", { TargetBucket: "a/b" }), invalid],
    ["an export of 1001", () => copy("a".repeat(1001), { TargetBucket: "b" }), invalid],
    ["a wrong source filter", () => list({ Source: "manual" }), invalid],
    ["a token never given out", () => list({ NextToken: "eA" }), invalid],
    ["an empty page", () => list({ MaxResults: 0 }), invalid],
    ["a reserved tag", () => create("a", { Tags: [{ Key: "aws:x" }] }), invalid],
    ["a tag without a key", () => copy("a", { Tags: [{ Value: "x" }] }), invalid],
    ["201 tags", () => create("a", { Tags: many(201) }), "TagQuotaPerResourceExceeded 400"],
    ["201 tags on a copy", () => copy("a", { Tags: many(201) }), "TagQuotaPerResourceExceeded 400"],
    ["201 tags later", () => tag("base", ...many(201)), "TagQuotaPerResourceExceeded 400"],
    ["a tag that is not there", () => untag("base", "x"), "TagNotFoundFault 404"],
    ["an ARN that is none", () => tag("arn:aws:memorydb:x"), "InvalidARNFault 400"],
    ["an ARN of elsewhere", () => tag(`${ARN.replace("eu", "us")}/base`), "InvalidARNFault 400"],
    ["the ARN of nothing", () => tag("x"), "SnapshotNotFoundFault 404"],
  ];
  test.each(rules)("refuses %s", async (_what, call, expected) => {
    await start();
    expect(await failure(call())).toBe(expected);
    expect(local.requests.all()).toMatchObject([
      { outcome: expected.split(" ")[0], refused: false },
    ]);
    expect(await statuses()).toEqual({ base: "available" });
  });

  test("backs a cluster up once at a time, and lets nobody delete or copy what is not ready", async () => {
    await start();
    await create("first");
    expect(await failure(create("second"))).toBe("InvalidClusterStateFault 400");
    expect(await failure(removeCluster("orders"))).toBe("InvalidClusterStateFault 400");
    expect(await failure(remove("first"))).toBe("InvalidSnapshotStateFault 400");
    expect(await failure(copy("dr", { SourceSnapshotName: "first" }))).toBe(
      "InvalidSnapshotStateFault 400",
    );
    await remove("base");
    expect(await failure(remove("base"))).toBe("InvalidSnapshotStateFault 400");
    expect(await failure(copy("dr"))).toBe("InvalidSnapshotStateFault 400");
    expect(await failure(copy("base", { SourceSnapshotName: "first" }))).toBe(
      "InvalidSnapshotStateFault 400",
    );
    local.clock.advance(10_000);
    await removeCluster("orders");
    expect(await statuses()).toEqual({ first: "available" });
  });

  test("fails, freezes and loses snapshots on demand, also those to come", async () => {
    await start();
    local.memorydb.fail(...home, "later");
    local.memorydb.freeze(...home, "stuck");
    await create("later");
    local.clock.advance(10_000);
    await create("stuck");
    local.clock.advance(1_000 * HOUR);
    expect(await statuses()).toEqual({ base: "available", later: "failed", stuck: "creating" });
    local.memorydb.fail(...home, "stuck", "incompatible-restore");
    await remove("later");
    local.clock.advance(2_000);
    await create("later");
    local.clock.advance(10_000);
    expect((await statuses())["later"]).toBe("available");
    await remove("later");
    local.memorydb.freeze(...home, "later");
    local.memorydb.vanish(...home, "base");
    local.clock.advance(HOUR);
    expect(await statuses()).toEqual({ later: "deleting", stuck: "incompatible-restore" });
    expect(() => local.memorydb.vanish(...home, "base")).toThrow("there is no such snapshot");
    expect(() => local.memorydb.freeze(...home, "stuck")).toThrow("has nothing to end");
  });
});

describe("accounts and regions", () => {
  test("keep their snapshots apart", async () => {
    await start();
    for (const [account, region] of [
      ["444455556666", DEFAULT_REGION],
      [DEFAULT_ACCOUNT, "us-east-1"],
    ] as const) {
      local.memorydb.addCluster(account, region, { ClusterName: "orders" });
      memorydb = client(account, region);
      expect((await create("base")).Snapshot?.ARN).toBe(
        `arn:aws:memorydb:${region}:${account}:snapshot/base`,
      );
      expect(await statuses()).toEqual({ base: "creating" });
    }
    expect(local.requests.all().map(({ account, region }) => `${account} ${region}`)).toEqual([
      "444455556666 eu-west-1",
      "444455556666 eu-west-1",
      "111122223333 us-east-1",
      "111122223333 us-east-1",
    ]);
  });

  test("are changed by assuming a role", async () => {
    await start();
    local.memorydb.addCluster("444455556666", DEFAULT_REGION, { ClusterName: "theirs" });
    const sts = new STSClient(settings());
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: DEFAULT_ACCOUNT,
      Arn: `arn:aws:iam::${DEFAULT_ACCOUNT}:user/local`,
    });
    const { Credentials, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: "arn:aws:iam::444455556666:role/ops/dr",
        RoleSessionName: "up",
        ExternalId: "it's <us>",
        Tags: [{ Key: "team", Value: "a&b" }],
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
    expect(local.requests.all()[1]).toMatchObject({
      service: "sts",
      operation: "AssumeRole",
      input: { ExternalId: "it's <us>", Tags: [{ Key: "team", Value: "a&b" }] },
      outcome: "ok",
    });
    expect(JSON.stringify(local.requests.all())).not.toContain(credentials.secretAccessKey);
  });

  test.each([
    ["the ARN of no role", { RoleArn: "arn:aws:iam::444455556666:user/x" }],
    ["a session name with a blank", { RoleSessionName: "a b" }],
    ["a duration of a minute", { DurationSeconds: 60 }],
    ["no session name", { RoleSessionName: undefined }],
  ])("are not changed by %s", async (_what, more) => {
    await start();
    const input = { RoleArn: "arn:aws:iam::444455556666:role/dr", RoleSessionName: "up", ...more };
    const call = new STSClient(settings()).send(new AssumeRoleCommand(input));
    expect(await failure(call)).toBe("ValidationError 400");
  });

  test("deny a role when a fault says so", async () => {
    await start();
    const RoleArn = "arn:aws:iam::444455556666:role/dr";
    local.faults.add({
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

describe("faults", () => {
  test("hit so many matching requests, after so many passed", async () => {
    await start();
    const fault = local.faults.add({
      service: "memorydb",
      operation: "DescribeSnapshots",
      region: DEFAULT_REGION,
      account: DEFAULT_ACCOUNT,
      after: 1,
      times: 2,
      error: { code: "ThrottlingException", message: "slower" },
    });
    local.faults.add({ region: "us-east-1", times: 9, hang: true });
    const outcomes: string[] = [];
    for (let index = 0; index < 4; index += 1) outcomes.push(await failure(list()));
    const throttled = "ThrottlingException 400";
    expect(outcomes).toEqual(["no error", throttled, throttled, "no error"]);
    expect(fault.hits).toBe(2);
  });

  test("are over when they are removed", async () => {
    await start();
    const fault = local.faults.add({ error: { code: "SnapshotNotFoundFault", message: "gone" } });
    expect(await failure(remove("base"))).toBe("SnapshotNotFoundFault 404");
    local.faults.add({ error: { code: "SnapshotNotFoundFault", message: "gone" } }).remove();
    expect(await failure(remove("base"))).toBe("no error");
    expect(fault.hits).toBe(1);
  });

  test.each([
    ["before", "no error", ["dropped before", "ok"]],
    ["after", "SnapshotAlreadyExistsFault 400", ["dropped after", "SnapshotAlreadyExistsFault"]],
  ] as const)("close the connection %s the operation", async (dropConnection, seen, outcomes) => {
    await start();
    memorydb = client(DEFAULT_ACCOUNT, DEFAULT_REGION, 3);
    local.faults.add({ operation: "CreateSnapshot", dropConnection });
    expect(await failure(create("a"))).toBe(seen);
    expect(local.requests.changing().map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(await statuses()).toEqual({ base: "available", a: "creating" });
  });

  test("answer late, never, or with something else", async () => {
    await start();
    local.faults.add({ delay: 40 });
    const begun = performance.now();
    await list();
    expect(performance.now() - begun).toBeGreaterThan(38);

    local.faults.add({ rawBody: { status: 503, body: "<html>" } });
    expect(await failure(list())).toContain("503");

    local.faults.add({ operation: "DeleteSnapshot", hang: true });
    const abort = new AbortController();
    const arrived = local.requests.arrival("memorydb:DeleteSnapshot");
    const hung = memorydb.send(new DeleteSnapshotCommand({ SnapshotName: "base" }), {
      abortSignal: abort.signal,
    });
    expect((await arrived).input).toEqual({ SnapshotName: "base" });
    abort.abort();
    await expect(hung).rejects.toThrow("aborted");
    expect(await statuses()).toEqual({ base: "available" });
    expect(local.requests.all().map(({ outcome }) => outcome)).toEqual([
      "ok",
      "raw 503",
      "hung",
      "ok",
    ]);
  });
});

test("records every request, its input and its outcome", async () => {
  await start();
  await create("a", { Tags: [{ Key: "k", Value: "v" }] });
  await list({ MaxResults: 5 });
  expect(local.requests.operations()).toEqual([
    "memorydb:CreateSnapshot",
    "memorydb:DescribeSnapshots",
  ]);
  expect(local.requests.changing()).toEqual([
    {
      service: "memorydb",
      operation: "CreateSnapshot",
      account: DEFAULT_ACCOUNT,
      region: DEFAULT_REGION,
      input: { ClusterName: "orders", SnapshotName: "a", Tags: [{ Key: "k", Value: "v" }] },
      at: local.clock.now(),
      outcome: "ok",
      refused: false,
    },
  ]);
  local.requests.clear();
  expect([...local.requests]).toEqual([]);
});

describe("a request that is none", () => {
  const signed = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=AKIA111122223333HOME/20260102/eu-west-1/${service}/aws4_request, Signature=0`;

  /** Posts without a client, and gives the status and the body of the answer. */
  async function post(headers: Record<string, string>, body = "{}"): Promise<string> {
    const authorization = signed("memorydb");
    const answer = await fetch(local.url, {
      method: "POST",
      headers: { authorization, ...headers },
      body,
    });
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[\da-f-]{36}$/);
    return `${answer.status} ${await answer.text()}`;
  }
  const json = (operation: string, body: string, more = {}) =>
    post({ "x-amz-target": `AmazonMemoryDB.${operation}`, ...more }, body);
  const form = (body: string) =>
    post(
      { authorization: signed("sts"), "content-type": "application/x-www-form-urlencoded" },
      body,
    );
  const role = "Version=2011-06-15&Action=AssumeRole&RoleArn=x&RoleSessionName=y";

  const refusals: [string, () => Promise<string>, string, string][] = [
    ["an unknown operation", () => json("Explode", "{}"), "UnknownOperationException", "not exist"],
    [
      "an operation that is not carried out",
      () => json("UpdateCluster", "{}"),
      "UnknownOperationException",
      "is not carried out by local AWS",
    ],
    [
      "an unknown member",
      () => json("DeleteSnapshot", '{"SnapshotName":"a","Force":true}'),
      "SerializationException",
      "Force is not a member of DeleteSnapshotRequest. Its members: SnapshotName.",
    ],
    [
      "a missing member",
      () => json("CreateSnapshot", '{"ClusterName":null,"SnapshotName":"a"}'),
      "InvalidParameterValueException",
      "ClusterName is required in CreateSnapshotRequest and is missing.",
    ],
    [
      "a number for a string",
      () => json("DeleteSnapshot", '{"SnapshotName":1}'),
      "SerializationException",
      "SnapshotName must be a string and is a number.",
    ],
    [
      "a string for a number",
      () => json("DescribeSnapshots", '{"MaxResults":"9"}'),
      "SerializationException",
      "MaxResults must be a number and is a string.",
    ],
    [
      "a string for a list",
      () => json("TagResource", '{"ResourceArn":"a","Tags":"x"}'),
      "SerializationException",
      "Tags must be a list and is a string.",
    ],
    [
      "a wrong item of a list",
      () => json("TagResource", '{"ResourceArn":"a","Tags":[{"Key":"a"},{"key":"b"}]}'),
      "SerializationException",
      "Tags[1].key is not a member of Tag.",
    ],
    ["a list for a body", () => json("DeleteSnapshot", "[]"), "SerializationException", "object"],
    ["text", () => json("DeleteSnapshot", "hello"), "SerializationException", "cannot be read"],
    ["nothing", () => post({}, ""), "UnknownOperationException", "Local AWS has memorydb, sts."],
    [
      "half a credential",
      () => json("DeleteSnapshot", "{}", { authorization: "AWS4-HMAC-SHA256 Credential=AKIA" }),
      "IncompleteSignature",
      "carries no SigV4 credential",
    ],
    [
      "a signature for another service",
      () => json("DeleteSnapshot", "{}", { authorization: signed("sts") }),
      "InvalidSignatureException",
      "signed for sts, and goes to memorydb",
    ],
    [
      "more than a megabyte",
      () => json("DeleteSnapshot", `{"SnapshotName":"${"a".repeat(1024 * 1024)}"}`),
      "RequestEntityTooLarge",
      "413",
    ],
    ["a form without an action", () => form("Version=2011-06-15"), "InvalidAction", "sts:"],
    ["a form of another version", () => form("Action=AssumeRole"), "NoSuchVersion", "2011-06-15"],
    ["a form with a stray key", () => form(`${role}&Mood=1`), "InvalidQueryParameter", "Mood"],
    [
      "a form with a word for a number",
      () => form(`${role}&DurationSeconds=long`),
      "InvalidQueryParameter",
      "DurationSeconds must be a number",
    ],
    [
      "a form with a list of the wrong shape",
      () => form(`${role}&Tags.Tag.1.Key=a`),
      "InvalidQueryParameter",
      "Tags must be a list of member.1",
    ],
  ];
  test.each(refusals)("is refused and recorded: %s", async (_what, call, code, text) => {
    await start();
    const answer = await call();
    expect(answer).toContain(code);
    expect(answer).toContain(text);
    expect(local.requests.refused()).toMatchObject([{ outcome: code, refused: true, input: {} }]);
    expect(local.requests.all()).toHaveLength(1);
  });

  test("is refused where it is not signed, and where it does not post", async () => {
    await start();
    const unsigned = await fetch(local.url, { method: "POST" });
    expect(`${unsigned.status} ${await unsigned.text()}`).toContain(
      '403 {"__type":"MissingAuthenticationToken"',
    );
    const headers = { authorization: signed("memorydb") };
    expect((await fetch(`${local.url}/bucket`, { headers })).status).toBe(400);
    expect(local.requests.refused()).toHaveLength(2);
  });

  test("is refused in CBOR, in words that the client understands", async () => {
    await start();
    memorydb = new MemoryDBClient({ ...settings(), protocol: AwsSmithyRpcV2CborProtocol });
    await expect(list()).rejects.toThrow("The client speaks rpc-v2-cbor");
    expect(local.requests.refused()).toMatchObject([{ outcome: "UnsupportedProtocol" }]);
  });

  test.each([
    ["is no HTTP", "hello\r\n\r\n", "HTTP/1.1 400"],
    [
      "does not come to its end",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
      "HTTP/1.1 408",
    ],
  ])("ends the connection that %s", async (_what, bytes, answer) => {
    await start({ requestTimeout: 50 });
    const socket = connect(Number(new URL(local.url).port), "127.0.0.1", () => socket.write(bytes));
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    await once(socket, "close");
    expect(received).toContain(answer);
    expect(await statuses()).toEqual({ base: "available" });
  });
});

describe("starting", () => {
  test("gives the environment that sends a client here", async () => {
    await start();
    expect(local.environment("444455556666", "us-east-1")).toEqual({
      AWS_ENDPOINT_URL: local.url,
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^AKIA444455556666/),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
      AWS_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    expect(local.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(() => local.environment("1234")).toThrow("an account has 12 digits");
  });

  test("fails with a sentence where the port is taken", async () => {
    await start();
    const port = Number(new URL(local.url).port);
    await expect(startLocalAws({ port })).rejects.toThrow(
      `starting local AWS on 127.0.0.1:${port}: listen EADDRINUSE`,
    );
  });

  test("fails with a sentence where the SDK's schema classes are of another version", () => {
    const installed = { "@aws-sdk/core": "3.981.0", "@smithy/core": "3.99.0" };
    expect(() => refuseUntestedVersions(installed)).toThrow(
      "@smithy/core 3.99.0 is installed, and local AWS was tested with 3.41.0. Install @smithy/core@3.41.0.",
    );
  });

  test("closes while requests are under way", async () => {
    await start();
    local.faults.add({ hang: true });
    local.faults.add({ delay: 60_000 });
    const calls = [failure(list()), failure(list())];
    await local.requests.arrival("memorydb:DescribeSnapshots", 2);
    await local.close();
    expect(await Promise.all(calls)).not.toContain("no error");
  });
});

test("clocks run as fast as they are told, go forward, and can be turned", () => {
  const manual = manualClock(1_000);
  manual.advance(500);
  expect(manual.now()).toBe(1_500);
  expect(() => manual.advance(-1)).toThrow("only goes forward");
  const begun = Date.now();
  const fast = realClock(1_000_000);
  fast.advance(HOUR);
  while (Date.now() < begun + 2);
  expect(fast.now()).toBeGreaterThanOrEqual(begun + HOUR + 1_000_000);
  expect(() => realClock(0)).toThrow("must be a number above 0");
});

describe("the command local", () => {
  function run(...args: string[]) {
    const child = spawn(process.execPath, ["--import", "tsx", "src/cli.ts", ...args]);
    const seen = { out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      seen.out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      seen.err += chunk;
    });
    return { child, seen, exit: once(child, "close").then(([code]) => code) };
  }

  test.each(["SIGINT", "SIGTERM"] as const)("serves until %s", async (signal) => {
    const { child, seen, exit } = run(
      ...["local", "--rate", "1000000", "--region", "us-east-1"],
      ...["--memorydb-cluster", "orders", "--memorydb-cluster", "users"],
    );
    while (!seen.out.includes("#")) await once(child.stdout, "data");
    const exported = new Map(
      [...seen.out.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
    );
    memorydb = new MemoryDBClient({
      endpoint: exported.get("AWS_ENDPOINT_URL") ?? "",
      region: exported.get("AWS_REGION") ?? "",
      credentials: {
        accessKeyId: exported.get("AWS_ACCESS_KEY_ID") ?? "",
        secretAccessKey: exported.get("AWS_SECRET_ACCESS_KEY") ?? "",
      },
    });
    const { Clusters } = await memorydb.send(new DescribeClustersCommand({}));
    expect(Clusters?.map(({ Name }) => Name)).toEqual(["orders", "users"]);
    await create("quick");
    expect(await statuses()).toEqual({ quick: "available" });
    expect(seen.out).toContain("not AWS itself");
    child.kill(signal);
    expect(await exit).toBe(0);
    expect(seen.err).toBe("");
  });

  test.each([
    [["--help"], 0, "--memorydb-cluster NAME"],
    [[], 2, "the command is local"],
    [["global"], 2, 'not "global"'],
    [["local", "more"], 2, 'not "more"'],
    [["local", "--speed", "2"], 2, "Unknown option '--speed'"],
    [["local", "--rate", "fast"], 2, '--rate must be a number above 0, and is "fast"'],
    [["local", "--port", "70000"], 2, '--port must be 0 to 65535, and is "70000"'],
  ])("answers %j with exit code %i", async (args, code, text) => {
    const { seen, exit } = run(...args);
    expect(await exit).toBe(code);
    expect(seen.out + seen.err).toContain(text);
  });
});
