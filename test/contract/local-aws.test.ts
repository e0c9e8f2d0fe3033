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
  UpdateClusterCommand,
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
});
