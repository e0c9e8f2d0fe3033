import { expect, test } from "vitest";
import { failure } from "./local-aws.js";
import { arn, type Started, startRds } from "./rds-calls.js";
import { home } from "./world.js";

const invalid = "InvalidParameterValue 400";
const combination = "InvalidParameterCombination 400";

const cluster = (DBClusterIdentifier: string, more = {}) => ({
  DBClusterIdentifier,
  Engine: "neptune",
  ...more,
});
const restore = ({ neptune }: Started, more = {}) =>
  neptune.restoreDBClusterFromSnapshot({
    ...cluster("restored"),
    SnapshotIdentifier: "base",
    ...more,
  });
const remove = ({ neptune }: Started, more: object = { SkipFinalSnapshot: true }) =>
  neptune.deleteDBCluster({ DBClusterIdentifier: "graph", ...more });

test("a cluster is created with everything that its snapshots need, and passes its tags on", async () => {
  const { neptune, create, rds } = await startRds();
  const { DBCluster } = await neptune.createDBCluster(
    cluster("Users", { KmsKeyId: "k", CopyTagsToSnapshot: true, Tags: [{ Key: "a", Value: "b" }] }),
  );
  expect(DBCluster).toMatchObject({
    DBClusterIdentifier: "users",
    Status: "creating",
    StorageEncrypted: true,
    KmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/k",
  });
  await create("of-users", { DBClusterIdentifier: "USERS" });
  expect([...(rds.snapshot(...home, "of-users")?.tags ?? [])]).toEqual([["a", "b"]]);
});

test.each([
  [false, ["own"]],
  [true, ["theirs", "own"]],
])(
  "a cluster passes its tags on beside those of the request if configured so (%s)",
  async (clusterTagsBesideOwn, expected) => {
    const { create, rds } = await startRds({ clusterTagsBesideOwn });
    const added = rds.addCluster(...home, cluster("users", { CopyTagsToSnapshot: true }));
    added.tags.set("theirs", "1");
    await create("x", { DBClusterIdentifier: "users", Tags: [{ Key: "own", Value: "1" }] });
    expect([...(rds.snapshot(...home, "x")?.tags.keys() ?? [])]).toEqual(expected);
  },
);

test("clusters are listed by engine and by name", async () => {
  const { neptune } = await startRds();
  const names = async (more = {}) =>
    (await neptune.describeDBClusters(more)).DBClusters?.map((one) => one.DBClusterIdentifier);
  expect(await names()).toEqual(["graph", "documents"]);
  expect(await names({ Filters: [{ Name: "engine", Values: ["docdb"] }] })).toEqual(["documents"]);
  expect(await names({ DBClusterIdentifier: "Graph" })).toEqual(["graph"]);
});

test("a deleted cluster takes its automatic snapshots with it, and leaves the others", async () => {
  const started = await startRds();
  const { rds, names } = started;
  rds.addAutomaticSnapshot(...home, "graph");
  rds.addAutomaticSnapshot(...home, "documents");
  const { DBCluster } = await remove(started);
  expect(DBCluster).toMatchObject({ Status: "deleting" });
  expect(await names()).toEqual(["base", expect.stringMatching(/^rds:documents-/)]);
  expect(() => rds.addSnapshot(...home, "graph", "x")).toThrow(
    'adding the snapshot "x": there is no cluster "graph" in 111122223333/eu-west-1. Add it first.',
  );
});

test("a cluster is restored with a key if its snapshot has none", async () => {
  const started = await startRds();
  started.rds.addSnapshot(...home, "documents", "open");
  const { DBCluster } = await restore(started, {
    Engine: "docdb",
    SnapshotIdentifier: "open",
    KmsKeyId: "k",
    CopyTagsToSnapshot: true,
  });
  expect(DBCluster).toMatchObject({ StorageEncrypted: true, CopyTagsToSnapshot: true });
});

const rules: [string, (started: Started) => Promise<unknown>, string][] = [
  [
    "made under a taken name",
    ({ neptune }) => neptune.createDBCluster(cluster("GRAPH")),
    "DBClusterAlreadyExistsFault 400",
  ],
  ["made under no name", ({ neptune }) => neptune.createDBCluster(cluster("a--b")), invalid],
  [
    "made as a part of a global one",
    ({ neptune }) => neptune.createDBCluster(cluster("a", { GlobalClusterIdentifier: "x" })),
    combination,
  ],
  [
    "found if it does not exist",
    ({ neptune }) => neptune.describeDBClusters({ DBClusterIdentifier: "x" }),
    "DBClusterNotFoundFault 404",
  ],
  [
    "listed in pages of 19",
    ({ neptune }) => neptune.describeDBClusters({ MaxRecords: 19 }),
    invalid,
  ],
  [
    "deleted with a last snapshot",
    (s) => remove(s, { FinalDBSnapshotIdentifier: "x" }),
    combination,
  ],
  ["deleted without saying whether to take a last snapshot", (s) => remove(s, {}), combination],
  [
    "deleted while it is backed up",
    async (s) => {
      await s.create("x");
      return remove(s);
    },
    "InvalidDBClusterStateFault 400",
  ],
  [
    "restored under a taken name",
    (s) => restore(s, cluster("graph")),
    "DBClusterAlreadyExistsFault 400",
  ],
  ["restored as another engine", (s) => restore(s, { Engine: "docdb" }), invalid],
  [
    "restored from an unfinished snapshot",
    async (s) => {
      await s.create("x");
      return restore(s, { SnapshotIdentifier: "x" });
    },
    "InvalidDBClusterSnapshotStateFault 400",
  ],
  [
    "restored from another region",
    (s) => {
      s.rds.addSnapshot(home[0], "us-east-1", "graph", "there");
      return restore(s, { SnapshotIdentifier: arn("there", "us-east-1") });
    },
    "DBClusterSnapshotNotFoundFault 404",
  ],
];
test.each(rules)("a cluster cannot be %s", async (_what, call, expected) => {
  const started = await startRds();
  expect(await failure(call(started))).toBe(expected);
  expect(started.rds.clusters(...home)).toHaveLength(2);
});

test("a pre-signed URL must be valid, and listings of tags have no filters", async () => {
  const { copy, neptune } = await startRds();
  expect(await failure(copy("x", { PreSignedUrl: "there" }))).toBe(invalid);
  const Filters = [{ Name: "key", Values: ["x"] }];
  const tags = neptune.listTagsForResource({ ResourceName: arn("base"), Filters });
  expect(await failure(tags)).toBe(invalid);
});
