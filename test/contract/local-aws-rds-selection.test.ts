import { Neptune, paginateDescribeDBClusterSnapshots } from "@aws-sdk/client-neptune";
import { describe, expect, test } from "vitest";
import { signingCopies } from "../../src/kinds/rds/presigned-url.js";
import { failure } from "./local-aws.js";
import { arn, other, startRds } from "./rds-calls.js";
import { home } from "./world.js";

const gone = "DBClusterSnapshotNotFoundFault 404";
const invalid = "InvalidParameterValue 400";

/** Shares `base`, and returns how the other account lists snapshots. */
async function startShared(...sharedWith: string[]) {
  const started = await startRds();
  const { rds, settings } = started;
  rds.addCluster(other, home[1], { DBClusterIdentifier: "theirs", Engine: "docdb" });
  rds.addSnapshot(other, home[1], "theirs", "own");
  const base = rds.snapshot(...home, "base");
  for (const account of sharedWith) base?.sharedWith.add(account);
  const seen = async (asked = {}, region: string = home[1]) => {
    const client = new Neptune(settings(other, region));
    const { DBClusterSnapshots = [] } = await client.describeDBClusterSnapshots(asked);
    return DBClusterSnapshots.map(
      (one) => `${one.DBClusterSnapshotIdentifier} ${one.SnapshotType}`,
    );
  };
  return { ...started, seen };
}

describe("the snapshots of other accounts", () => {
  const own = "own manual";
  const shared = `${arn("base")} shared`;
  const open = `${arn("base")} public`;

  test.each([
    ["none, if none is shared", [], { IncludeShared: true, IncludePublic: true }, [own]],
    ["none, unless the request asks for them", [other, "all"], {}, [own]],
    ["those that are shared", [other], { IncludeShared: true }, [shared, own]],
    ["only those", [other], { SnapshotType: "shared" }, [shared]],
    ["no shared snapshots with the public ones", [other], { IncludePublic: true }, [own]],
    ["no shared snapshots of type public", [other], { SnapshotType: "public" }, []],
    ["those that are public", ["all"], { IncludePublic: true }, [open, own]],
    ["only the public ones", ["all"], { SnapshotType: "public" }, [open]],
    ["no public snapshots with the shared ones", ["all"], { IncludeShared: true }, [own]],
    [
      "own ones only of type manual",
      [other],
      { SnapshotType: "manual", IncludeShared: true },
      [own],
    ],
  ])("are listed: %s", async (_what, sharedWith, asked, expected) => {
    const { seen } = await startShared(...sharedWith);
    expect(await seen(asked)).toEqual(expected);
  });

  test("are described by ARN, not by name, and only in their region", async () => {
    const { seen } = await startShared(other);
    const byArn = { DBClusterSnapshotIdentifier: arn("base"), IncludeShared: true };
    expect(await seen(byArn)).toEqual([shared]);
    expect(await failure(seen({ ...byArn, DBClusterSnapshotIdentifier: "base" }))).toBe(gone);
    expect(await failure(seen({ ...byArn, IncludeShared: false }))).toBe(gone);
    expect(await failure(seen(byArn, "us-east-1"))).toBe(gone);
    expect(await seen({ IncludeShared: true }, "us-east-1")).toEqual([]);
  });

  test("keep their position in pages among the caller's own snapshots", async () => {
    const { rds, settings } = await startShared(other);
    for (let index = 0; index < 30; index += 1) {
      rds.addSnapshot(...home, "graph", `s-${index}`).sharedWith.add(other);
      rds.addSnapshot(other, home[1], "theirs", `s-${index}`);
    }
    const client = new Neptune(settings(other));
    const arns = new Set<string | undefined>();
    const sizes: number[] = [];
    const pages = paginateDescribeDBClusterSnapshots(
      { client, pageSize: 20 },
      { IncludeShared: true },
    );
    for await (const { DBClusterSnapshots = [] } of pages) {
      for (const one of DBClusterSnapshots) arns.add(one.DBClusterSnapshotArn);
      sizes.push(DBClusterSnapshots.length);
    }
    expect(sizes).toEqual([20, 20, 20, 2]);
    expect(arns.size).toBe(62);
  });

  test("cannot be copied or restored if only their account has the key", async () => {
    const { rds, settings, copy } = await startRds();
    rds.addCluster(...home, {
      DBClusterIdentifier: "plain",
      Engine: "neptune",
      StorageEncrypted: true,
    });
    rds.addSnapshot(...home, "plain", "default-key").sharedWith.add(other);
    const theirs = new Neptune(settings(other));
    const named = arn("default-key");
    const copied = copy("x", { SourceDBClusterSnapshotIdentifier: named, KmsKeyId: "k" }, theirs);
    expect(await failure(copied)).toBe("KMSKeyNotAccessibleFault 400");
    const restored = theirs.restoreDBClusterFromSnapshot({
      DBClusterIdentifier: "x",
      Engine: "neptune",
      SnapshotIdentifier: named,
    });
    expect(await failure(restored)).toBe("KMSKeyNotAccessibleFault 400");
    const own = copy("x", { SourceDBClusterSnapshotIdentifier: "default-key" });
    expect(await failure(own)).toBe("no error");
  });

  test.each([
    [true, "no error", "no error"],
    [false, invalid, "no error"],
  ])(
    "can be copied across regions by DocumentDB (%s), and by Neptune always",
    async (sharedAcrossRegions, ofDocumentDb, ofNeptune) => {
      const { rds, settings, copy } = await startRds({ sharedAcrossRegions });
      const far = signingCopies(new Neptune(settings(other, "us-east-1")));
      const failed = async (cluster: string) => {
        rds.addSnapshot(...home, cluster, `of-${cluster}`).sharedWith.add(other);
        const source = { SourceDBClusterSnapshotIdentifier: arn(`of-${cluster}`), KmsKeyId: "k" };
        return failure(copy(`of-${cluster}`, source, far));
      };
      rds.addCluster(...home, { DBClusterIdentifier: "docs", Engine: "docdb", KmsKeyId: "k" });
      expect(await failed("docs")).toBe(ofDocumentDb);
      expect(await failed("graph")).toBe(ofNeptune);
    },
  );
});

