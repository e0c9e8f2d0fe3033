import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { caseOf } from "./cases.js";
import { arn, describeBoth, other } from "./cluster-snapshots.js";
import { checked, home, make, World } from "./world.js";

// Requests use a name wherever a name is enough, so that nothing depends on how AWS treats an ARN.
describeBoth((setup) => {
  const { copies, copy, request, find, withoutKey, start } = setup;
  const elsewhere = "us-east-1";

  describe("the source of a copy, if AWS describes no own snapshot by its ARN,", () => {
    beforeEach(async () => {
      await start({ describedByArn: false });
      copies.addSources(setup.world.aws);
      copies.addSources(setup.world.aws, [home[0], elsewhere]);
    });

    it.each([["base"], [arn("base")]])(
      "is described and copied by its name in the copy's own region: %s",
      async (sourceDbClusterSnapshotIdentifier) => {
        const { outs } = await copy({ sourceDbClusterSnapshotIdentifier });
        expect(outs).toMatchObject({ sourceDbClusterSnapshotArn: arn("base") });
        expect(request()).toMatchObject({ SourceDBClusterSnapshotIdentifier: "base" });
      },
    );

    it("is described by its name in another region, and copied by its ARN", async () => {
      const source = { sourceDbClusterSnapshotIdentifier: arn("base", elsewhere) };
      const { outs } = await copy(source);
      expect(outs).toMatchObject({ sourceDbClusterSnapshotArn: arn("base", elsewhere) });
      expect(request()).toMatchObject({
        SourceDBClusterSnapshotIdentifier: arn("base", elsewhere),
      });
    });
  });

  it("a source in another account is copied by its ARN, even if this account has a snapshot of that name", async () => {
    copies.addSources(setup.world.aws, [other, home[1]]);
    const theirs = find("base", other);
    Object.assign(theirs, { encrypted: false, kmsKeyId: undefined });
    theirs.sharedWith.add(home[0]);
    const { outs } = await make(setup.world.provider(copies.kind), {
      ...withoutKey,
      sourceDbClusterSnapshotIdentifier: arn("base", home[1], other),
    });
    const named = arn("base", home[1], other);
    expect(outs).toMatchObject({ sourceDbClusterSnapshotArn: named, status: "available" });
    expect(request()).toMatchObject({ SourceDBClusterSnapshotIdentifier: named });
  });
});

describe("a Redshift Serverless snapshot", () => {
  const { kind, program, addSources } = caseOf("redshiftserverless:Snapshot");
  let world: World;
  afterEach(() => world.close());

  it("is read, changed and deleted even if AWS finds no snapshot by its ARN", async () => {
    world = await World.start({ describedByArn: false });
    addSources(world.aws);
    const made = await make(world.provider(kind), program);
    const provider = world.provider(kind);
    const { inputs, props } = await provider.read(made.id, made.outs);
    expect(made.inputs).toMatchObject({ ...inputs });
    const news = await checked(provider, { ...program, retentionPeriod: 30 }, made.inputs);
    const { outs } = await provider.update(made.id, { ...props }, news);
    expect(outs).toMatchObject({ snapshotRetentionPeriod: 30 });
    await provider.delete(made.id, { ...outs });
    expect(world.aws.redshiftserverless.snapshots(...home)).toEqual([]);
  });

  it("that was adopted under another name than in its inputs is found by its ARN", async () => {
    world = await World.start();
    addSources(world.aws);
    await world.killedCreate(kind, await checked(world.provider(kind), program));
    const made = await make(world.provider(kind), program);
    expect(made.inputs[kind.naming.input]).not.toBe(made.outs[kind.naming.input]);
    const { id, inputs = {} } = await world.provider(kind).read(made.id, {
      ...made.outs,
      [kind.naming.input]: made.inputs[kind.naming.input],
    });
    expect(id).toBe(made.id);
    expect(inputs[kind.naming.input]).toBe(made.outs[kind.naming.input]);
  });
});

describe("a DocumentDB cluster snapshot", () => {
  it("looks at its cluster through DocumentDB's endpoint, whatever the endpoint of Neptune", async () => {
    const world = await World.start();
    const { kind, program, addSources } = caseOf("docdb:ClusterSnapshot");
    addSources(world.aws);
    // Nothing listens there.
    vi.stubEnv("AWS_ENDPOINT_URL_NEPTUNE", "http://127.0.0.1:9");
    const { outs } = await make(world.provider(kind), program);
    expect(outs).toMatchObject({ status: "available" });
    await world.close();
  });
});
