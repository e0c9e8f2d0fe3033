import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Props } from "../../src/dynamic/kind.js";
import { creatingTag } from "../../src/dynamic/tags.js";
import type { LocalAwsOptions, RdsSnapshot } from "../../src/local-aws/index.js";
import { casesByKind, type KindCase, purposeOf } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// What only the cluster snapshots of Neptune and DocumentDB have: tags of sources, other regions and accounts,
// sharing, encryption, and engines that share one API.
let world: World;
beforeEach(() => start());
afterEach(() => world.close());

async function start(behaviour: LocalAwsOptions = {}): Promise<void> {
  await world?.close();
  world = await World.start(behaviour);
}

const other = "222233334444";
const key = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = (name: string, region: string = home[1], account: string = home[0]) =>
  `arn:aws:rds:${region}:${account}:cluster-snapshot:${name}`;
const denied = { error: { code: "AccessDeniedException", message: "You may not do this" } };

function find(name: string, account: string = home[0], region: string = home[1]): RdsSnapshot {
  const found = world.aws.rds.snapshot(account, region, name);
  if (found === undefined) {
    throw new Error(`there is no snapshot ${name} in ${account}/${region}`);
  }
  return found;
}

const tagsOf = (name: string) => Object.fromEntries(find(name).tags);
const calls = () =>
  world.aws.requests.all().map(({ operation, region }) => `${operation} ${region}`);

function caseOf(name: string): KindCase {
  const found = casesByKind[name];
  if (found === undefined) {
    throw new Error(`there is no case of ${name}`);
  }
  return found;
}

