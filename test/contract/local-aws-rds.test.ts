import { DocDB } from "@aws-sdk/client-docdb";
import { Neptune, paginateDescribeDBClusterSnapshots } from "@aws-sdk/client-neptune";
import { describe, expect, test } from "vitest";
import { signingCopies } from "../../src/kinds/rds/presigned-url.js";
import { wireCode } from "./elasticache-calls.js";
import { failure, HOUR } from "./local-aws.js";
import { arn, other, type Started, startRds } from "./rds-calls.js";
import { home } from "./world.js";

describe("cluster snapshots", () => {
  test("are taken, copied and deleted as the clock moves on, with their progress", async () => {
    const { aws, create, copy, one, remove } = await startRds();
    const { DBClusterSnapshot } = await create("Nightly", { Tags: [{ Key: "a", Value: "1" }] });
    expect(DBClusterSnapshot).toMatchObject({
      DBClusterSnapshotIdentifier: "nightly",
      DBClusterSnapshotArn: arn("nightly"),
      Status: "creating",
      PercentProgress: 0,
      Engine: "neptune",
      SnapshotType: "manual",
    });
    aws.clock.advance(4_000);
    expect(await one("NIGHTLY")).toMatchObject({ Status: "creating", PercentProgress: 40 });
    aws.clock.advance(6_000);
    expect(await one("nightly")).toMatchObject({ Status: "available", PercentProgress: 100 });
    const copied = await copy("dr", { SourceDBClusterSnapshotIdentifier: "nightly" });
    expect(copied.DBClusterSnapshot).toMatchObject({
      Status: "copying",
      Port: 0,
      SourceDBClusterSnapshotArn: arn("nightly"),
      KmsKeyId: DBClusterSnapshot?.KmsKeyId,
    });
    aws.clock.advance(10_000);
    await remove("dr");
    expect(await one("dr")).toMatchObject({ Status: "deleting" });
    aws.clock.advance(2_000);
    expect(await failure(one("dr"))).toBe("DBClusterSnapshotNotFoundFault 404");
  });

  test("keep their time if they are copied within the region, but not their zones and network", async () => {
    const { rds, neptune, settings, copy, one } = await startRds();
    const base = await one("base");
    await copy("dr");
    expect(await one("dr")).toMatchObject({
      SnapshotCreateTime: base?.SnapshotCreateTime,
      AvailabilityZones: base?.AvailabilityZones,
      VpcId: base?.VpcId,
    });
    const abroad = signingCopies(new Neptune(settings(home[0], "us-east-1")));
    const asked = { SourceDBClusterSnapshotIdentifier: arn("base"), KmsKeyId: "alias/abroad" };
    const { DBClusterSnapshot: copied } = await copy("dr", asked, abroad);
    expect(copied).toMatchObject({ AvailabilityZones: [], Port: 0 });
    expect(copied?.VpcId).toBeUndefined();
    expect(copied?.SnapshotCreateTime).not.toEqual(base?.SnapshotCreateTime);
    rds.addCluster(...home, { DBClusterIdentifier: "shop", Engine: "aurora-mysql" });
    rds.addSnapshot(...home, "shop", "shop-1");
    const { DBClusterSnapshot: ofAurora } = await neptune.copyDBClusterSnapshot({
      SourceDBClusterSnapshotIdentifier: "shop-1",
      TargetDBClusterSnapshotIdentifier: "shop-2",
    });
    expect(ofAurora).toMatchObject({ Status: "available", PercentProgress: 100 });
  });

  test("are listed by the clients of both services, whatever their engine", async () => {
    const { aws, settings, names } = await startRds();
    const docdb = new DocDB(settings());
    await docdb.createDBClusterSnapshot({
      DBClusterIdentifier: "documents",
      DBClusterSnapshotIdentifier: "docs-1",
    });
    expect(await names()).toEqual(["base", "docs-1"]);
    expect(await names({ DBClusterIdentifier: "documents" })).toEqual(["docs-1"]);
    const again = docdb.createDBClusterSnapshot({
      DBClusterIdentifier: "documents",
      DBClusterSnapshotIdentifier: "Base",
    });
    expect(await failure(again)).toBe("DBClusterSnapshotAlreadyExistsFault 400");
    expect(aws.requests.operations()).toContain("rds:CreateDBClusterSnapshot");
  });

  test("that AWS took are found and copied by their names, and cannot be deleted or shared", async () => {
    const { rds, neptune, copy, names, list, remove } = await startRds();
    const { name } = rds.addAutomaticSnapshot(...home, "graph");
    expect(name).toMatch(/^rds:graph-\d{4}-\d\d-\d\d-\d\d-\d\d$/);
    expect(await names({ SnapshotType: "automated" })).toEqual([name]);
    expect(await names({ SnapshotType: "manual" })).toEqual(["base"]);
    const named = { DBClusterSnapshotIdentifier: name };
    expect(await failure(list(named))).toBe("DBClusterSnapshotNotFoundFault 404");
    expect(await list({ ...named, SnapshotType: "automated" })).toHaveLength(1);
    await copy("kept", { SourceDBClusterSnapshotIdentifier: name });
    expect(await failure(remove(name))).toBe("InvalidDBClusterSnapshotStateFault 400");
    const share = { ...named, AttributeName: "restore", ValuesToAdd: [other] };
    expect(await failure(neptune.modifyDBClusterSnapshotAttribute(share))).toBe(
      "InvalidDBClusterSnapshotStateFault 400",
    );
  });

  test("are listed in pages of 20 to 100, with real markers", async () => {
    const { rds, neptune, list } = await startRds({ manualClusterSnapshots: 1000 });
    for (let index = 0; index < 45; index += 1) rds.addSnapshot(...home, "graph", `s-${index}`);
    const sizes: number[] = [];
    const pages = paginateDescribeDBClusterSnapshots({ client: neptune, pageSize: 20 }, {});
    for await (const { DBClusterSnapshots = [] } of pages) sizes.push(DBClusterSnapshots.length);
    expect(sizes).toEqual([20, 20, 6]);
    for (const MaxRecords of [19, 101]) {
      expect(await failure(list({ MaxRecords }))).toBe("InvalidParameterValue 400");
    }
    expect(await failure(list({ Marker: "page two" }))).toBe("InvalidParameterValue 400");
  });

  test.each([
    ["a name that cannot be one", (s: Started) => s.create("1st"), "InvalidParameterValue 400"],
    [
      "a name that is taken",
      (s: Started) => s.create("BASE"),
      "DBClusterSnapshotAlreadyExistsFault 400",
    ],
    [
      "no such cluster",
      (s: Started) => s.create("x", { DBClusterIdentifier: "y" }),
      "DBClusterNotFoundFault 404",
    ],
    [
      "no such source",
      (s: Started) => s.copy("x", { SourceDBClusterSnapshotIdentifier: "y" }),
      "DBClusterSnapshotNotFoundFault 404",
    ],
    [
      "a key of another region",
      (s: Started) => s.copy("x", { KmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/k" }),
      "KMSKeyNotAccessibleFault 400",
    ],
    [
      "both a cluster and a name",
      (s: Started) => s.list({ DBClusterIdentifier: "graph", DBClusterSnapshotIdentifier: "base" }),
      "InvalidParameterCombination 400",
    ],
    [
      "a tag of AWS's own",
      (s: Started) => s.create("x", { Tags: [{ Key: "rds:x" }] }),
      "InvalidParameterValue 400",
    ],
  ])("are refused with %s", async (_what, call, expected) => {
    expect(await failure(call(await startRds()))).toBe(expected);
  });

  test("are not listed with a filter, which the API does not promise, if configured so", async () => {
    const { list } = await startRds({ clusterSnapshotFilters: "refused" });
    const call = list({ Filters: [{ Name: "engine", Values: ["neptune"] }] });
    expect(await failure(call)).toBe("InvalidParameterValue 400");
  });

  test("keep their cluster busy, and cannot be copied or deleted before they are finished", async () => {
    const { create, copy, remove, neptune } = await startRds();
    await create("first");
    expect(await failure(create("second"))).toBe("InvalidDBClusterStateFault 400");
    const { DBClusters } = await neptune.describeDBClusters({ DBClusterIdentifier: "graph" });
    expect(DBClusters?.[0]?.Status).toBe("backing-up");
    const source = { SourceDBClusterSnapshotIdentifier: "first" };
    expect(await failure(copy("second", source))).toBe("InvalidDBClusterSnapshotStateFault 400");
    expect(await failure(remove("first"))).toBe("InvalidDBClusterSnapshotStateFault 400");
  });

  test("are copied five at a time from other regions, and deleting a copy makes room", async () => {
    const { rds, settings, copy, remove } = await startRds();
    rds.addSnapshot(home[0], "us-east-1", "graph", "there");
    const source = { SourceDBClusterSnapshotIdentifier: arn("there", "us-east-1") };
    const client = signingCopies(new Neptune(settings()));
    const cross = (name: string) => copy(name, { ...source, KmsKeyId: "alias/dr" }, client);
    for (const index of [1, 2, 3, 4, 5]) await cross(`copy-${index}`);
    const sixth = cross("copy-6");
    await expect(sixth).rejects.toThrow(/^Cannot copy more than 5 snapshots across regions$/);
    expect(await wireCode(sixth)).toBe("SnapshotQuotaExceeded");
    // Copies within the region do not count towards the limit.
    for (const index of [1, 2, 3, 4, 5, 6]) await copy(`near-${index}`);
    await remove("copy-1");
    expect(await failure(cross("copy-6"))).toBe("no error");
  });

  test("have one quota for all engines together", async () => {
    const { create, aws } = await startRds({ manualClusterSnapshots: 2 });
    await create("second");
    aws.clock.advance(HOUR);
    const third = create("third");
    await expect(third).rejects.toThrow(/^Cannot create more than 2 manual snapshots$/);
    expect(await failure(third)).toBe("SnapshotQuotaExceededFault 400");
  });
});

describe("copies of cluster snapshots", () => {
  test("are made from other regions by ARN, encrypted with their own key", async () => {
    const { rds, settings, copy } = await startRds();
    rds.addSnapshot(home[0], "us-east-1", "graph", "there");
    const source = { SourceDBClusterSnapshotIdentifier: arn("there", "us-east-1") };
    const { DBClusterSnapshot } = await copy(
      "dr",
      { ...source, KmsKeyId: "alias/dr" },
      signingCopies(new Neptune(settings())),
    );
    expect(DBClusterSnapshot).toMatchObject({
      DBClusterSnapshotArn: arn("dr"),
      SourceDBClusterSnapshotArn: arn("there", "us-east-1"),
      KmsKeyId: expect.stringMatching(/^arn:aws:kms:eu-west-1:/),
    });
    // The URL that the SDK signs automatically does not hold the whole request.
    const call = copy("dr-2", { ...source, KmsKeyId: "alias/dr" });
    expect(await failure(call)).toBe("InvalidParameterValue 400");
  });

  test("are made from other accounts that share a snapshot, and need their own key", async () => {
    const { settings, neptune, copy } = await startRds();
    const theirs = new Neptune(settings(other));
    const source = { SourceDBClusterSnapshotIdentifier: arn("base"), KmsKeyId: "alias/ours" };
    expect(await failure(copy("x", source, theirs))).toBe("DBClusterSnapshotNotFoundFault 404");
    await neptune.modifyDBClusterSnapshotAttribute({
      DBClusterSnapshotIdentifier: "base",
      AttributeName: "restore",
      ValuesToAdd: [other],
    });
    const { KmsKeyId: _, ...keyless } = source;
    expect(await failure(copy("x", keyless, theirs))).toBe("KMSKeyNotAccessibleFault 400");
    const { DBClusterSnapshot } = await copy("x", source, theirs);
    expect(DBClusterSnapshot?.DBClusterSnapshotArn).toBe(arn("x", home[1], other));
    const named = { DBClusterSnapshotIdentifier: arn("base") };
    expect(await failure(theirs.describeDBClusterSnapshots(named))).toBe(
      "DBClusterSnapshotNotFoundFault 404",
    );
    const shown = await theirs.describeDBClusterSnapshots({ ...named, IncludeShared: true });
    expect(shown.DBClusterSnapshots).toHaveLength(1);
    const tags = theirs.listTagsForResource({ ResourceName: arn("base") });
    expect(await failure(tags)).toBe("InvalidParameterValue 400");
  });

  test("have the tags of their source only if they are given none", async () => {
    const { rds, copy } = await startRds();
    rds.snapshot(...home, "base")?.tags.set("origin", "base");
    const Tags = [{ Key: "own", Value: "1" }];
    await copy("plain");
    await copy("copied", { CopyTags: true });
    await copy("both", { CopyTags: true, Tags });
    const tags = (name: string) => [...(rds.snapshot(...home, name)?.tags.keys() ?? [])];
    expect([tags("plain"), tags("copied"), tags("both")]).toEqual([[], ["origin"], ["own"]]);
  });

  test("of an unencrypted snapshot cannot be encrypted, and copies in one place keep their key", async () => {
    const { rds, copy } = await startRds();
    const kept = await copy("kept");
    expect(kept.DBClusterSnapshot?.KmsKeyId).toBe(rds.snapshot(...home, "base")?.kmsKeyId);
    Object.assign(rds.snapshot(...home, "base") ?? {}, { encrypted: false });
    expect(await failure(copy("x", { KmsKeyId: "alias/x" }))).toBe(
      "InvalidParameterCombination 400",
    );
  });
});

describe("the tags and the sharing of cluster snapshots", () => {
  test("are addressed by ARN, in the account and region of the request", async () => {
    const { neptune } = await startRds();
    const ResourceName = arn("base");
    await neptune.addTagsToResource({
      ResourceName,
      Tags: [{ Key: "a", Value: "1" }, { Key: "b" }],
    });
    await neptune.removeTagsFromResource({ ResourceName, TagKeys: ["a", "never"] });
    const { TagList } = await neptune.listTagsForResource({ ResourceName });
    expect(TagList).toEqual([{ Key: "b", Value: "" }]);
    const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
    expect(await failure(neptune.addTagsToResource({ ResourceName, Tags }))).toBe(
      "InvalidParameterValue 400",
    );
    const elsewhere = { ResourceName: arn("base", "us-east-1") };
    expect(await failure(neptune.listTagsForResource(elsewhere))).toBe("InvalidParameterValue 400");
  });

  test("allow at most 20 accounts, and never the public if there is a key", async () => {
    const { neptune } = await startRds();
    const modify = (...ValuesToAdd: string[]) =>
      neptune.modifyDBClusterSnapshotAttribute({
        DBClusterSnapshotIdentifier: "base",
        AttributeName: "restore",
        ValuesToAdd,
      });
    const accounts = Array.from({ length: 21 }, (_, index) => String(100_000_000_000 + index));
    expect(await failure(modify("all"))).toBe("InvalidParameterValue 400");
    expect(await failure(modify("me"))).toBe("InvalidParameterValue 400");
    expect(await wireCode(modify(...accounts))).toBe("SharedSnapshotQuotaExceeded");
    await modify(...accounts.slice(1));
    const { DBClusterSnapshotAttributesResult: result } =
      await neptune.describeDBClusterSnapshotAttributes({ DBClusterSnapshotIdentifier: "base" });
    expect(result?.DBClusterSnapshotAttributes).toEqual([
      { AttributeName: "restore", AttributeValues: accounts.slice(1) },
    ]);
  });
});

test("a cluster is restored from a snapshot with its engine and its key", async () => {
  const { neptune, rds } = await startRds();
  await neptune.restoreDBClusterFromSnapshot({
    DBClusterIdentifier: "staging",
    Engine: "neptune",
    SnapshotIdentifier: arn("base"),
  });
  const staging = rds.clusters(...home).find(({ clusterName }) => clusterName === "staging");
  expect(staging).toMatchObject({
    engine: "neptune",
    kmsKeyId: rds.snapshot(...home, "base")?.kmsKeyId,
  });
});
