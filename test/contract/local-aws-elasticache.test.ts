import { ElastiCacheClient, paginateDescribeSnapshots } from "@aws-sdk/client-elasticache";
import { describe, expect, test } from "vitest";
import { ARN, arnOf, many, nodeCallsOf, startNodes, wireCode } from "./elasticache-calls.js";
import { failure, HOUR } from "./local-aws.js";
import { home } from "./world.js";

describe("node-based ElastiCache", () => {
  test("takes, copies and deletes a snapshot as the clock moves on", async () => {
    const { aws, create, copy, list, remove, statuses } = await startNodes();
    const { Snapshot } = await create("Nightly", {
      ReplicationGroupId: "Orders",
      KmsKeyId: "alias/backups",
    });
    expect(Snapshot).toMatchObject({
      SnapshotName: "nightly",
      SnapshotStatus: "creating",
      SnapshotSource: "manual",
      ARN: arnOf("nightly"),
      KmsKeyId: expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\/[\da-f-]{36}$/),
      ReplicationGroupId: "orders",
      NumNodeGroups: 2,
      Engine: "valkey",
    });
    aws.clock.advance(9_999);
    expect(await statuses()).toEqual({ base: "available", nightly: "creating" });
    aws.clock.advance(1);
    const copied = await copy("DR", { SourceSnapshotName: "NIGHTLY" });
    expect(copied.Snapshot).toMatchObject({
      SnapshotName: "dr",
      SnapshotStatus: "creating",
      KmsKeyId: Snapshot?.KmsKeyId,
      ReplicationGroupId: "orders",
    });
    aws.clock.advance(10_000);
    expect((await remove("Dr")).Snapshot).toMatchObject({ SnapshotStatus: "deleting" });
    expect(await statuses()).toEqual({ base: "available", nightly: "available", dr: "deleting" });
    aws.clock.advance(2_000);
    expect((await list({ SnapshotName: "dr" })).Snapshots).toEqual([]);
  });

  test("reports what was backed up for each node, and for its shard only on request", async () => {
    const { list } = await startNodes();
    const plain = await list({ SnapshotName: "base" });
    expect(plain.Snapshots?.[0]?.NodeSnapshots).toEqual([
      expect.objectContaining({ CacheClusterId: "orders-0001-002", NodeGroupId: "0001" }),
      expect.objectContaining({ CacheClusterId: "orders-0002-002", NodeGroupId: "0002" }),
    ]);
    expect(plain.Snapshots?.[0]?.NodeSnapshots?.[0]?.NodeGroupConfiguration).toBeUndefined();
    const detailed = await list({ SnapshotName: "base", ShowNodeGroupConfig: true });
    expect(detailed.Snapshots?.[0]?.NodeSnapshots).toMatchObject([
      { NodeGroupConfiguration: { Slots: "0-8191" }, SnapshotCreateTime: expect.any(Date) },
      { NodeGroupConfiguration: { Slots: "8192-16383" } },
    ]);
  });

  test("filters by source, replication group and cluster", async () => {
    const { nodes, create, copy, list } = await startNodes();
    await create("of-carts", { CacheClusterId: "Carts" });
    const automatic = nodes.addAutomaticSnapshot(...home, "Orders").name;
    const ofCarts = nodes.addAutomaticSnapshot(...home, "carts").name;
    expect([automatic, ofCarts]).toEqual([
      "automatic.orders-2026-01-02-05-04",
      "automatic.carts-2026-01-02-05-04",
    ]);
    const names = async (more: object) =>
      (await list(more)).Snapshots?.map(({ SnapshotName }) => SnapshotName);
    expect(await names({ SnapshotSource: "user" })).toEqual(["base", "of-carts"]);
    expect(await names({ SnapshotSource: "system" })).toEqual([automatic, ofCarts]);
    expect(await names({ ReplicationGroupId: "ORDERS" })).toEqual(["base", automatic]);
    expect(await names({ CacheClusterId: "carts", SnapshotSource: "user" })).toEqual(["of-carts"]);
    expect(await names({ CacheClusterId: "others" })).toEqual([]);
    expect(await failure(copy("dr", { SourceSnapshotName: automatic }))).toBe("no error");
    expect(() => nodes.addAutomaticSnapshot(...home, "others")).toThrow(
      'adding an automatic snapshot: there is no replication group or cluster "others"',
    );
  });

  test("returns pages of 50, or of 20 to 50", async () => {
    const { nodes, client, copy, list } = await startNodes();
    for (let index = 0; index < 60; index += 1) await copy(`copy-${index}`);
    const first = await list();
    expect(first.Snapshots).toHaveLength(50);
    nodes.vanish(...home, "copy-3");
    const second = await list({ Marker: first.Marker });
    expect(second.Snapshots?.map(({ SnapshotName }) => SnapshotName)[0]).toBe("copy-49");
    expect(second).toMatchObject({ Snapshots: { length: 11 } });
    expect(second.Marker).toBeUndefined();
    const pages: number[] = [];
    for await (const page of paginateDescribeSnapshots({ client, pageSize: 20 }, {})) {
      pages.push(page.Snapshots?.length ?? 0);
    }
    expect(pages).toEqual([20, 20, 20]);
  });

  test("keeps tags of everything that has an ARN", async () => {
    const { aws, copy, create, tag, tags, untag } = await startNodes();
    await copy("dr", { Tags: [{ Key: "team", Value: "a" }, { Key: "empty" }] });
    aws.clock.advance(10_000);
    const expected = [
      { Key: "team", Value: "b" },
      { Key: "empty", Value: "" },
    ];
    expect((await tag("dr", { Key: "team", Value: "b" })).TagList).toEqual(expected);
    expect((await untag("dr", "empty")).TagList).toEqual(expected.slice(0, 1));
    expect((await tags("dr")).TagList).toEqual(expected.slice(0, 1));
    for (const name of [`${ARN}:replicationgroup:orders`, `${ARN}:cluster:carts`]) {
      await tag(name, { Key: "of", Value: name });
      expect((await tags(name)).TagList).toEqual([{ Key: "of", Value: name }]);
    }
    await create("later");
    expect((await tags(`${ARN}:replicationgroup:orders`)).TagList).toHaveLength(1);
  });

  test.each([
    ["read", "no error"],
    ["read and change", "InvalidSnapshotStateFault 400"],
  ] as const)(
    "lets nobody %s the tags of an unfinished snapshot",
    async (tagsOfUnfinished, changed) => {
      const { aws, create, tag, tags, untag } = await startNodes({ tagsOfUnfinished });
      await create("fresh", { ReplicationGroupId: "orders", Tags: many(1) });
      expect(await failure(tags("fresh"))).toBe("InvalidSnapshotStateFault 400");
      expect(await failure(tag("fresh", { Key: "a", Value: "b" }))).toBe(changed);
      expect(await failure(untag("fresh", "k0"))).toBe(changed);
      aws.clock.advance(10_000);
      expect((await tags("fresh")).TagList).toEqual(
        changed === "no error" ? [{ Key: "a", Value: "b" }] : many(1),
      );
    },
  );

  test("exports into a bucket, and keeps no snapshot of the target's name", async () => {
    const { aws, copy, remove, statuses } = await startNodes();
    const exported = await copy("Dumps/ä", { TargetBucket: "vault" });
    expect(exported.Snapshot).toMatchObject({
      SnapshotName: "Dumps/ä",
      SnapshotStatus: "creating",
      ARN: arnOf("Dumps/ä"),
    });
    expect(await statuses()).toEqual({ base: "copying" });
    expect(aws.buckets.objects("vault")).toEqual([]);
    expect(await failure(remove("base"))).toBe("InvalidSnapshotStateFault 400");
    aws.clock.advance(10_000);
    expect(await statuses()).toEqual({ base: "available" });
    expect(aws.buckets.objects("vault")).toEqual(["Dumps/ä-0001.rdb", "Dumps/ä-0002.rdb"]);
    await expect(copy("Dumps/ä", { TargetBucket: "vault" })).rejects.toThrow(
      "The S3 bucket vault already contains an object with key Dumps/ä-0001.rdb.",
    );
  });

  test.each([
    ["while exporting", { base: "exporting", dump: "creating" }, { base: "available" }],
    ["always", { base: "exporting", dump: "creating" }, { base: "available", dump: "available" }],
  ] as const)(
    "lists the target of an export %s if configured so",
    async (exportTargetShown, during, after) => {
      const behaviour = { exportTargetShown, exportSourceStatus: "exporting" } as const;
      const { aws, nodes, copy, statuses } = await startNodes(behaviour);
      await copy("dump", { TargetBucket: "vault", Tags: many(1) });
      expect(await statuses()).toEqual(during);
      expect(nodes.snapshot(...home, "dump")?.tags.size).toBe(0);
      aws.clock.advance(10_000);
      expect(await statuses()).toEqual(after);
    },
  );

  test("allows 20 manual snapshots of a node in 24 hours, deleted snapshots counted", async () => {
    const { aws, create, remove } = await startNodes();
    for (let index = 1; index < 20; index += 1) {
      await create(`hourly-${index}`);
      aws.clock.advance(HOUR);
      await remove(`hourly-${index}`);
    }
    const twentyFirst = () => failure(create("one-more"));
    expect(await twentyFirst()).toBe("SnapshotQuotaExceededFault 400");
    expect(await failure(create("of-carts", { CacheClusterId: "carts" }))).toBe("no error");
    aws.clock.advance(4 * HOUR);
    expect(await twentyFirst()).toBe("no error");
  });

  test("has no snapshots of Memcached and of t1.micro nodes, and no exports of tiered data", async () => {
    const { aws, nodes, create, createCluster, copy } = await startNodes();
    await createCluster("mem", { Engine: "memcached" });
    await createCluster("tiny", { CacheNodeType: "cache.t1.micro" });
    for (const CacheClusterId of ["mem", "tiny"]) {
      const call = failure(create("a", { CacheClusterId }));
      expect(await call).toBe("SnapshotFeatureNotSupportedFault 400");
    }
    nodes.addReplicationGroup(...home, {
      name: "tiered",
      shards: 2,
      nodeType: "cache.r6gd.xlarge",
    });
    await create("cold", { ReplicationGroupId: "tiered" });
    aws.clock.advance(10_000);
    const cold = { SourceSnapshotName: "cold" };
    expect(await failure(copy("warm", cold))).toBe("no error");
    await expect(copy("out", { ...cold, TargetBucket: "vault" })).rejects.toThrow("data tiering");
  });

  test("backs up a group or a cluster once at a time", async () => {
    const { aws, create, groups, clusters, removeGroup, removeCluster } = await startNodes();
    const ofCarts = { CacheClusterId: "carts" };
    await create("first");
    await create("second", ofCarts);
    expect((await groups({ ReplicationGroupId: "Orders" })).ReplicationGroups).toMatchObject([
      { ReplicationGroupId: "orders", Status: "snapshotting", ClusterEnabled: true },
    ]);
    expect((await clusters()).CacheClusters).toMatchObject([
      { CacheClusterId: "carts", CacheClusterStatus: "snapshotting" },
    ]);
    const group = "InvalidReplicationGroupStateFault 400";
    const cluster = "InvalidCacheClusterStateFault 400";
    expect(await failure(create("a"))).toBe(group);
    expect(await failure(removeGroup("orders"))).toBe(group);
    expect(await failure(create("a", ofCarts))).toBe(cluster);
    expect(await failure(removeCluster("carts"))).toBe(cluster);
    expect(await wireCode(create("a"))).toBe("InvalidReplicationGroupState");
    expect(await wireCode(create("a", ofCarts))).toBe("InvalidCacheClusterState");
    aws.clock.advance(10_000);
    await removeGroup("orders");
    await removeCluster("carts");
    expect((await groups()).ReplicationGroups).toEqual([]);
    expect((await clusters()).CacheClusters).toEqual([]);
  });

  test("lets nobody copy, export or delete an unfinished snapshot", async () => {
    const { aws, nodes, create, copy, remove } = await startNodes();
    const state = "InvalidSnapshotStateFault 400";
    await create("first");
    const first = { SourceSnapshotName: "first" };
    expect(await failure(remove("first"))).toBe(state);
    expect(await failure(copy("dr", first))).toBe(state);
    expect(await failure(copy("dr", { ...first, TargetBucket: "vault" }))).toBe(state);
    expect(await wireCode(remove("first"))).toBe("InvalidSnapshotState");
    nodes.fail(...home, "first");
    expect(await failure(copy("dr", first))).toBe(state);
    await remove("first");
    expect(await failure(remove("first"))).toBe(state);
    nodes.fail(...home, "base", "restoring");
    expect(await failure(remove("base"))).toBe(state);
    aws.clock.advance(2_000);
    expect(await failure(remove("first"))).toBe("SnapshotNotFoundFault 404");
  });

  test("makes snapshots fail, freeze and disappear on demand, including future ones", async () => {
    const { aws, nodes, create, statuses } = await startNodes();
    nodes.fail(...home, "later");
    nodes.freeze(...home, "stuck");
    await create("later");
    await create("stuck", { CacheClusterId: "carts" });
    aws.clock.advance(1_000 * HOUR);
    expect(await statuses()).toEqual({ base: "available", later: "failed", stuck: "creating" });
    nodes.vanish(...home, "base");
    expect(await statuses()).toEqual({ later: "failed", stuck: "creating" });
  });

  test("keeps accounts and regions separate", async () => {
    const { nodes, settings, statuses } = await startNodes();
    const places = [
      ["444455556666", home[1]],
      [home[0], "us-east-1"],
    ] as const;
    for (const [account, region] of places) {
      const theirs = nodeCallsOf(new ElastiCacheClient(settings(account, region)));
      expect(await failure(theirs.copy("dr"))).toBe("SnapshotNotFoundFault 404");
      nodes.addReplicationGroup(account, region, { name: "orders", shards: 2 });
      expect((await theirs.create("base")).Snapshot?.ARN).toBe(
        `arn:aws:elasticache:${region}:${account}:snapshot:base`,
      );
      expect(await theirs.statuses()).toEqual({ base: "creating" });
    }
    expect(await statuses()).toEqual({ base: "available" });
  });

  test("backs up a group without cluster mode by a node, and then reports only the node", async () => {
    const { aws, nodes, create, createGroup, groups, clusters } = await startNodes();
    await createGroup("Users", { NumCacheClusters: 2 });
    const roles = async () => {
      const { ReplicationGroups } = await groups({ ReplicationGroupId: "users" });
      return ReplicationGroups?.[0]?.NodeGroups?.[0]?.NodeGroupMembers?.map(
        ({ CacheClusterId, CurrentRole }) => [CacheClusterId, CurrentRole],
      );
    };
    expect(await roles()).toEqual([
      ["users-001", "primary"],
      ["users-002", "replica"],
    ]);
    await expect(create("a", { ReplicationGroupId: "users" })).rejects.toThrow(
      "Cannot snapshot a replication group with cluster-mode disabled. Please specify a cache cluster instead.",
    );
    const { Snapshot } = await create("a", { CacheClusterId: "users-002" });
    expect(Snapshot).toMatchObject({ CacheClusterId: "users-002" });
    expect(Snapshot).not.toHaveProperty("ReplicationGroupId");
    const other = create("b", { ReplicationGroupId: "users", CacheClusterId: "users-001" });
    expect(await failure(other)).toBe("InvalidCacheClusterStateFault 400");
    aws.clock.advance(10_000);
    await create("b", { ReplicationGroupId: "users", CacheClusterId: "users-001" });
    nodes.failOver(...home, "users");
    expect(await roles()).toEqual([
      ["users-001", "replica"],
      ["users-002", "primary"],
    ]);
    const { CacheClusters = [] } = await clusters({ CacheClusterId: "users-001" });
    expect(CacheClusters).toMatchObject([{ ReplicationGroupId: "users" }]);
    const { name } = nodes.addAutomaticSnapshot(...home, "users");
    expect(name).toMatch(/^automatic\.users-001-/);
  });

  test("creates groups and clusters that can be backed up", async () => {
    const { aws, create, createGroup, createCluster, tags } = await startNodes();
    const made = await createGroup("Users", { NumNodeGroups: 3, KmsKeyId: "k", Tags: many(2) });
    expect(made.ReplicationGroup).toMatchObject({
      ReplicationGroupId: "users",
      Status: "creating",
    });
    expect((await createCluster("Stock")).CacheCluster?.ARN).toBe(`${ARN}:cluster:stock`);
    expect((await tags(`${ARN}:replicationgroup:users`)).TagList).toEqual(many(2));
    const { Snapshot } = await create("of-users", { ReplicationGroupId: "users" });
    expect(Snapshot).toMatchObject({
      NumNodeGroups: 3,
      NodeSnapshots: { length: 3 },
      KmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/k",
    });
    const ofStock = (await create("of-stock", { CacheClusterId: "stock" })).Snapshot;
    expect(ofStock).toMatchObject({ CacheClusterId: "stock", Engine: "redis" });
    expect(ofStock?.NodeSnapshots).toEqual([
      { CacheNodeId: "0001", CacheNodeCreateTime: new Date(aws.clock.now()), CacheSize: "" },
    ]);
    expect(aws.requests.changing()).toHaveLength(4);
  });
});
