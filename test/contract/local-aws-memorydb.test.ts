import {
  DescribeClustersCommand,
  ListTagsCommand,
  paginateDescribeSnapshots,
} from "@aws-sdk/client-memorydb";
import { describe, expect, test } from "vitest";
import { ARN, arnOf, type Calls, failure, HOUR, start } from "./local-aws.js";
import { home } from "./world.js";

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v" }));

describe("local MemoryDB", () => {
  test("takes, copies and deletes a snapshot as the clock moves on", async () => {
    const { aws, client, create, copy, list, remove, statuses } = await start();
    const { Snapshot } = await create("Nightly", { KmsKeyId: "alias/backups" });
    expect(Snapshot).toMatchObject({
      Name: "nightly",
      Status: "creating",
      Source: "manual",
      ARN: `${ARN}/nightly`,
      KmsKeyId: expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\/[\da-f-]{36}$/),
      ClusterConfiguration: { Name: "orders", NumShards: 2, Engine: "valkey" },
    });
    const { Clusters } = await client.send(new DescribeClustersCommand({ ClusterName: "Orders" }));
    expect(Clusters).toMatchObject([{ Name: "orders", Status: "snapshotting", NumberOfShards: 2 }]);
    aws.clock.advance(9_999);
    expect(await statuses()).toEqual({ base: "available", nightly: "creating" });
    aws.clock.advance(1);
    expect(await statuses()).toEqual({ base: "available", nightly: "available" });

    const copied = await copy("dr", { SourceSnapshotName: "NIGHTLY" });
    expect(copied.Snapshot).toMatchObject({
      Name: "dr",
      Status: "creating",
      KmsKeyId: Snapshot?.KmsKeyId,
    });
    aws.clock.advance(10_000);
    const deleted = await remove("Dr");
    expect(deleted.Snapshot).toMatchObject({ Name: "dr", Status: "deleting" });
    expect((await statuses())["dr"]).toBe("deleting");
    aws.clock.advance(2_000);
    expect(await failure(list({ SnapshotName: "dr" }))).toBe("SnapshotNotFoundFault 404");
  });

  test.each([
    ["an id", "1234abcd-12ab", "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab"],
    ["an ARN", "arn:aws:kms:eu-west-1:1:key/x", "arn:aws:kms:eu-west-1:1:key/x"],
  ])("returns a key that is given as %s as an ARN", async (_form, KmsKeyId, arn) => {
    const { copy } = await start();
    expect((await copy("dr", { KmsKeyId })).Snapshot?.KmsKeyId).toBe(arn);
  });

  test("returns shards only if details are asked for", async () => {
    const { list } = await start();
    const plain = await list({ SnapshotName: "base" });
    expect(plain.Snapshots?.[0]?.ClusterConfiguration?.Shards).toBeUndefined();
    const detailed = await list({ SnapshotName: "base", ShowDetail: true });
    expect(detailed.Snapshots?.[0]?.ClusterConfiguration?.Shards).toMatchObject([
      { Name: "0001", Configuration: { Slots: "0-8191" }, SnapshotCreationTime: expect.any(Date) },
      { Name: "0002", Configuration: { Slots: "8192-16383" } },
    ]);
  });

  test("filters by source and cluster", async () => {
    const { aws, copy, list } = await start();
    const automatic = aws.memorydb.addAutomaticSnapshot(...home, "orders").name;
    expect(automatic).toBe("automatic.orders-2026-01-02-04-04");
    const names = async (more: object) => (await list(more)).Snapshots?.map(({ Name }) => Name);
    expect(await names({ Source: "user" })).toEqual(["base"]);
    expect(await names({ Source: "system" })).toEqual([automatic]);
    expect(await names({ ClusterName: "Orders" })).toEqual(["base", automatic]);
    expect(await names({ ClusterName: "others" })).toEqual([]);
    expect(await failure(copy("dr", { SourceSnapshotName: automatic }))).toBe("no error");
  });

  test("returns pages of 50, and keeps its position if a snapshot disappears meanwhile", async () => {
    const { aws, client, copy, list } = await start();
    for (let index = 0; index < 60; index += 1) await copy(`copy-${index}`);
    const first = await list();
    expect(first.Snapshots).toHaveLength(50);
    aws.memorydb.vanish(...home, "copy-3");
    const second = await list({ NextToken: first.NextToken });
    expect(second.Snapshots?.map(({ Name }) => Name)[0]).toBe("copy-49");
    expect(second).toMatchObject({ Snapshots: { length: 11 } });
    expect(second.NextToken).toBeUndefined();
    const pages: number[] = [];
    for await (const page of paginateDescribeSnapshots({ client, pageSize: 25 }, {})) {
      pages.push(page.Snapshots?.length ?? 0);
    }
    expect(pages).toEqual([25, 25, 10]);
  });

  test("keeps tags, including those of a create call", async () => {
    const { client, copy, tag, untag } = await start();
    await copy("dr", { Tags: [{ Key: "team", Value: "a" }, { Key: "empty" }] });
    const added = await tag("dr", { Key: "team", Value: "b" });
    const tags = [
      { Key: "team", Value: "b" },
      { Key: "empty", Value: "" },
    ];
    expect(added.TagList).toEqual(tags);
    expect((await untag("dr", "empty")).TagList).toEqual(tags.slice(0, 1));
    const listed = await client.send(new ListTagsCommand({ ResourceArn: arnOf("dr") }));
    expect(listed.TagList).toEqual(tags.slice(0, 1));
  });

  test("exports into a bucket, and keeps no snapshot of the target's name", async () => {
    const { aws, copy, remove, statuses } = await start();
    const exported = await copy("Dumps/a", { TargetBucket: "vault" });
    expect(exported.Snapshot).toMatchObject({ Name: "Dumps/a", Status: "creating" });
    expect(await statuses()).toEqual({ base: "copying" });
    expect(aws.buckets.objects("vault")).toEqual([]);
    expect(await failure(remove("base"))).toBe("InvalidSnapshotStateFault 400");
    aws.clock.advance(10_000);
    expect(await statuses()).toEqual({ base: "available" });
    expect(aws.buckets.objects("vault")).toEqual(["Dumps/a-0001.rdb", "Dumps/a-0002.rdb"]);
    await expect(copy("Dumps/a", { TargetBucket: "vault" })).rejects.toThrow(
      "The S3 bucket vault already contains an object with key Dumps/a-0001.rdb.",
    );
    aws.buckets.removeObject("vault", "Dumps/a-0001.rdb");
    expect(aws.buckets.objects("vault")).toEqual(["Dumps/a-0002.rdb"]);
  });

  test.each([
    ["while exporting", { base: "exporting", dump: "creating" }, { base: "available" }],
    ["always", { base: "exporting", dump: "creating" }, { base: "available", dump: "available" }],
  ] as const)(
    "lists the target of an export %s if configured so",
    async (exportTargetShown, during, after) => {
      const { aws, copy, statuses } = await start({
        exportTargetShown,
        exportSourceStatus: "exporting",
      });
      await copy("dump", { TargetBucket: "vault" });
      expect(await statuses()).toEqual(during);
      aws.clock.advance(10_000);
      expect(await statuses()).toEqual(after);
    },
  );

  test("allows 20 manual snapshots of a cluster in 24 hours, deleted snapshots counted", async () => {
    const { aws, create, remove } = await start();
    for (let index = 1; index < 20; index += 1) {
      await create(`hourly-${index}`);
      aws.clock.advance(HOUR);
      await remove(`hourly-${index}`);
    }
    const twentyFirst = () => failure(create("one-more"));
    expect(await twentyFirst()).toBe("SnapshotQuotaExceededFault 400");
    aws.clock.advance(4 * HOUR);
    expect(await twentyFirst()).toBe("no error");
  });

  const invalid = "InvalidParameterValueException 400";
  const rules: [string, (calls: Calls) => Promise<unknown>, string][] = [
    ["a taken name", ({ create }) => create("BASE"), "SnapshotAlreadyExistsFault 400"],
    ["a taken target name", ({ copy }) => copy("base"), "SnapshotAlreadyExistsFault 400"],
    [
      "a missing cluster",
      ({ create }) => create("a", { ClusterName: "x" }),
      "ClusterNotFoundFault 404",
    ],
    [
      "a missing source",
      ({ copy }) => copy("a", { SourceSnapshotName: "x" }),
      "SnapshotNotFoundFault 404",
    ],
    ["deleting a missing snapshot", ({ remove }) => remove("x"), "SnapshotNotFoundFault 404"],
    [
      "describing a missing snapshot",
      ({ list }) => list({ SnapshotName: "x" }),
      "SnapshotNotFoundFault 404",
    ],
    [
      "deleting a missing cluster",
      ({ removeCluster }) => removeCluster("x"),
      "ClusterNotFoundFault 404",
    ],
    [
      "a taken cluster name",
      ({ createCluster }) => createCluster("ORDERS"),
      "ClusterAlreadyExistsFault 400",
    ],
    [
      "a final snapshot",
      ({ removeCluster }) => removeCluster("orders", { FinalSnapshotName: "x" }),
      "InvalidParameterCombinationException 400",
    ],
    [
      "a cluster from a snapshot",
      ({ createCluster }) => createCluster("b", { SnapshotName: "base" }),
      "InvalidParameterCombinationException 400",
    ],
    ["two hyphens", ({ create }) => create("a--b"), invalid],
    ["a trailing hyphen", ({ create }) => create("a-"), invalid],
    ["a dot", ({ copy }) => copy("a.b"), invalid],
    ["256 characters", ({ create }) => create("a".repeat(256)), invalid],
    ["an empty name", ({ create }) => create(""), invalid],
    ["a bucket that cannot be", ({ copy }) => copy("a", { TargetBucket: "a/b" }), invalid],
    ["an export of 1001", ({ copy }) => copy("a".repeat(1001), { TargetBucket: "b" }), invalid],
    ["a wrong source filter", ({ list }) => list({ Source: "manual" }), invalid],
    ["a token never given out", ({ list }) => list({ NextToken: "eA" }), invalid],
    ["an empty page", ({ list }) => list({ MaxResults: 0 }), invalid],
    ["a reserved tag", ({ create }) => create("a", { Tags: [{ Key: "aws:x" }] }), invalid],
    ["a tag without a key", ({ copy }) => copy("a", { Tags: [{ Value: "x" }] }), invalid],
    [
      "201 tags",
      ({ create }) => create("a", { Tags: many(201) }),
      "TagQuotaPerResourceExceeded 400",
    ],
    [
      "201 tags on a copy",
      ({ copy }) => copy("a", { Tags: many(201) }),
      "TagQuotaPerResourceExceeded 400",
    ],
    ["201 tags later", ({ tag }) => tag("base", ...many(201)), "TagQuotaPerResourceExceeded 400"],
    ["a tag that is not there", ({ untag }) => untag("base", "x"), "TagNotFoundFault 404"],
    ["an invalid ARN", ({ tag }) => tag("arn:aws:memorydb:x"), "InvalidARNFault 400"],
    [
      "an ARN of elsewhere",
      ({ tag }) => tag(`${ARN.replace("eu", "us")}/base`),
      "InvalidARNFault 400",
    ],
    ["the ARN of nothing", ({ tag }) => tag("x"), "SnapshotNotFoundFault 404"],
  ];
  test.each(rules)("refuses %s", async (_what, call, expected) => {
    const { aws, ...calls } = await start();
    expect(await failure(call(calls))).toBe(expected);
    expect(aws.requests.all()).toMatchObject([{ outcome: expected.split(" ")[0], refused: false }]);
    expect(await calls.statuses()).toEqual({ base: "available" });
  });

  test("backs up a cluster once at a time, and lets nobody delete or copy an unfinished snapshot", async () => {
    const { aws, create, copy, remove, removeCluster, statuses } = await start();
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
    aws.clock.advance(10_000);
    await removeCluster("orders");
    expect(await statuses()).toEqual({ first: "available" });
  });

  test("makes snapshots fail, freeze and disappear on demand, including future ones", async () => {
    const { aws, create, remove, statuses } = await start();
    aws.memorydb.fail(...home, "later");
    aws.memorydb.freeze(...home, "stuck");
    await create("later");
    aws.clock.advance(10_000);
    await create("stuck");
    aws.clock.advance(1_000 * HOUR);
    expect(await statuses()).toEqual({ base: "available", later: "failed", stuck: "creating" });
    aws.memorydb.fail(...home, "stuck", "incompatible-restore");
    await remove("later");
    aws.clock.advance(2_000);
    await create("later");
    aws.clock.advance(10_000);
    expect((await statuses())["later"]).toBe("available");
    await remove("later");
    aws.memorydb.freeze(...home, "later");
    aws.memorydb.vanish(...home, "base");
    aws.clock.advance(HOUR);
    expect(await statuses()).toEqual({ later: "deleting", stuck: "incompatible-restore" });
    expect(() => aws.memorydb.vanish(...home, "base")).toThrow("there is no such snapshot");
    expect(() => aws.memorydb.freeze(...home, "stuck")).toThrow("nothing is in progress");
  });
});
