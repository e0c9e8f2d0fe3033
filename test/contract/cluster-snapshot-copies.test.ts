import { beforeEach, describe, expect, it } from "vitest";
import type { Props } from "../../src/values/json.js";
import { arn, describeBoth, other } from "./cluster-snapshots.js";
import { checked, failureOf, home } from "./world.js";

// The sources of copies of Neptune and DocumentDB snapshots: in the same region, in another region, and automatic.
describeBoth((setup) => {
  const { copies, copied, start, copy, request, find, tagsOf } = setup;

  it.each(["copying", "available at once"] as const)(
    "a copy within the region is waited for or done at once, as AWS begins it with %s",
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

  describe("a source in another region", () => {
    beforeEach(() => copies.addSources(setup.world.aws, [home[0], "us-east-1"]));

    it.each([
      [
        "a name and sourceRegion",
        { sourceDbClusterSnapshotIdentifier: "base", sourceRegion: "us-east-1" },
      ],
      ["an ARN", { sourceDbClusterSnapshotIdentifier: arn("base", "us-east-1") }],
    ])("is named by %s, and only described there", async (_what, source) => {
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

    it("is copied with the credentials of a role, and with every setting of a copy", async () => {
      const assumeRoleArn = `arn:aws:iam::${home[0]}:role/backup`;
      find("base", home[0], "us-east-1").tags = new Map([["origin", "base & co"]]);
      const source = { sourceRegion: "us-east-1", copyTags: true, assumeRoleArn };
      await copy({ ...source, tags: { team: "orders", "a/b=c+d": "" } });
      expect(tagsOf("orders-dr")).toEqual({ team: "orders", "a/b=c+d": "", origin: "base & co" });
      const url = new URL(String(request()["PreSignedUrl"]));
      expect(url.searchParams.get("TargetDBClusterSnapshotIdentifier")).toBe("orders-dr");
      expect(url.searchParams.has("X-Amz-Security-Token")).toBe(true);
    });

    it("is reported with possible causes if AWS refuses the signature", async () => {
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

    it("is the same by name and region as by ARN, and a different source in another region", async () => {
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

    it("is not a change if an imported state does not name its region", async () => {
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

    it("is refused in the preview if its ARN contradicts sourceRegion", async () => {
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

  it("a copy that is available in AWS's first answer is not described again", async () => {
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
