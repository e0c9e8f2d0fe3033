import { beforeEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import type { Props } from "../../src/values/json.js";
import { arn, denied, describeBoth, key, other } from "./cluster-snapshots.js";
import { checked, failureOf, home, make } from "./world.js";

// Where the copies of Neptune and DocumentDB come from, and what comes with them.
describeBoth((setup) => {
  const { engine, copies, copied, withoutKey, start, take, copy, request, find, tagsOf } = setup;

  it.each(["copying", "available at once"] as const)(
    "within the region are finished, whether AWS begins with %s",
    async (copiesWithinRegion) => {
      await start({ copiesWithinRegion });
      copies.addSources(setup.world.aws);
      const { outs } = await copy();
      expect(outs).toMatchObject({
        status: "available",
        percentProgress: 100,
        tagsAll: { team: "orders" },
      });
      expect(tagsOf("orders-dr")).toEqual({ team: "orders" });
    },
  );

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
      expect(message).toContain(
        "it would have 51 tags (its own, those of its source and the temporary creating tag), but AWS allows 50",
      );
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

    it("is copied as a role too, with all that a copy can have", async () => {
      const assumeRoleArn = `arn:aws:iam::${home[0]}:role/backup`;
      find("base", home[0], "us-east-1").tags = new Map([["origin", "base & co"]]);
      const source = { sourceRegion: "us-east-1", copyTags: true, assumeRoleArn };
      await copy({ ...source, tags: { team: "orders", "a/b=c+d": "" } });
      expect(tagsOf("orders-dr")).toEqual({ team: "orders", "a/b=c+d": "", origin: "base & co" });
      const url = new URL(String(request()["PreSignedUrl"]));
      expect(url.searchParams.get("TargetDBClusterSnapshotIdentifier")).toBe("orders-dr");
      expect(url.searchParams.has("X-Amz-Security-Token")).toBe(true);
    });

    it("tells where a signature that AWS does not accept may come from", async () => {
      setup.world.aws.faults.add({
        operation: "CopyDBClusterSnapshot",
        error: {
          code: "InvalidParameterValue",
          message: "PreSignedurl could not be authenticated",
          status: 400,
        },
      });
      const { message, id } = await failureOf(copy({ sourceRegion: "us-east-1" }));
      expect(id).toBeUndefined();
      expect(message).toContain("InvalidParameterValue: PreSignedurl could not be authenticated.");
      expect(message).toContain("Check that this machine's clock is right");
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
          reason: "is us-west-2, but the ARN of the source is in us-east-1. Omit sourceRegion",
        },
      ]);
    });
  });

  describe("encryption", () => {
    const none = "does not exist, is not enabled or you do not have permissions to access it.";

    it.each([
      [
        "of another region needs a key",
        "us-east-1",
        home[0],
        "InvalidParameterValue: Must specify new KMS key for cross region encrypted snapshot copy.",
        "Pass a key of the copy's region as kmsKeyId",
      ],
      [
        "of another account needs a key",
        home[1],
        other,
        `KMSKeyNotAccessibleFault: Specified KMS key [None] ${none}`,
        "Pass a key of the copy's own account and region as kmsKeyId",
      ],
    ])("of a source %s, as AWS says", async (_what, region, account, words, advice) => {
      copies.addSources(setup.world.aws, [account, region]);
      find("base", account, region).sharedWith.add(home[0]);
      const source = { sourceDbClusterSnapshotIdentifier: arn("base", region, account) };
      const { message, id } = await failureOf(
        make(setup.world.provider(copies.kind), { ...withoutKey, ...source }),
      );
      expect(id).toBeUndefined();
      expect(message).toContain(`${words} The source is encrypted with a key of`);
      expect(message).toContain(advice);
      const { outs } = await copy(source);
      expect(outs).toMatchObject({ kmsKeyId: `arn:aws:kms:eu-west-1:${home[0]}:key/${key}` });
    });

    it("of a source under another account's default key cannot be had, and the owner can help", async () => {
      copies.addSources(setup.world.aws, [other, home[1]]);
      const kmsKeyId = setup.world.aws.rds.at(other, home[1]).keyArn();
      Object.assign(find("base", other), { kmsKeyId }).sharedWith.add(home[0]);
      const source = { sourceDbClusterSnapshotIdentifier: arn("base", home[1], other) };
      const { message } = await failureOf(copy(source));
      expect(message).toContain(`The source snapshot KMS key [${kmsKeyId}] ${none}`);
      expect(message).toContain("ask the owner to copy the snapshot with a key of their own");
    });

    it("of a source in the same place is kept without a key", async () => {
      const { outs } = await make(setup.world.provider(copies.kind), withoutKey);
      expect(outs).toMatchObject({ storageEncrypted: true, kmsKeyId: find("base").kmsKeyId });
    });

    it("is added to a copy where AWS does so, whatever it says of the source", async () => {
      await start({ unencryptedTakesKey: true });
      copies.addSources(setup.world.aws);
      Object.assign(find("base"), { encrypted: false, kmsKeyId: undefined });
      const { outs } = await copy();
      const kmsKeyId = `arn:aws:kms:eu-west-1:${home[0]}:key/${key}`;
      expect(outs).toMatchObject({ storageEncrypted: true, kmsKeyId });
    });

    it("cannot be added to a copy where AWS refuses that", async () => {
      Object.assign(find("base"), { encrypted: false, kmsKeyId: undefined });
      const { message, id } = await failureOf(copy());
      expect(id).toBeUndefined();
      expect(message).toContain(
        "InvalidParameterCombination: A KmsKeyId cannot be given for a copy",
      );
      expect(message).toContain("A copy cannot encrypt an unencrypted snapshot. Omit kmsKeyId");
      const { outs } = await make(setup.world.provider(copies.kind), withoutKey);
      expect(outs).toMatchObject({ storageEncrypted: false });
    });
  });

  describe("more copies than AWS makes across regions at one time", () => {
    const quota = "SnapshotQuotaExceededFault";
    const tooManyAtOnce = "Cannot copy more than 5 snapshots across regions";
    const tooManyThere = "Cannot create more than 100 manual snapshots";
    const copyHere = (more: Props = {}) => copy({ sourceRegion: "us-east-1", ...more });

    /** Copies of somebody else into this region, the first of which takes so many seconds, the second twice that. */
    function occupy(count: number, seconds: number, from = "us-east-1"): void {
      const place = setup.world.aws.rds.at(...home);
      for (let index = 1; index <= count; index++) {
        const { serial: _serial, lifetime: _lifetime, ...base } = find("base");
        const theirs = { ...base, name: `theirs-${index}`, sourceArn: arn("base", from) };
        place.addSnapshot(theirs, seconds * index, "copying");
      }
    }

    const refuse = (message: string, times: number) =>
      setup.world.aws.faults.add({
        operation: "CopyDBClusterSnapshot",
        times,
        error: { code: quota, message },
      });

    const creates = () =>
      setup.calls().filter((call) => call.startsWith("CopyDBClusterSnapshot")).length;

    beforeEach(() => copies.addSources(setup.world.aws, [home[0], "us-east-1"]));

    it("wait until another one is done", async () => {
      occupy(5, 60);
      const call = copyHere();
      expect(await setup.world.secondsOf(call)).toBeGreaterThanOrEqual(60);
      expect((await call).outs["status"]).toBe("available");
    });

    it("are waited for as long as the copy's own time says, and nothing was made", async () => {
      occupy(5, 1e9);
      const call = copyHere({ __timeouts: { create: "2m" } });
      const seconds = await setup.world.secondsOf(call);
      const { message, id } = await failureOf(call);
      expect(id).toBeUndefined();
      expect(message).toContain(`${quota}: ${tooManyAtOnce}`);
      expect(message).toContain("Try again later, or raise customTimeouts.create.");
      expect(message).not.toMatch(/delete|100/);
      // The last request is sent when the time is over.
      expect(seconds).toBeGreaterThanOrEqual(120);
      expect(seconds).toBeLessThanOrEqual(121);
      expect(setup.world.aws.rds.at(...home).snapshots.get("orders-dr")).toBeUndefined();
    });

    it("wait where AWS says so, although no copy can be seen that takes a place", async () => {
      refuse(tooManyAtOnce, 20);
      const call = copyHere();
      expect(await setup.world.secondsOf(call)).toBeGreaterThan(60);
      expect((await call).outs["status"]).toBe("available");
      expect(creates()).toBe(21);
    });

    it.each([tooManyThere, tooManyThere.replace("C", "c")])(
      "are not what it means where AWS says that there are too many snapshots, whatever runs: %s",
      async (text) => {
        occupy(5, 1e9);
        refuse(text, Number.POSITIVE_INFINITY);
        const call = copyHere();
        expect(await setup.world.secondsOf(call)).toBe(0);
        const { message, id } = await failureOf(call);
        expect(id).toBeUndefined();
        expect(message).toContain(`${quota}: ${text}.`);
        expect(message).toContain("allow 100 manual cluster snapshots in a region. Ask AWS");
        expect(creates()).toBe(1);
      },
    );

    it("are not what it means where as many snapshots are there as may be", async () => {
      await start({ manualClusterSnapshots: 2 });
      copies.addSources(setup.world.aws);
      const { message, id } = await failureOf(copy());
      expect(id).toBeUndefined();
      expect(message).toContain(`${quota}: Cannot create more than 2 manual snapshots.`);
      expect(message).toContain("delete snapshots that are no longer needed");
    });

    const makeWith = (copiesAtOnce?: string) => {
      const key = "pulumi-aws-snapshots:copiesAtOnce";
      const config = copiesAtOnce === undefined ? {} : { [key]: copiesAtOnce };
      const provider = setup.world.provider(copies.kind, config);
      return make(provider, { ...copied, sourceRegion: "us-east-1" });
    };

    it.each([
      [5, undefined],
      [2, "2"],
    ])("wait where AWS's text says neither, and %s run of %s", async (count, copiesAtOnce) => {
      occupy(count, 600);
      refuse("Too much", 3);
      expect((await makeWith(copiesAtOnce)).outs["status"]).toBe("available");
      expect(creates()).toBeGreaterThan(3);
    });

    it.each([
      [4, undefined],
      [5, "6"],
      [6, "20"],
    ])("fail where AWS's text says neither, and %s run of %s", async (count, copiesAtOnce) => {
      occupy(count, 600);
      refuse("Too much", 3);
      const { message, id } = await failureOf(makeWith(copiesAtOnce));
      expect(id).toBeUndefined();
      expect(message).toContain(`${quota}: Too much. AWS does not say which quota is exceeded.`);
      expect(message).toContain("delete snapshots that are no longer needed");
      // One of those that run may have ended while they were counted.
      expect(creates()).toBe(2);
    });

    it("are no copies within the region, however many there are", async () => {
      occupy(9, 1e9, home[1]);
      refuse("Too much", 2);
      const { message } = await failureOf(copyHere());
      expect(message).toContain("AWS does not say which quota is exceeded");
      expect((await copyHere()).outs["status"]).toBe("available");
    });
  });

  it("a copy that is available in AWS's first answer is not asked for again", async () => {
    await start({ copyDuration: 0 });
    copies.addSources(setup.world.aws);
    const { outs } = await copy();
    expect(outs["status"]).toBe("available");
    const calls = setup.calls();
    expect(calls.slice(calls.indexOf("CopyDBClusterSnapshot eu-west-1"))).toEqual([
      "CopyDBClusterSnapshot eu-west-1",
      "RemoveTagsFromResource eu-west-1",
    ]);
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