describe.each(["neptune", "docdb"] as const)("%s", (engine) => {
  const snapshots = caseOf(`${engine}:ClusterSnapshot`);
  const copies = caseOf(`${engine}:ClusterSnapshotCopy`);
  const taken: Props = { ...snapshots.program, dbClusterSnapshotIdentifier: "orders-1" };
  const copied: Props = {
    ...copies.program,
    sourceDbClusterSnapshotIdentifier: "base",
    targetDbClusterSnapshotIdentifier: "orders-dr",
  };
  const { kmsKeyId: _, ...withoutKey } = copied;
  const take = (more: Props = {}) => make(world.provider(snapshots.kind), { ...taken, ...more });
  const copy = (more: Props = {}) => make(world.provider(copies.kind), { ...copied, ...more });
  const request = () =>
    world.aws.requests.all().find((one) => purposeOf(copies, one) === "create")?.input ?? {};
  beforeEach(() => copies.addSources(world.aws));

  describe("tags of the source", () => {
    const theirs = { team: "theirs", origin: "base", "aws:backup": "x", "rds:y": "z" };

    it("arrive with copyTags beside the copy's own, which win, and without AWS's and the mark", async () => {
      find("base").tags = new Map(Object.entries({ ...theirs, [creatingTag]: "old" }));
      const { outs } = await copy({ copyTags: true });
      expect(tagsOf("orders-dr")).toEqual({ team: "orders", origin: "base" });
      expect(outs).toMatchObject({ copyTags: true, tagsAll: { team: "orders" } });
      expect(request()).toMatchObject({ CopyTags: true });
    });

    it("stay where they are without copyTags", async () => {
      find("base").tags = new Map(Object.entries(theirs));
      await copy();
      expect(tagsOf("orders-dr")).toEqual({ team: "orders" });
    });

    it("arrive by AWS's own doing where nobody may read them, and the copy's own follow", async () => {
      find("base").tags = new Map([["origin", "base"]]);
      world.aws.faults.add({ operation: "ListTagsForResource", ...denied });
      const { outs } = await copy({ copyTags: true });
      expect(request()).toMatchObject({ CopyTags: true });
      expect(request()).not.toHaveProperty("Tags");
      expect(tagsOf("orders-dr")).toEqual({ team: "orders", origin: "base" });
      expect(outs).toMatchObject({ status: "available", tagsAll: { team: "orders" } });
    });

    it("and own ones that cannot follow are kept in mind, and set by the next update", async () => {
      world.aws.faults.add({ operation: "ListTagsForResource", ...denied });
      world.aws.faults.add({ operation: "AddTagsToResource", ...denied });
      const provider = world.provider(copies.kind);
      const inputs = await checked(provider, { ...copied, copyTags: true });
      const { id = "", message, properties } = await failureOf(provider.create(inputs));
      expect(message).toContain(`tagging ${copies.kind.label} "orders-dr" in eu-west-1: `);
      expect(id).toBe(arn("orders-dr"));
      expect(properties).toMatchObject({ copyTags: true, tagsAll: {} });
      expect((await provider.diff(id, properties, inputs)).replaces).toEqual([]);
      const { outs } = await world.provider(copies.kind).update(id, properties, inputs);
      expect(outs).toMatchObject({ status: "available", tagsAll: { team: "orders" } });
      expect(tagsOf("orders-dr")).toEqual({ team: "orders" });
    });

    it("that are too many together with the copy's own are an error before anything is made", async () => {
      find("base").tags = new Map(
        Array.from({ length: 49 }, (_tag, index): [string, string] => [`key-${index}`, "x"]),
      );
      const { message, id } = await failureOf(copy({ copyTags: true }));
      expect(id).toBeUndefined();
      expect(message).toContain("its own tags, those of its source and the one that marks");
      expect(message).toContain("are 51, and AWS takes 50");
      expect(world.aws.requests.changing()).toEqual([]);
    });

    it.each([true, false])(
      "arrive from a cluster that passes them on, whether AWS does so beside own ones (%s) or not",
      async (clusterTagsBesideOwn) => {
        await start({ clusterTagsBesideOwn });
        const cluster = world.aws.rds.addCluster(...home, {
          DBClusterIdentifier: "orders",
          Engine: engine,
          CopyTagsToSnapshot: true,
        });
        cluster.tags = new Map(Object.entries({ team: "theirs", origin: "cluster" }));
        await take();
        expect(tagsOf("orders-1")).toEqual({ team: "orders", origin: "cluster" });
      },
    );
  });

  describe("a source of another region", () => {
    beforeEach(() => copies.addSources(world.aws, [home[0], "us-east-1"]));

    it.each([
      [
        "a name and sourceRegion",
        { sourceDbClusterSnapshotIdentifier: "base", sourceRegion: "us-east-1" },
      ],
      ["an ARN", { sourceDbClusterSnapshotIdentifier: arn("base", "us-east-1") }],
    ])("is given by %s, and is only looked at there", async (_what, source) => {
      const { outs } = await copy({ ...source, copyTags: true });
      expect(outs).toMatchObject({
        sourceRegion: "us-east-1",
        sourceDbClusterSnapshotArn: arn("base", "us-east-1"),
        arn: arn("orders-dr"),
      });
      expect(request()).toMatchObject({
        SourceDBClusterSnapshotIdentifier: arn("base", "us-east-1"),
        PreSignedUrl: expect.stringContaining("DestinationRegion=eu-west-1"),
      });
      const there = world.aws.requests.all().filter(({ region }) => region === "us-east-1");
      expect(there.map(({ operation }) => operation)).toEqual([
        "DescribeDBClusterSnapshots",
        "ListTagsForResource",
      ]);
      expect(world.aws.requests.changing().map(({ region }) => region)).not.toContain("us-east-1");
    });

    it("is the same by name and region as by ARN, and another one in another region", async () => {
      const made = await copy({ sourceRegion: "us-east-1" });
      const provider = world.provider(copies.kind);
      const diffOf = async (program: Props) =>
        provider.diff(made.id, made.outs, await checked(provider, program));
      const byArn = { ...copied, sourceDbClusterSnapshotIdentifier: arn("base", "us-east-1") };
      expect(await diffOf(byArn)).toEqual({ changes: false });
      expect(await diffOf({ ...byArn, sourceRegion: "us-east-1" })).toEqual({ changes: false });
      expect(await diffOf(copied)).toEqual({ replaces: ["sourceRegion"] });
      const theirs = arn("base", "us-east-1", other);
      expect(await diffOf({ ...copied, sourceDbClusterSnapshotIdentifier: theirs })).toEqual({
        replaces: ["sourceDbClusterSnapshotIdentifier"],
      });
    });

    it("is no difference where the state was imported and does not name it", async () => {
      const { id, outs } = await copy({ sourceRegion: "us-east-1" });
      const { sourceRegion: _region, ...imported } = outs;
      const provider = world.provider(copies.kind);
      const byArn = { ...copied, sourceDbClusterSnapshotIdentifier: arn("base", "us-east-1") };
      const state = { ...imported, sourceDbClusterSnapshotIdentifier: arn("base", "us-east-1") };
      const inputs = await checked(provider, byArn);
      expect(await provider.diff(id, state, inputs)).toEqual({ changes: false });
      const here = await checked(provider, { ...byArn, sourceDbClusterSnapshotIdentifier: "base" });
      expect(await provider.diff(id, state, here)).toEqual({ replaces: ["sourceRegion"] });
    });

    it("that its ARN contradicts is refused at preview", async () => {
      const { failures } = await world.provider(copies.kind).check(
        {},
        {
          ...copied,
          sourceDbClusterSnapshotIdentifier: arn("base", "us-east-1"),
          sourceRegion: "us-west-2",
        },
      );
      expect(failures).toEqual([
        {
          property: "sourceRegion",
          reason: "is us-west-2, and the ARN of the source is of us-east-1: leave sourceRegion out",
        },
      ]);
    });
  });

  describe("encryption", () => {
    it.each([
      ["of another region needs a key", "us-east-1", home[0], "pass a key of eu-west-1"],
      ["of another account needs a key", home[1], other, "pass a key of this account"],
    ])("of a source %s", async (_what, region, account, advice) => {
      copies.addSources(world.aws, [account, region]);
      find("base", account, region).sharedWith.add(home[0]);
      const source = { sourceDbClusterSnapshotIdentifier: arn("base", region, account) };
      const { message, id } = await failureOf(
        make(world.provider(copies.kind), { ...withoutKey, ...source }),
      );
      expect(id).toBeUndefined();
      expect(message).toContain(advice);
      expect(world.aws.requests.changing()).toEqual([]);
      const { outs } = await copy(source);
      expect(outs).toMatchObject({ kmsKeyId: `arn:aws:kms:eu-west-1:${home[0]}:key/${key}` });
    });

    it("of a source in the same place is kept without a key", async () => {
      const { outs } = await make(world.provider(copies.kind), withoutKey);
      expect(outs).toMatchObject({ storageEncrypted: true, kmsKeyId: find("base").kmsKeyId });
    });

    it("cannot be added to a copy", async () => {
      Object.assign(find("base"), { encrypted: false, kmsKeyId: undefined });
      const { message, id } = await failureOf(copy());
      expect(id).toBeUndefined();
      expect(message).toContain("the source is not encrypted, and a copy cannot add that");
      expect(world.aws.requests.changing()).toEqual([]);
      const { outs } = await make(world.provider(copies.kind), withoutKey);
      expect(outs).toMatchObject({ storageEncrypted: false });
    });
  });

  describe("more copies than AWS makes at one time", () => {
    it("wait until another one is done", async () => {
      const place = world.aws.rds.at(...home);
      for (let index = 1; index <= 5; index++) {
        const { serial: _serial, lifetime: _lifetime, ...base } = find("base");
        place.addSnapshot({ ...base, name: `theirs-${index}` }, 60 * index, "copying");
      }
      const call = copy();
      expect(await world.secondsOf(call)).toBeGreaterThanOrEqual(60);
      expect((await call).outs["status"]).toBe("available");
    });

    it("are waited for no longer than the timeout says", async () => {
      const place = world.aws.rds.at(...home);
      for (let index = 1; index <= 5; index++) {
        const { serial: _serial, lifetime: _lifetime, ...base } = find("base");
        place.addSnapshot({ ...base, name: `theirs-${index}` }, 1e9, "copying");
      }
      const { message, id } = await failureOf(copy({ __timeouts: { create: "2m" } }));
      expect(id).toBeUndefined();
      expect(message).toContain("SnapshotQuotaExceededFault");
      expect(message).toContain("raise customTimeouts");
    });

    it("are not what it means where as many snapshots are there as may be", async () => {
      await start({ manualClusterSnapshots: 2 });
      copies.addSources(world.aws);
      const { message, id } = await failureOf(copy());
      expect(id).toBeUndefined();
      expect(message).toContain("delete some that are no longer needed");
    });
  });

  describe("an automatic source", () => {
    it.each([(name: string) => name, (name: string) => arn(name)])(
      "can be copied by its name and by its ARN",
      async (named) => {
        const { name } = world.aws.rds.addAutomaticSnapshot(...home, "orders");
        const { outs } = await copy({ sourceDbClusterSnapshotIdentifier: named(name) });
        expect(outs).toMatchObject({ status: "available", sourceDbClusterSnapshotArn: arn(name) });
      },
    );
  });

  describe("sharing", () => {
    const shared = () => [...find("orders-1").sharedWith].sort();

    it("begins when the snapshot is there, in any order, and is no difference afterwards", async () => {
      const { id, inputs, outs } = await take({ sharedAccounts: ["333344445555", other] });
      expect(shared()).toEqual([other, "333344445555"]);
      expect(calls().at(-1)).toBe("RemoveTagsFromResource eu-west-1");
      const provider = world.provider(snapshots.kind);
      const turned = { ...taken, sharedAccounts: [other, "333344445555"] };
      const news = await checked(provider, turned, inputs);
      expect(await provider.diff(id, outs, news)).toEqual({ changes: false });
      const read = await provider.read(id, outs);
      expect(read.inputs).toMatchObject({ sharedAccounts: [other, "333344445555"] });
    });

    it("that somebody changed is shown, and set back by the next update", async () => {
      const { id, inputs, outs } = await take({ sharedAccounts: [other] });
      find("orders-1").sharedWith.add("999988887777").delete(other);
      const provider = world.provider(snapshots.kind);
      const { inputs: seen, props = {} } = await provider.read(id, outs);
      expect(seen).toMatchObject({ sharedAccounts: ["999988887777"] });
      expect(await provider.diff(id, props, inputs)).toEqual({ replaces: [] });
      await provider.update(id, props, inputs);
      expect(shared()).toEqual([other]);
    });

    it("ends for all when it is no longer asked for", async () => {
      const { id, inputs, outs } = await take({ sharedAccounts: [other] });
      const provider = world.provider(snapshots.kind);
      const news = await checked(provider, taken, inputs);
      expect(await provider.diff(id, outs, news)).toEqual({ replaces: [] });
      await provider.update(id, outs, news);
      expect(shared()).toEqual([]);
    });

    it("with nobody, as an empty list says, ends what others began", async () => {
      const { id, inputs, outs } = await take();
      find("orders-1").sharedWith.add(other);
      const provider = world.provider(snapshots.kind);
      const news = await checked(provider, { ...taken, sharedAccounts: [] }, inputs);
      expect(await provider.diff(id, outs, news)).toEqual({ replaces: [] });
      const updated = await provider.update(id, outs, news);
      expect(shared()).toEqual([]);
      expect(await provider.diff(id, { ...updated.outs }, news)).toEqual({ changes: false });
    });

    it("that was never asked for is left alone, and costs no call", async () => {
      const { id, outs } = await take();
      find("orders-1").sharedWith.add(other);
      world.aws.requests.clear();
      const { inputs } = await world.provider(snapshots.kind).read(id, outs);
      expect(inputs).not.toHaveProperty("sharedAccounts");
      expect(calls()).toEqual([
        "DescribeDBClusterSnapshots eu-west-1",
        "ListTagsForResource eu-west-1",
      ]);
    });

    it("that is denied keeps the snapshot, and the next update shares it", async () => {
      world.aws.faults.add({ operation: "ModifyDBClusterSnapshotAttribute", ...denied });
      const provider = world.provider(snapshots.kind);
      const inputs = await checked(provider, { ...taken, sharedAccounts: [other] });
      const { id = "", message, properties } = await failureOf(provider.create(inputs));
      expect(message).toContain(`setting sharedAccounts of ${snapshots.kind.label} "orders-1"`);
      expect(message).toContain("rds:ModifyDBClusterSnapshotAttribute");
      expect(properties).toMatchObject({ status: "available" });
      expect(properties).not.toHaveProperty("sharedAccounts");
      expect(tagsOf("orders-1")).toEqual({ team: "orders" });
      expect(await provider.diff(id, properties, inputs)).toEqual({ replaces: [] });
      await world.provider(snapshots.kind).update(id, properties, inputs);
      expect(shared()).toEqual([other]);
    });

    it("follows once the wait that timed out is over", async () => {
      world.aws.rds.freeze(...home, "orders-1");
      const provider = world.provider(snapshots.kind);
      const program = { ...taken, sharedAccounts: [other], __timeouts: { create: "1m" } };
      const inputs = await checked(provider, program);
      const { id = "", properties } = await failureOf(provider.create(inputs));
      expect(properties).not.toHaveProperty("sharedAccounts");
      find("orders-1").lifetime.end("available");
      const { outs } = await world.provider(snapshots.kind).update(id, properties, inputs);
      expect(outs).toMatchObject({ sharedAccounts: [other] });
      expect(shared()).toEqual([other]);
    });

    it("with more accounts than AWS takes says so", async () => {
      const quota = { code: "SharedSnapshotQuotaExceededFault", message: "Too many" };
      world.aws.faults.add({ operation: "ModifyDBClusterSnapshotAttribute", error: quota });
      const { message } = await failureOf(take({ sharedAccounts: [other] }));
      expect(message).toContain("take some out of sharedAccounts");
    });

    it("is what lets another account copy it", async () => {
      await take({ sharedAccounts: [other] });
      world.become(other);
      const source = { sourceDbClusterSnapshotIdentifier: arn("orders-1") };
      const made = await copy(source);
      expect(made.id).toBe(arn("orders-dr", home[1], other));
      // Nobody but its owner may read its tags.
      const tagged = {
        ...source,
        targetDbClusterSnapshotIdentifier: "orders-dr-3",
        copyTags: true,
      };
      const { outs } = await copy(tagged);
      expect(outs).toMatchObject({ status: "available", tagsAll: { team: "orders" } });
      world.become(home[0]);
      find("orders-1").sharedWith.clear();
      world.become(other);
      const again = { ...source, targetDbClusterSnapshotIdentifier: "orders-dr-2" };
      const { message } = await failureOf(copy(again));
      expect(message).toContain("that the snapshot is shared with this account");
    });
  });

  it("can be copied from another account that shows it to everybody", async () => {
    Object.assign(find("base"), { encrypted: false, kmsKeyId: undefined });
    find("base").sharedWith.clear();
    find("base").sharedWith.add("all");
    world.become(other);
    const { outs } = await make(world.provider(copies.kind), {
      ...withoutKey,
      sourceDbClusterSnapshotIdentifier: arn("base"),
    });
    expect(outs).toMatchObject({ status: "available", arn: arn("orders-dr", home[1], other) });
  });

  describe("a snapshot of another engine that has the same name", () => {
    const addAurora = (name: string) => {
      const place = world.aws.rds.at(...home);
      const cluster = place.addCluster({
        DBClusterIdentifier: "ledger",
        Engine: "aurora-postgresql",
        KmsKeyId: key,
      });
      return place.addSnapshotOf(cluster, { name, source: "manual", tags: new Map() }, 0);
    };

    it("is not read and not deleted, and the resource is made anew", async () => {
      const { id, outs } = await take();
      world.aws.rds.vanish(...home, "orders-1");
      addAurora("orders-1");
      expect(await world.provider(snapshots.kind).read(id, outs)).toEqual({});
      await world.provider(snapshots.kind).delete(id, outs);
      expect(find("orders-1").engine).toBe("aurora-postgresql");
    });

    it("is not taken over, though it has the mark, and the error says why the name is taken", async () => {
      await world.killedCreate(
        snapshots.kind,
        await checked(world.provider(snapshots.kind), taken),
      );
      const { tags } = find("orders-1");
      world.aws.rds.vanish(...home, "orders-1");
      addAurora("orders-1").tags = tags;
      const { message, id } = await failureOf(take());
      expect(id).toBeUndefined();
      expect(message).toContain("DBClusterSnapshotAlreadyExistsFault");
      expect(message).toContain("Neptune, DocumentDB and RDS share the names");
    });

    it("is no source of a copy", async () => {
      addAurora("ledger-1");
      const { message } = await failureOf(copy({ sourceDbClusterSnapshotIdentifier: "ledger-1" }));
      expect(message).toContain('the source "ledger-1" is one of the engine aurora-postgresql');
      expect(world.aws.requests.changing()).toEqual([]);
    });

    it("has a cluster that is no source either", async () => {
      addAurora("ledger-1");
      const { message } = await failureOf(take({ dbClusterIdentifier: "ledger" }));
      expect(message).toContain('the cluster "ledger" is one of the engine aurora-postgresql');
      expect(world.aws.requests.changing()).toEqual([]);
    });
  });
});
