import { paginateListSnapshots, RedshiftServerless } from "@aws-sdk/client-redshift-serverless";
import { describe, expect, test } from "vitest";
import type { LocalAwsOptions } from "../../src/local-aws/index.js";
import { failure, HOUR, start } from "./local-aws.js";
import { home } from "./world.js";

const DAY = 24 * HOUR;
const recoveryPointId = "11111111-12ab-34cd-56ef-1234567890ab";

/** Starts a local AWS with the namespaces `sales` and `stock`, and a snapshot `base` of `sales`. */
async function startRedshift(options: LocalAwsOptions = {}) {
  const { aws, settings } = await start(options);
  const { redshiftserverless } = aws;
  for (const name of ["sales", "stock"]) redshiftserverless.addNamespace(...home, name);
  redshiftserverless.addRecoveryPoint(...home, "stock", recoveryPointId);
  const client = new RedshiftServerless(settings());
  const create = (snapshotName: string, more = {}) =>
    client.createSnapshot({ namespaceName: "sales", snapshotName, ...more });
  const get = async (snapshotName: string) => (await client.getSnapshot({ snapshotName })).snapshot;
  await create("base");
  aws.clock.advance(HOUR);
  return { aws, redshiftserverless, client, create, get };
}

describe("snapshots of Redshift Serverless", () => {
  test("are taken and deleted as the clock moves on, with their progress", async () => {
    const { aws, client, create, get } = await startRedshift();
    const { snapshot } = await create("nightly", { retentionPeriod: 7 });
    expect(snapshot).toMatchObject({
      status: "CREATING",
      snapshotArn: expect.stringMatching(/:snapshot\/[\da-f-]{36}$/),
      snapshotCreateTime: new Date(aws.clock.now()),
      snapshotRetentionPeriod: 7,
      backupProgressInMegaBytes: 0,
      estimatedSecondsToCompletion: 0,
    });
    aws.clock.advance(5_000);
    expect(await get("nightly")).toMatchObject({
      status: "CREATING",
      backupProgressInMegaBytes: 512,
      estimatedSecondsToCompletion: 5,
      elapsedTimeInSeconds: 5,
    });
    aws.clock.advance(5_000);
    expect(await get("nightly")).toMatchObject({
      status: "AVAILABLE",
      backupProgressInMegaBytes: 1024,
      estimatedSecondsToCompletion: 0,
    });
    await client.deleteSnapshot({ snapshotName: "nightly" });
    // A deleted snapshot is shown with its old status for a while.
    expect((await get("nightly"))?.status).toBe("AVAILABLE");
    aws.clock.advance(2_000);
    expect(await failure(get("nightly"))).toBe("ResourceNotFoundException 404");
  });

  test("are found by name or by ARN, and listed by namespace and time in pages", async () => {
    const { aws, client, redshiftserverless } = await startRedshift();
    const before = new Date(aws.clock.now());
    aws.clock.advance(1_000);
    const place = redshiftserverless.at(...home);
    const namespace = place.namespaces.get("stock");
    for (let index = 0; index < 150 && namespace; index += 1) {
      place.addSnapshot({ name: `s-${index}`, namespace, retention: -1, tags: new Map() }, 0);
    }
    const [base] = redshiftserverless.snapshots(...home);
    const byArn = await client.getSnapshot({ snapshotArn: base?.arn });
    expect(byArn.snapshot?.snapshotName).toBe("base");
    expect(await failure(client.getSnapshot({}))).toBe("ValidationException 400");
    const sizes: number[] = [];
    for await (const { snapshots = [] } of paginateListSnapshots({ client }, {})) {
      sizes.push(snapshots.length);
    }
    expect(sizes).toEqual([100, 51]);
    const count = async (more: object) => (await client.listSnapshots(more)).snapshots?.length;
    expect(await count({ namespaceName: "sales" })).toBe(1);
    expect(await count({ endTime: before })).toBe(1);
    expect(await count({ startTime: before, maxResults: 20 })).toBe(20);
    expect(await failure(client.listSnapshots({ maxResults: 101 }))).toBe(
      "ValidationException 400",
    );
  });

  test("are kept for their retention, which can be changed", async () => {
    const { aws, client, create, get } = await startRedshift();
    await create("short", { retentionPeriod: 1 });
    await create("long", { retentionPeriod: 2 });
    aws.clock.advance(HOUR);
    const update = (snapshotName: string, retentionPeriod: number) =>
      client.updateSnapshot({ snapshotName, retentionPeriod });
    expect((await update("long", -1)).snapshot?.snapshotRetentionPeriod).toBe(-1);
    aws.clock.advance(DAY);
    expect(await failure(get("short"))).toBe("ResourceNotFoundException 404");
    aws.clock.advance(1000 * DAY);
    expect(await get("long")).toMatchObject({ snapshotRemainingDays: -1 });
    for (const days of [0, -2, 3654]) {
      expect(await failure(update("long", days))).toBe("ValidationException 400");
      expect(await failure(create("x-1", { retentionPeriod: days }))).toBe(
        "ValidationException 400",
      );
    }
  });

  test("may be listed once more as DELETED", async () => {
    const { aws, create, get } = await startRedshift({ expiredSnapshots: "shown as DELETED" });
    await create("short", { retentionPeriod: 1 });
    aws.clock.advance(2 * DAY);
    expect((await get("short"))?.status).toBe("DELETED");
    expect(await failure(create("short"))).toBe("no error");
  });

  test("are made from recovery points for a day", async () => {
    const { aws, client } = await startRedshift();
    const { recoveryPoints } = await client.listRecoveryPoints({ namespaceName: "stock" });
    expect(recoveryPoints?.map((point) => point.recoveryPointId)).toEqual([recoveryPointId]);
    const convert = (snapshotName: string) =>
      client.convertRecoveryPointToSnapshot({ recoveryPointId, snapshotName });
    expect((await convert("kept")).snapshot?.namespaceName).toBe("stock");
    aws.clock.advance(2 * DAY);
    expect(await failure(convert("late"))).toBe("ResourceNotFoundException 404");
  });

  test("conflict if a name is taken, or a namespace busy", async () => {
    const { create, client, redshiftserverless } = await startRedshift();
    expect(await failure(create("base"))).toBe("ConflictException 409");
    redshiftserverless
      .at(...home)
      .namespaces.get("sales")
      ?.lifetime.occupy("MODIFYING", 60);
    expect(await failure(create("other"))).toBe("ConflictException 409");
    expect(await failure(create("other", { namespaceName: "none" }))).toBe(
      "ResourceNotFoundException 404",
    );
    expect(await failure(create("Upper"))).toBe("ConflictException 409");
    expect(await failure(create("Upper", { namespaceName: "stock" }))).toBe(
      "ValidationException 400",
    );
    expect(await failure(client.deleteSnapshot({ snapshotName: "none" }))).toBe(
      "ResourceNotFoundException 404",
    );
  });

  test("have tags, addressed by the ARN that AWS returned", async () => {
    const { client, redshiftserverless } = await startRedshift();
    const resourceArn = redshiftserverless.snapshots(...home)[0]?.arn;
    const tags = [
      { key: "a", value: "1" },
      { key: "b", value: "" },
    ];
    await client.tagResource({ resourceArn, tags });
    await client.untagResource({ resourceArn, tagKeys: ["a", "never"] });
    expect((await client.listTagsForResource({ resourceArn })).tags).toEqual([tags[1]]);
    const many = Array.from({ length: 200 }, (_, index) => ({ key: `k${index}`, value: "v" }));
    expect(await failure(client.tagResource({ resourceArn, tags: many }))).toBe(
      "TooManyTagsException 400",
    );
    const elsewhere = resourceArn?.replace("snapshot/", "snapshot/0");
    expect(await failure(client.listTagsForResource({ resourceArn: elsewhere }))).toBe(
      "ResourceNotFoundException 404",
    );
  });
});

