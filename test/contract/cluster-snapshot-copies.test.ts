import { beforeEach, describe, expect, it } from "vitest";
import type { Props } from "../../src/dynamic/kind.js";
import { creatingTag } from "../../src/dynamic/tags.js";
import { arn, denied, describeBoth, key, other } from "./cluster-snapshots.js";
import { checked, failureOf, home, make } from "./world.js";

// Where the copies of Neptune and DocumentDB come from, and what comes with them.
describeBoth((setup) => {
  const { engine, copies, copied, withoutKey, start, take, copy, request, find, tagsOf } = setup;

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
      setup.world.aws.faults.add({ operation: "ListTagsForResource", ...denied });
      const { outs } = await copy({ copyTags: true });
      expect(request()).toMatchObject({ CopyTags: true });
      expect(request()).not.toHaveProperty("Tags");
      expect(tagsOf("orders-dr")).toEqual({ team: "orders", origin: "base" });
      expect(outs).toMatchObject({ status: "available", tagsAll: { team: "orders" } });
    });

    it("and own ones that cannot follow are kept in mind, and set by the next update", async () => {
      setup.world.aws.faults.add({ operation: "ListTagsForResource", ...denied });
      setup.world.aws.faults.add({ operation: "AddTagsToResource", ...denied });
      const provider = setup.world.provider(copies.kind);
      const inputs = await checked(provider, { ...copied, copyTags: true });
      const { id = "", message, properties } = await failureOf(provider.create(inputs));
      expect(message).toContain(`tagging ${copies.kind.label} "orders-dr" in eu-west-1: `);
      expect(id).toBe(arn("orders-dr"));
      expect(properties).toMatchObject({ copyTags: true, tagsAll: {} });
      expect((await provider.diff(id, properties, inputs)).replaces).toEqual([]);
      const { outs } = await setup.world.provider(copies.kind).update(id, properties, inputs);
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
      expect(setup.world.aws.requests.changing()).toEqual([]);
    });

    it.each([true, false])(
      "arrive from a cluster that passes them on, whether AWS does so beside own ones (%s) or not",
      async (clusterTagsBesideOwn) => {
        await start({ clusterTagsBesideOwn });
        const cluster = setup.world.aws.rds.addCluster(...home, {
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
    beforeEach(() => copies.addSources(setup.world.aws, [home[0], "us-east-1"]));

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
      const there = setup.world.aws.requests.all().filter(({ region }) => region === "us-east-1");
      expect(there.map(({ operation }) => operation)).toEqual([
        "DescribeDBClusterSnapshots",
        "ListTagsForResource",
      ]);
      expect(setup.world.aws.requests.changing().map(({ region }) => region)).not.toContain(
        "us-east-1",
      );
    });

    it("is the same by name and region as by ARN, and another one in another region", async () => {
      const made = await copy({ sourceRegion: "us-east-1" });
      const provider = setup.world.provider(copies.kind);
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
      const provider = setup.world.provider(copies.kind);
      const byArn = { ...copied, sourceDbClusterSnapshotIdentifier: arn("base", "us-east-1") };
      const state = { ...imported, sourceDbClusterSnapshotIdentifier: arn("base", "us-east-1") };
      const inputs = await checked(provider, byArn);
      expect(await provider.diff(id, state, inputs)).toEqual({ changes: false });
      const here = await checked(provider, { ...byArn, sourceDbClusterSnapshotIdentifier: "base" });
      expect(await provider.diff(id, state, here)).toEqual({ replaces: ["sourceRegion"] });
    });

    it("that its ARN contradicts is refused at preview", async () => {
      const { failures } = await setup.world.provider(copies.kind).check(
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
      copies.addSources(setup.world.aws, [account, region]);
      find("base", account, region).sharedWith.add(home[0]);
      const source = { sourceDbClusterSnapshotIdentifier: arn("base", region, account) };
      const { message, id } = await failureOf(
        make(setup.world.provider(copies.kind), { ...withoutKey, ...source }),
      );
      expect(id).toBeUndefined();
      expect(message).toContain(advice);
      expect(setup.world.aws.requests.changing()).toEqual([]);
      const { outs } = await copy(source);
      expect(outs).toMatchObject({ kmsKeyId: `arn:aws:kms:eu-west-1:${home[0]}:key/${key}` });
    });

    it("of a source in the same place is kept without a key", async () => {
      const { outs } = await make(setup.world.provider(copies.kind), withoutKey);
      expect(outs).toMatchObject({ storageEncrypted: true, kmsKeyId: find("base").kmsKeyId });
    });

    it("cannot be added to a copy", async () => {
      Object.assign(find("base"), { encrypted: false, kmsKeyId: undefined });
      const { message, id } = await failureOf(copy());
      expect(id).toBeUndefined();
      expect(message).toContain("the source is not encrypted, and a copy cannot add that");
      expect(setup.world.aws.requests.changing()).toEqual([]);
      const { outs } = await make(setup.world.provider(copies.kind), withoutKey);
      expect(outs).toMatchObject({ storageEncrypted: false });
    });
  });

  describe("more copies than AWS makes at one time", () => {
    it("wait until another one is done", async () => {
      const place = setup.world.aws.rds.at(...home);
      for (let index = 1; index <= 5; index++) {
        const { serial: _serial, lifetime: _lifetime, ...base } = find("base");
        place.addSnapshot({ ...base, name: `theirs-${index}` }, 60 * index, "copying");
      }
      const call = copy();
      expect(await setup.world.secondsOf(call)).toBeGreaterThanOrEqual(60);
      expect((await call).outs["status"]).toBe("available");
    });

    it("are waited for as long as the copy's own time says, and nothing was made", async () => {
      const place = setup.world.aws.rds.at(...home);
      for (let index = 1; index <= 5; index++) {
        const { serial: _serial, lifetime: _lifetime, ...base } = find("base");
        place.addSnapshot({ ...base, name: `theirs-${index}` }, 1e9, "copying");
      }
      const call = copy({ __timeouts: { create: "2m" } });
      const seconds = await setup.world.secondsOf(call);
      const { message, id } = await failureOf(call);
      expect(id).toBeUndefined();
      expect(message).toContain("SnapshotQuotaExceededFault");
      expect(message).toContain("Run it again later, or raise customTimeouts.create.");
      // The last request is sent when the time is over.
      expect(seconds).toBeGreaterThanOrEqual(120);
      expect(seconds).toBeLessThanOrEqual(121);
      expect(place.snapshots.get("orders-dr")).toBeUndefined();
    });

    it("are not what it means where as many snapshots are there as may be", async () => {
      await start({ manualClusterSnapshots: 2 });
      copies.addSources(setup.world.aws);
      const { message, id } = await failureOf(copy());
      expect(id).toBeUndefined();
      expect(message).toContain("delete some that are no longer needed");
    });
  });

  describe("an automatic source", () => {
    it.each([(name: string) => name, (name: string) => arn(name)])(
      "can be copied by its name and by its ARN",
      async (named) => {
        const { name } = setup.world.aws.rds.addAutomaticSnapshot(...home, "orders");
        const { outs } = await copy({ sourceDbClusterSnapshotIdentifier: named(name) });
        expect(outs).toMatchObject({ status: "available", sourceDbClusterSnapshotArn: arn(name) });
      },
    );
  });
});