describe("a describe request", () => {
  test("is refused if its type does not exist", async () => {
    const { list } = await startRds();
    expect(await failure(list({ SnapshotType: "awsbackup-ish" }))).toBe(invalid);
  });

  test("is refused if its type does not fit the snapshot that it names", async () => {
    const { list } = await startRds();
    const named = { DBClusterSnapshotIdentifier: "base" };
    expect(await list({ ...named, SnapshotType: "manual" })).toHaveLength(1);
    expect(await failure(list({ ...named, SnapshotType: "automated" }))).toBe(gone);
  });

  const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });
  const cluster = (region: string = home[1]) => `arn:aws:rds:${region}:${home[0]}:cluster:docs`;
  test.each([
    ["an engine", filter("engine", "docdb"), ["docs-1", "docs-2"]],
    ["engines", filter("engine", "docdb", "neptune"), ["base", "docs-1", "docs-2"]],
    ["names", filter("db-cluster-snapshot-id", "base", "docs-2", "x"), ["base", "docs-2"]],
    ["a cluster", filter("db-cluster-id", "docs"), ["docs-1", "docs-2"]],
    ["the ARN of a cluster", filter("db-cluster-id", cluster()), ["docs-1", "docs-2"]],
    ["the letters of a cluster", filter("db-cluster-id", "Docs"), []],
    ["a type", filter("snapshot-type", "automated"), []],
  ])("can be filtered by %s", async (_what, asked, expected) => {
    const { rds, names } = await startRds();
    rds.addCluster(...home, { DBClusterIdentifier: "docs", Engine: "docdb" });
    rds.addSnapshot(...home, "docs", "docs-1");
    rds.addSnapshot(...home, "docs", "docs-2");
    expect(await names(asked)).toEqual(expected);
  });

  test.each([
    ["an unknown filter", filter("status", "available")],
    ["a filter in other letters", filter("Engine", "neptune")],
    ["a name that cannot be one", filter("db-cluster-snapshot-id", "base", "-")],
  ])("is refused with %s", async (_what, asked) => {
    const { names } = await startRds();
    expect(await failure(names(asked))).toBe(invalid);
  });

  test("is refused with any filter if filters are not supported", async () => {
    const { names } = await startRds({ clusterSnapshotFilters: "refused" });
    expect(await failure(names(filter("engine", "neptune")))).toBe(invalid);
  });
});
