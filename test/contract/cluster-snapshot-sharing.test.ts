import { describe, expect, it } from "vitest";
import { arn, denied, describeBoth, key, other } from "./cluster-snapshots.js";
import { door } from "./doors.js";
import { checked, failureOf, home, make } from "./world.js";

// Sharing of cluster snapshots, and the other engines that share their API.
describeBoth((setup) => {
  const { snapshots, copies, taken, take, copy, find, tagsOf, calls, withoutKey } = setup;

  describe("sharing", () => {
    const shared = () => [...find("orders-1").sharedWith].sort();

    it("begins when the snapshot is available, in any order, and is not a change afterwards", async () => {
      const { id, inputs, outs } = await take({ sharedAccounts: ["333344445555", other] });
      expect(shared()).toEqual([other, "333344445555"]);
      expect(calls().at(-1)).toBe("RemoveTagsFromResource eu-west-1");
      const provider = setup.world.provider(snapshots.kind);
      const turned = { ...taken, sharedAccounts: [other, "333344445555"] };
      const news = await checked(provider, turned, inputs);
      expect(await provider.diff(id, outs, news)).toEqual({ changes: false });
      const read = await provider.read(id, outs);
      expect(read.inputs).toMatchObject({ sharedAccounts: [other, "333344445555"] });
    });

    it("that was changed outside Pulumi is shown, and set back by the next update", async () => {
      const { id, inputs, outs } = await take({ sharedAccounts: [other] });
      find("orders-1").sharedWith.add("999988887777").delete(other);
      const provider = setup.world.provider(snapshots.kind);
      const { inputs: seen, props = {} } = await provider.read(id, outs);
      expect(seen).toMatchObject({ sharedAccounts: ["999988887777"] });
      expect(await provider.diff(id, props, inputs)).toEqual({ replaces: [] });
      await provider.update(id, props, inputs);
      expect(shared()).toEqual([other]);
    });

    it("ends for all accounts if it is no longer given", async () => {
      const { id, inputs, outs } = await take({ sharedAccounts: [other] });
      const provider = setup.world.provider(snapshots.kind);
      const news = await checked(provider, taken, inputs);
      expect(await provider.diff(id, outs, news)).toEqual({ replaces: [] });
      await provider.update(id, outs, news);
      expect(shared()).toEqual([]);
    });

    it("with an empty list ends what was shared outside Pulumi", async () => {
      const { id, inputs, outs } = await take();
      find("orders-1").sharedWith.add(other);
      const provider = setup.world.provider(snapshots.kind);
      const news = await checked(provider, { ...taken, sharedAccounts: [] }, inputs);
      expect(await provider.diff(id, outs, news)).toEqual({ replaces: [] });
      const updated = await provider.update(id, outs, news);
      expect(shared()).toEqual([]);
      expect(await provider.diff(id, { ...updated.outs }, news)).toEqual({ changes: false });
    });

    it("that was never given is left alone, and costs no call", async () => {
      const { id, outs } = await take();
      find("orders-1").sharedWith.add(other);
      setup.world.aws.requests.clear();
      const { inputs } = await setup.world.provider(snapshots.kind).read(id, outs);
      expect(inputs).not.toHaveProperty("sharedAccounts");
      expect(calls()).toEqual([
        "DescribeDBClusterSnapshots eu-west-1",
        "ListTagsForResource eu-west-1",
      ]);
    });

    it.each(["DescribeDBClusterSnapshotAttributes", "ModifyDBClusterSnapshotAttribute"])(
      "keeps the snapshot if %s is denied, and the next update shares it",
      async (operation) => {
        setup.world.aws.faults.add({ operation, ...denied });
        const provider = setup.world.provider(snapshots.kind);
        const inputs = await checked(provider, { ...taken, sharedAccounts: [other] });
        const { id = "", message, properties } = await failureOf(provider.create(inputs));
        expect(message).toContain(`setting sharedAccounts of ${snapshots.kind.label} "orders-1"`);
        expect(message).toContain(`Allow the caller rds:${operation}, or use`);
        expect(properties).toMatchObject({ status: "available" });
        expect(properties).toMatchObject({ sharedAccounts: [] });
        expect(tagsOf("orders-1")).toEqual({ team: "orders" });
        expect(await provider.diff(id, properties, inputs)).toEqual(door().afterFailure);
        await setup.world.provider(snapshots.kind).update(id, properties, inputs);
        expect(shared()).toEqual([other]);
      },
    );

    it("that the caller may not read is taken to be unchanged, and the snapshot is still read", async () => {
      const { id, inputs, outs } = await take({ sharedAccounts: [other] });
      const operation = "DescribeDBClusterSnapshotAttributes";
      setup.world.aws.faults.add({ operation, ...denied });
      const provider = setup.world.provider(snapshots.kind);
      const { inputs: seen, props = {} } = await provider.read(id, outs);
      expect(seen).toMatchObject({ sharedAccounts: [other] });
      expect(await provider.diff(id, props, inputs)).toEqual({ changes: false });
    });

    it("is done after a wait that timed out has ended", async () => {
      setup.world.aws.rds.freeze(...home, "orders-1");
      const provider = setup.world.provider(snapshots.kind);
      const program = { ...taken, sharedAccounts: [other], __timeouts: { create: "1m" } };
      const inputs = await checked(provider, program);
      const { id = "", properties } = await failureOf(provider.create(inputs));
      expect(properties).not.toHaveProperty("sharedAccounts");
      find("orders-1").lifetime.end("available");
      const { outs } = await setup.world.provider(snapshots.kind).update(id, properties, inputs);
      expect(outs).toMatchObject({ sharedAccounts: [other] });
      expect(shared()).toEqual([other]);
    });

    it("with more accounts than AWS allows is refused with the limit", async () => {
      const quota = { code: "SharedSnapshotQuotaExceededFault", message: "Too many" };
      setup.world.aws.faults.add({ operation: "ModifyDBClusterSnapshotAttribute", error: quota });
      const { message } = await failureOf(take({ sharedAccounts: [other] }));
      expect(message).toContain("Remove some from sharedAccounts");
    });

    it("allows another account to copy the snapshot", async () => {
      await take({ sharedAccounts: [other] });
      setup.world.become(other);
      const source = { sourceDbClusterSnapshotIdentifier: arn("orders-1") };
      const made = await copy(source);
      expect(made.id).toBe(arn("orders-dr", home[1], other));
      // Only its owner may read its tags.
      const tagged = {
        ...source,
        targetDbClusterSnapshotIdentifier: "orders-dr-3",
        copyTags: true,
      };
      const { outs } = await copy(tagged);
      expect(outs).toMatchObject({ status: "available", tagsAll: { team: "orders" } });
      setup.world.become(home[0]);
      find("orders-1").sharedWith.clear();
      setup.world.become(other);
      const again = { ...source, targetDbClusterSnapshotIdentifier: "orders-dr-2" };
      const { message } = await failureOf(copy(again));
      expect(message).toContain("A snapshot of another account must be shared with this account");
    });
  });

  it("a snapshot that another account shares with everybody can be copied", async () => {
    Object.assign(find("base"), { encrypted: false, kmsKeyId: undefined });
    find("base").sharedWith.clear();
    find("base").sharedWith.add("all");
    setup.world.become(other);
    const { outs } = await make(setup.world.provider(copies.kind), {
      ...withoutKey,
      sourceDbClusterSnapshotIdentifier: arn("base"),
    });
    expect(outs).toMatchObject({ status: "available", arn: arn("orders-dr", home[1], other) });
  });

  describe("a snapshot of another engine that has the same name", () => {
    const addAurora = (name: string) => {
      const place = setup.world.aws.rds.at(...home);
      const cluster = place.addCluster({
        DBClusterIdentifier: "ledger",
        Engine: "aurora-postgresql",
        KmsKeyId: key,
      });
      return place.addSnapshotOf(cluster, { name, source: "manual", tags: new Map() }, 0);
    };

    it("is neither read nor deleted, and the resource is created again", async () => {
      const { id, outs } = await take();
      setup.world.aws.rds.vanish(...home, "orders-1");
      addAurora("orders-1");
      expect(await setup.world.provider(snapshots.kind).read(id, outs)).toEqual({});
      await setup.world.provider(snapshots.kind).delete(id, outs);
      expect(find("orders-1").engine).toBe("aurora-postgresql");
    });

    it("is not adopted, even if it has the creating tag, and the error says why the name is taken", async () => {
      await setup.world.killedCreate(
        snapshots.kind,
        await checked(setup.world.provider(snapshots.kind), taken),
      );
      const { tags } = find("orders-1");
      setup.world.aws.rds.vanish(...home, "orders-1");
      addAurora("orders-1").tags = tags;
      const { message, id } = await failureOf(take());
      expect(id).toBeUndefined();
      expect(message).toContain("DBClusterSnapshotAlreadyExistsFault");
      expect(message).toContain(
        "Cluster snapshot names must be unique across Neptune, DocumentDB and RDS",
      );
    });

    it("cannot be the source of a copy", async () => {
      addAurora("ledger-1");
      const { message } = await failureOf(copy({ sourceDbClusterSnapshotIdentifier: "ledger-1" }));
      expect(message).toContain('the source "ledger-1" has the engine "aurora-postgresql"');
      expect(setup.world.aws.requests.changing()).toEqual([]);
    });

    it("has a cluster that cannot be a source either", async () => {
      addAurora("ledger-1");
      const { message } = await failureOf(take({ dbClusterIdentifier: "ledger" }));
      expect(message).toContain('the cluster "ledger" has the engine "aurora-postgresql"');
      expect(setup.world.aws.requests.changing()).toEqual([]);
    });
  });
});
