import {
  ElastiCacheClient,
  paginateDescribeServerlessCacheSnapshots,
} from "@aws-sdk/client-elasticache";
import { describe, expect, test } from "vitest";
import { ARN, many, nodeCallsOf, serverlessCallsOf, startServerless } from "./elasticache-calls.js";
import { failure, HOUR } from "./local-aws.js";
import { home } from "./world.js";

describe("serverless ElastiCache", () => {
  test("takes, copies and deletes a snapshot as the clock moves on", async () => {
    const { aws, create, copy, list, remove, statuses } = await startServerless();
    const { ServerlessCacheSnapshot } = await create("Nightly", {
      ServerlessCacheName: "Orders",
      KmsKeyId: "alias/backups",
    });
    expect(ServerlessCacheSnapshot).toEqual({
      ServerlessCacheSnapshotName: "nightly",
      ARN: `${ARN}:serverlesscachesnapshot:nightly`,
      KmsKeyId: expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\/[\da-f-]{36}$/),
      SnapshotType: "manual",
      Status: "creating",
      ServerlessCacheConfiguration: {
        ServerlessCacheName: "orders",
        Engine: "valkey",
        MajorEngineVersion: "8",
      },
    });
    const begun = new Date(aws.clock.now());
    aws.clock.advance(9_999);
    expect(await statuses()).toEqual({ base: "available", nightly: "creating" });
    aws.clock.advance(1);
    expect(
      (await list({ ServerlessCacheSnapshotName: "nightly" })).ServerlessCacheSnapshots,
    ).toEqual([
      {
        ...ServerlessCacheSnapshot,
        Status: "available",
        CreateTime: begun,
        BytesUsedForCache: "11534336",
      },
    ]);
    const copied = await copy("DR", { SourceServerlessCacheSnapshotName: "NIGHTLY" });
    expect(copied.ServerlessCacheSnapshot).toMatchObject({
      ServerlessCacheSnapshotName: "dr",
      Status: "creating",
      KmsKeyId: ServerlessCacheSnapshot?.KmsKeyId,
      ServerlessCacheConfiguration: { ServerlessCacheName: "orders" },
    });
    aws.clock.advance(10_000);
    expect((await remove("Dr")).ServerlessCacheSnapshot).toMatchObject({ Status: "deleting" });
    expect(await statuses()).toEqual({ base: "available", nightly: "available", dr: "deleting" });
    aws.clock.advance(2_000);
    expect(await failure(list({ ServerlessCacheSnapshotName: "dr" }))).toBe(
      "ServerlessCacheSnapshotNotFoundFault 404",
    );
  });

  test("shares no names with node-based snapshots, and lists neither with the other", async () => {
    const { aws, client, copy, list, tags } = await startServerless();
    const { nodes } = aws.elasticache;
    nodes.addReplicationGroup(...home, { name: "orders", clusterMode: true });
    const ofNodes = nodeCallsOf(client);
    await ofNodes.create("base", { ReplicationGroupId: "orders", Tags: many(1) });
    aws.clock.advance(10_000);
    expect((await tags("base")).TagList).toEqual([]);
    expect((await ofNodes.tags("base")).TagList).toEqual(many(1));
    await copy("dr");
    expect(await ofNodes.statuses()).toEqual({ base: "available" });
    await ofNodes.remove("base");
    expect((await list()).ServerlessCacheSnapshots).toHaveLength(2);
  });

  test("filters by type and cache", async () => {
    const { serverless, create, copy, list } = await startServerless();
    await create("of-carts", { ServerlessCacheName: "carts" });
    const automatic = serverless.addAutomaticSnapshot(...home, "Orders").name;
    expect(automatic).toBe("automatic.orders-2026-01-02-05-04");
    const names = async (more: object) =>
      (await list(more)).ServerlessCacheSnapshots?.map((each) => each.ServerlessCacheSnapshotName);
    expect(await names({ SnapshotType: "manual" })).toEqual(["base", "of-carts"]);
    expect(await names({ SnapshotType: "automated" })).toEqual([automatic]);
    expect(await names({ ServerlessCacheName: "ORDERS" })).toEqual(["base", automatic]);
    expect(await names({ ServerlessCacheName: "others" })).toEqual([]);
    const source = { SourceServerlessCacheSnapshotName: automatic };
    expect(await failure(copy("dr", source))).toBe("no error");
    expect(() => serverless.addAutomaticSnapshot(...home, "others")).toThrow(
      'adding an automatic snapshot: there is no serverless cache "others"',
    );
  });

  test("removes expired automatic snapshots, and no others", async () => {
    const { aws, serverless, list, statuses } = await startServerless();
    const { name } = serverless.addAutomaticSnapshot(...home, "orders");
    const { ServerlessCacheSnapshots } = await list({ ServerlessCacheSnapshotName: name });
    expect(ServerlessCacheSnapshots?.[0]?.ExpiryTime).toEqual(
      new Date(aws.clock.now() + 24 * HOUR),
    );
    aws.clock.advance(24 * HOUR - 1);
    expect(await statuses()).toEqual({ base: "available", [name]: "available" });
    aws.clock.advance(1);
    expect(await statuses()).toEqual({ base: "available" });
  });

  test("returns pages of 50 at most", async () => {
    const { serverless, client, copy, list } = await startServerless();
    for (let index = 0; index < 60; index += 1) await copy(`copy-${index}`);
    const first = await list();
    expect(first.ServerlessCacheSnapshots).toHaveLength(50);
    serverless.vanish(...home, "copy-3");
    const second = await list({ NextToken: first.NextToken });
    expect(second.ServerlessCacheSnapshots?.[0]?.ServerlessCacheSnapshotName).toBe("copy-49");
    expect(second).toMatchObject({ ServerlessCacheSnapshots: { length: 11 } });
    expect(second.NextToken).toBeUndefined();
    const pages: number[] = [];
    for await (const page of paginateDescribeServerlessCacheSnapshots(
      { client, pageSize: 25 },
      {},
    )) {
      pages.push(page.ServerlessCacheSnapshots?.length ?? 0);
    }
    expect(pages).toEqual([25, 25, 10]);
  });

  test("keeps tags, and lets nobody read them before the snapshot is finished", async () => {
    const { aws, copy, create, tag, tags, untag } = await startServerless();
    await copy("dr", { Tags: [{ Key: "team", Value: "a" }, { Key: "empty" }] });
    expect(await failure(tags("dr"))).toBe("InvalidServerlessCacheSnapshotStateFault 400");
    const expected = [
      { Key: "team", Value: "b" },
      { Key: "empty", Value: "" },
    ];
    expect((await tag("dr", { Key: "team", Value: "b" })).TagList).toEqual(expected);
    expect((await untag("dr", "empty")).TagList).toEqual(expected.slice(0, 1));
    aws.clock.advance(10_000);
    expect((await tags("dr")).TagList).toEqual(expected.slice(0, 1));
    const cache = `${ARN}:serverlesscache:orders`;
    expect((await tag(cache, ...many(50))).TagList).toEqual(many(50));
    await create("later");
    expect(await failure(tags(cache))).toBe("InvalidServerlessCacheStateFault 400");
  });

  test("lets nobody change tags either, if configured so", async () => {
    const { copy, tag } = await startServerless({ tagsOfUnfinished: "read and change" });
    await copy("dr");
    expect(await failure(tag("dr", ...many(1)))).toBe(
      "InvalidServerlessCacheSnapshotStateFault 400",
    );
    expect(await failure(tag("base", ...many(1)))).toBe("no error");
  });

  test("exports a snapshot under its own name", async () => {
    const { aws, exportTo, remove, statuses } = await startServerless();
    const { ServerlessCacheSnapshot } = await exportTo("vault", "BASE");
    expect(ServerlessCacheSnapshot).toMatchObject({
      ServerlessCacheSnapshotName: "base",
      Status: "copying",
    });
    expect(aws.buckets.objects("vault")).toEqual([]);
    const state = "InvalidServerlessCacheSnapshotStateFault 400";
    expect(await failure(exportTo("elsewhere"))).toBe(state);
    expect(await failure(remove("base"))).toBe(state);
    aws.clock.advance(10_000);
    expect(await statuses()).toEqual({ base: "available" });
    expect(aws.buckets.objects("vault")).toEqual(["base-0001.rdb"]);
    await expect(exportTo("vault")).rejects.toThrow(
      "The S3 bucket vault already contains an object with key base-0001.rdb.",
    );
  });

  test("backs up Memcached, and does not export it", async () => {
    const { aws, create, exportTo } = await startServerless();
    const { ServerlessCacheSnapshot } = await create("mem", { ServerlessCacheName: "carts" });
    expect(ServerlessCacheSnapshot?.ServerlessCacheConfiguration?.Engine).toBe("memcached");
    aws.clock.advance(10_000);
    await expect(exportTo("vault", "mem")).rejects.toThrow("Memcached");
  });

  test("allows 24 manual snapshots of a cache in 24 hours, deleted snapshots counted", async () => {
    const { aws, create, remove } = await startServerless();
    for (let index = 1; index < 24; index += 1) {
      await create(`hourly-${index}`);
      aws.clock.advance(HOUR / 2);
      await remove(`hourly-${index}`);
    }
    const oneMore = () => failure(create("one-more"));
    expect(await oneMore()).toBe("ServerlessCacheSnapshotQuotaExceededFault 400");
    expect(await failure(create("other", { ServerlessCacheName: "carts" }))).toBe("no error");
    aws.clock.advance(12 * HOUR);
    expect(await oneMore()).toBe("no error");
  });

  test("backs up a cache once at a time, and lets nobody use unfinished snapshots", async () => {
    const { aws, serverless, ...calls } = await startServerless();
    const { create, copy, exportTo, remove, removeCache, caches } = calls;
    await create("first");
    const ofCache = "InvalidServerlessCacheStateFault 400";
    expect(await failure(create("second"))).toBe(ofCache);
    expect(await failure(removeCache("orders"))).toBe(ofCache);
    const ofSnapshot = "InvalidServerlessCacheSnapshotStateFault 400";
    const source = { SourceServerlessCacheSnapshotName: "first" };
    expect(await failure(copy("dr", source))).toBe(ofSnapshot);
    expect(await failure(exportTo("vault", "first"))).toBe(ofSnapshot);
    expect(await failure(remove("first"))).toBe(ofSnapshot);
    serverless.fail(...home, "first");
    expect(await failure(copy("dr", source))).toBe(ofSnapshot);
    await remove("first");
    await removeCache("Orders");
    expect((await caches()).ServerlessCaches).toMatchObject([{ ServerlessCacheName: "carts" }]);
    aws.clock.advance(2_000);
    expect(await calls.statuses()).toEqual({ base: "available" });
  });

  test("makes snapshots fail, freeze and disappear on demand, including future ones", async () => {
    const { aws, serverless, create, statuses } = await startServerless();
    serverless.fail(...home, "later");
    serverless.freeze(...home, "stuck");
    await create("later");
    await create("stuck", { ServerlessCacheName: "carts" });
    aws.clock.advance(1_000 * HOUR);
    expect(await statuses()).toEqual({
      base: "available",
      later: "create_failed",
      stuck: "creating",
    });
    serverless.vanish(...home, "base");
    expect(await statuses()).toEqual({ later: "create_failed", stuck: "creating" });
  });

  test("keeps accounts and regions separate", async () => {
    const { settings, statuses } = await startServerless();
    const places = [
      ["444455556666", home[1]],
      [home[0], "us-east-1"],
    ] as const;
    for (const [account, region] of places) {
      const theirs = serverlessCallsOf(new ElastiCacheClient(settings(account, region)));
      expect(await failure(theirs.copy("dr"))).toBe("ServerlessCacheSnapshotNotFoundFault 404");
      const { ServerlessCache } = await theirs.createCache("Orders", { Tags: many(1) });
      expect(ServerlessCache).toMatchObject({ ServerlessCacheName: "orders", Status: "creating" });
      expect((await theirs.tags(ServerlessCache?.ARN ?? "")).TagList).toEqual(many(1));
      expect((await theirs.create("base")).ServerlessCacheSnapshot?.ARN).toBe(
        `arn:aws:elasticache:${region}:${account}:serverlesscachesnapshot:base`,
      );
      expect(await theirs.statuses()).toEqual({ base: "creating" });
    }
    expect(await statuses()).toEqual({ base: "available" });
  });
});
