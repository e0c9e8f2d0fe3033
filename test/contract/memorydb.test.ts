import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { caseOf, held, purposes } from "./cases.js";
import { checked, home, make, World } from "./world.js";

// Behaviour that only MemoryDB has.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const snapshot = caseOf("memorydb:Snapshot");
const copy = caseOf("memorydb:SnapshotCopy");
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`;
const alias = "alias/backups";
const aliasArn = `arn:aws:kms:eu-west-1:111122223333:${alias}`;

/** Returns the input of the last create call. */
function sent() {
  const create = world.aws.requests
    .changing()
    .findLast(({ operation }) => /^(Cre|Co)/.test(operation));
  return create?.input ?? {};
}

describe.each([snapshot, copy])("a $kind.label", (example) => {
  const { kind, program } = example;
  const { kmsKeyId: _, ...keyless } = program;
  beforeEach(() => example.addSources(world.aws));

  it.each([
    ["id", keyId],
    ["ARN", keyArn],
    ["alias", alias],
    ["alias as an ARN", aliasArn],
  ])(
    "has the key that is given by its %s, shows its ARN, and no difference",
    async (_by, kmsKeyId) => {
      const made = await make(world.provider(kind), { ...program, kmsKeyId });
      expect(sent()).toMatchObject({ KmsKeyId: kmsKeyId });
      const answered = world.aws.memorydb.snapshots(...home).at(-1)?.kmsKeyId;
      expect(answered).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key\/[0-9a-f-]{36}$/);
      expect(made.outs["kmsKeyId"]).toBe(answered);
      const provider = world.provider(kind);
      const { inputs, props } = await provider.read(made.id, made.outs);
      expect(inputs).toMatchObject({ kmsKeyId });
      expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({ changes: false });
    },
  );

  const same = { changes: false };
  const another = { replaces: ["kmsKeyId"] };
  it.each([
    ["stays when the id of its key becomes the ARN of that key", keyId, keyArn, same],
    ["stays when the ARN of its key becomes the id of that key", keyArn, keyId, same],
    ["is replaced when the id of its key becomes an alias", keyId, alias, another],
    ["is replaced when an alias becomes the ARN of its key", alias, undefined, another],
    ["stays when an alias becomes the ARN of that alias", alias, aliasArn, same],
    ["stays when the ARN of an alias becomes the alias", aliasArn, alias, same],
    [
      "is replaced when an alias becomes the ARN of another account's alias of that name",
      alias,
      aliasArn.replace(home[0], "222233334444"),
      another,
    ],
    ["is replaced when an alias becomes another alias", alias, `${aliasArn}-2`, another],
  ])("%s", async (_title, old, key, difference) => {
    const provider = world.provider(kind);
    const made = await make(provider, { ...program, kmsKeyId: old });
    const kmsKeyId = key ?? made.outs["kmsKeyId"];
    const news = await checked(provider, { ...program, kmsKeyId }, made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual(difference);
  });

  it("without a key gets the key of its source, and giving that key later is not a change", async () => {
    const provider = world.provider(kind);
    const made = await make(provider, keyless);
    expect(sent()).not.toHaveProperty("KmsKeyId");
    const key = world.aws.memorydb
      .clusters(...home)
      .find(({ name }) => name === "orders")?.kmsKeyId;
    expect(key).toMatch(/^arn:/);
    expect(made.outs["kmsKeyId"]).toBe(key);
    const { inputs, props } = await provider.read(made.id, made.outs);
    expect(inputs).not.toHaveProperty("kmsKeyId");
    expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({ changes: false });
    const asked = await checked(provider, { ...keyless, kmsKeyId: key }, made.inputs);
    expect(await provider.diff(made.id, made.outs, asked)).toEqual({ changes: false });
  });

  it("is created without reading the tags of anything", async () => {
    example.addForeign(world.aws, "theirs");
    await make(world.provider(kind), program);
    expect(purposes(example, world.aws)).not.toContain("tags");
  });

  it("reads its tags by its ARN, and ignores AWS's own", async () => {
    const { id, outs } = await make(world.provider(kind), program);
    held(example, world.aws, home)[0]?.tags.set("aws:backup:source", "x");
    world.aws.requests.clear();
    const { inputs } = await world.provider(kind).read(id, outs);
    expect(inputs).toMatchObject({ tags: { team: "orders" }, tagsAll: { team: "orders" } });
    const asked = world.aws.requests.all().find(({ operation }) => operation === "ListTags");
    expect(asked?.input).toEqual({ ResourceArn: id });
  });

  it("is stored under its name in lower case, however the name is written", async () => {
    const written = { ...program, [kind.naming.input]: "Orders-Before-Upgrade" };
    const provider = world.provider(kind);
    const made = await make(provider, written);
    expect(made.id).toMatch(/:snapshot\/orders-before-upgrade$/);
    const news = await checked(provider, written, made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ changes: false });
  });
});

describe("the source of a MemoryDB resource", () => {
  it.each([
    [snapshot.kind.label, snapshot, "ClusterName", "cluster", "orders"],
    [copy.kind.label, copy, "SourceSnapshotName", "snapshot", "base"],
  ] as const)(
    "of a %s is sent as a name, and is the same as a name, as an ARN and in upper case",
    async (_label, { kind, program, source, addSources }, member, type, name) => {
      addSources(world.aws);
      const provider = world.provider(kind);
      const arn = `arn:aws:memorydb:eu-west-1:111122223333:${type}/${name}`;
      const made = await make(provider, { ...program, [source]: name });
      for (const spelling of [arn, name.toUpperCase()]) {
        const spelled = { ...program, [source]: spelling };
        const news = await checked(provider, spelled, made.inputs);
        expect(await provider.diff(made.id, made.outs, news)).toEqual({ changes: false });
        await make(provider, spelled);
        expect(sent()).toMatchObject({ [member]: name });
      }
    },
  );

  it("of a snapshot in upper case is used in lower case to look for unfinished snapshots", async () => {
    snapshot.addSources(world.aws);
    const { kind } = snapshot;
    const program = { ...snapshot.program, clusterName: "ORDERS" };
    await world.killedCreate(kind, await checked(world.provider(kind), program));
    world.aws.clock.advance(60_000);
    const { id } = await make(world.provider(kind), { ...snapshot.program, clusterName: "orders" });
    expect(held(snapshot, world.aws, home).map(({ arn }) => arn)).toEqual([id]);
    const listing = world.aws.requests
      .all()
      .filter(({ operation }) => operation === "DescribeSnapshots")
      .map(({ input }) => input)
      .filter((input) => "ClusterName" in input);
    expect(listing).toEqual([{ ClusterName: "orders" }, { ClusterName: "orders" }]);
  });

  it("of a copy may be an automatic snapshot, whose name has a dot", async () => {
    copy.addSources(world.aws);
    const { name } = world.aws.memorydb.addAutomaticSnapshot(...home, "orders");
    expect(name).toContain(".");
    const { outs } = await make(world.provider(copy.kind), {
      ...copy.program,
      sourceSnapshotName: name,
    });
    expect(outs).toMatchObject({ source: "manual", status: "available" });
    expect(sent()).toMatchObject({ SourceSnapshotName: name });
  });
});

describe("an export by MemoryDB", () => {
  beforeEach(() => copy.addSources(world.aws));

  it.each([
    ["as it is written", "Daily_Orders--2026/11/20-"],
    ["in letters of any script", "заказы 注文 ☂"],
    ["at its longest", "x".repeat(1000)],
  ])("has its name %s", async (_what, targetSnapshotName) => {
    const program = { ...copy.program, targetBucket: "backups", targetSnapshotName };
    const { id, outs } = await make(world.provider(copy.kind), program);
    expect(id).toBe(`s3://backups/${targetSnapshotName}`);
    expect(outs).toMatchObject({ targetSnapshotName });
    expect(sent()).toMatchObject({
      TargetSnapshotName: targetSnapshotName,
      TargetBucket: "backups",
      SourceSnapshotName: "base",
      KmsKeyId: keyId,
    });
    expect(world.aws.buckets.objects("backups")).toEqual([
      `${targetSnapshotName}-0001.rdb`,
      `${targetSnapshotName}-0002.rdb`,
    ]);
  });

  it("of the same name may go to another bucket, where its name is free", async () => {
    const provider = world.provider(copy.kind);
    const program = { ...copy.program, targetBucket: "backups", targetSnapshotName: "Daily" };
    const made = await make(provider, program);
    const moved = { ...program, targetBucket: "archive" };
    const news = await checked(provider, moved, made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ replaces: ["targetBucket"] });
    expect((await make(provider, moved)).id).toBe("s3://archive/Daily");
    expect(world.aws.buckets.objects("backups")).toHaveLength(2);
    expect(world.aws.buckets.objects("archive")).toHaveLength(2);
  });
});