test("a copy configuration exists once for each namespace, and copies later snapshots", async () => {
  const { aws, client, create, redshiftserverless } = await startRedshift();
  const configure = (more = {}) =>
    client.createSnapshotCopyConfiguration({
      namespaceName: "sales",
      destinationRegion: "eu-west-2",
      ...more,
    });
  expect(await failure(configure({ destinationRegion: home[1] }))).toBe("ValidationException 400");
  const { snapshotCopyConfiguration } = await configure({ snapshotRetentionPeriod: 3 });
  expect(await failure(configure())).toBe("ConflictException 409");
  const id = {
    snapshotCopyConfigurationId: snapshotCopyConfiguration?.snapshotCopyConfigurationId,
  };
  await create("next");
  const [copy, ...more] = redshiftserverless.snapshots(home[0], "eu-west-2");
  expect(copy).toMatchObject({ name: "next", retention: 3 });
  expect(more).toEqual([]);
  expect(copy?.lifetime.status).toBe("COPYING");
  aws.clock.advance(HOUR);
  expect(copy?.lifetime.status).toBe("AVAILABLE");
  const updated = await client.updateSnapshotCopyConfiguration({
    ...id,
    snapshotRetentionPeriod: 9,
  });
  expect(updated.snapshotCopyConfiguration?.snapshotRetentionPeriod).toBe(9);
  const list = async (namespaceName: string) =>
    (await client.listSnapshotCopyConfigurations({ namespaceName })).snapshotCopyConfigurations;
  expect(await list("sales")).toMatchObject([{ snapshotRetentionPeriod: 9 }]);
  await client.deleteSnapshotCopyConfiguration(id);
  expect(await list("sales")).toEqual([]);
  expect(await failure(list("none"))).toBe("ResourceNotFoundException 404");
  expect(redshiftserverless.snapshots(home[0], "eu-west-2")).toHaveLength(1);
});
