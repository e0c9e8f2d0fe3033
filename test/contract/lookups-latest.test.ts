import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LocalAwsOptions } from "../../src/local-aws/index.js";
import { faultOn, type Held, throttled } from "./cases.js";
import { addManual, asked, type LookupCase, lookupCases, refused } from "./lookup-cases.js";
import { failureOf, home, type Place, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

async function restart(options: LocalAwsOptions, { example }: LookupCase): Promise<void> {
  await world.close();
  world = await World.start(options);
  example.addSources(world.aws);
}

const stranger = "444455556666";
const elsewhere = "us-east-1";
const withAutomatic = lookupCases.filter(({ addAutomatic }) => addAutomatic !== undefined);

const withArn = lookupCases.filter(({ sourceArn }) => sourceArn !== undefined);

/** Adds an automatic snapshot, a minute after everything before. */
function addAutomatic({ addAutomatic: add }: LookupCase): Held {
  world.aws.clock.advance(60_000);
  return add?.(world.aws) ?? expect.fail("AWS takes none");
}

function isoTime(): string {
  return new Date(world.aws.clock.now()).toISOString();
}

describe.each(lookupCases)("$latest", (one) => {
  const { example, get, latest, key } = one;
  const { kind, words } = example;
  const source = { [key]: "orders" };
  beforeEach(() => example.addSources(world.aws));

  const manual = (name: string) => addManual(one, world.aws, name);
  const find = async (args = {}) => (await asked(world, latest, { ...source, ...args })).result;
  const countOf = (operation: string) =>
    world.aws.requests.all().filter((request) => request.operation === operation).length;
  const none = `looking up the latest ${kind.label} of "orders" in ${home[1]}: there is none.`;

  it("returns the newest snapshot, with the same outputs as the lookup by name", async () => {
    manual("first");
    manual("last").tags.set("team", "orders");
    const newest = await find();
    expect(newest).toMatchObject({ name: "last", tags: { team: "orders" } });
    expect(newest).toEqual((await asked(world, get, { name: "last" })).result);
  });

  it("asks AWS for one page of the source's snapshots and for the tags of one snapshot", async () => {
    for (const name of ["a", "b", "c"]) {
      manual(name);
    }
    world.aws.requests.clear();
    expect(await find()).toMatchObject({ name: "c" });
    expect(countOf(example.calls.list.operation)).toBe(1);
    expect(countOf(example.calls.tags.operation)).toBe(1);
    const others = world.aws.requests.all().map(({ operation }) => operation);
    const calls = [example.calls.list.operation, example.calls.tags.operation];
    // Only Redshift Serverless lists snapshots that other accounts share.
    const owner = kind.listing?.showsShared === true ? ["GetCallerIdentity"] : [];
    expect(others.filter((operation) => !calls.includes(operation))).toEqual(owner);
  });

  it("ignores snapshots that are not finished or have failed", async () => {
    manual("good");
    manual("bad");
    example.service(world.aws).fail(...home, "bad");
    manual("young").lifetime.occupy(words.creating, 1e6);
    expect(await find()).toMatchObject({ name: "good" });
  });

  it("returns the snapshot whose ARN comes first if several are equally new", async () => {
    const added = ["b", "a", "c"].map((name) => {
      example.addForeign(world.aws, name);
      return example
        .service(world.aws)
        .all(...home)
        .find((each) => each.name === name);
    });
    const [first] = added.map((each) => each?.arn ?? "").sort();
    expect(await find()).toMatchObject({ arn: first });
  });

  it("reads all pages", async () => {
    for (let index = 0; index < one.pageSize + 5; index++) {
      manual(`s${index}`);
    }
    world.aws.requests.clear();
    expect(await find()).toMatchObject({ name: `s${one.pageSize + 4}` });
    expect(countOf(example.calls.list.operation)).toBe(2);
  });

  it("returns only snapshots that were taken after a time", async () => {
    manual("old");
    world.aws.clock.advance(1000);
    const createdAfter = isoTime();
    await expect(find({ createdAfter })).rejects.toThrow(
      `${none} AWS has 1 of it: 1 older. If that is no error, set allowNone`,
    );
    manual("new");
    expect(await find({ createdAfter })).toMatchObject({ name: "new" });
    const { createdAt } = await find();
    await expect(find({ createdAfter: createdAt })).rejects.toThrow(none);
  });

  it("returns the newest snapshot that has all wanted tags, and reads tags newest first", async () => {
    for (let index = 0; index < 12; index++) {
      manual(`s${index}`).tags.set("team", index === 5 ? "orders" : "others");
    }
    example
      .service(world.aws)
      .all(...home)
      .find(({ name }) => name === "s4")
      ?.tags.set("team", "orders");
    world.aws.requests.clear();
    expect(await find({ tags: { team: "orders" } })).toMatchObject({ name: "s5" });
    expect(countOf(example.calls.tags.operation)).toBe(8);
    await expect(find({ tags: { team: "orders", tier: "gold" } })).rejects.toThrow(
      `${none} AWS has 12 of it: 12 without these tags.`,
    );
  });

  it("ignores a snapshot that goes while its tags are read", async () => {
    manual("left");
    manual("going");
    const error = { code: example.goneForTags ?? example.codes.gone, message: "It is gone" };
    faultOn(world.aws, example, "tags", { error });
    expect(await find()).toMatchObject({ name: "left" });
  });

  it("fails if there is none, and returns nothing if that is allowed", async () => {
    await expect(find()).rejects.toThrow(
      `${none} AWS has no snapshot of it here. If that is no error, set allowNone.`,
    );
    expect(await find({ allowNone: true })).toEqual({});
    manual("young").lifetime.occupy(words.creating, 1e6);
    await expect(find()).rejects.toThrow(`AWS has 1 of it: 1 with the status ${words.creating}.`);
    expect(await find({ allowNone: true })).toEqual({});
  });

  it("ignores snapshots of other sources, also if AWS ignores the filters of a listing", async () => {
    await restart({ listingFilters: "ignored" }, one);
    manual("ours");
    const { result } = await asked(world, latest, { [key]: "customers", allowNone: true });
    expect(result).toEqual({});
    expect(await find()).toMatchObject({ name: "ours" });
  });

  it("finds snapshots of a source that is gone, also if AWS then refuses to list them", async () => {
    manual("left");
    const error = { code: one.sourceGone, message: "It is not there", status: 404 };
    const narrowed = kind.listing?.sourceInput === key;
    const fault = faultOn(world.aws, example, "list", { error, times: narrowed ? 1 : 0 });
    expect(await find()).toMatchObject({ name: "left" });
    expect(fault.hits).toBe(narrowed ? 1 : 0);
  });

  it("looks in the account of the credentials and in the given region only", async () => {
    for (const place of [
      [stranger, home[1]],
      [home[0], elsewhere],
    ] satisfies Place[]) {
      example.addSources(world.aws, place);
      example.addForeign(world.aws, "theirs", place);
    }
    expect(await find({ allowNone: true })).toEqual({});
    expect(await find({ region: elsewhere })).toMatchObject({ name: "theirs", region: elsewhere });
  });

  it("waits while AWS is overloaded, and tells so", async () => {
    manual("ours");
    faultOn(world.aws, example, "list", throttled);
    const { result, told } = await asked(world, latest, source);
    expect(result).toMatchObject({ name: "ours" });
    expect(told).toEqual([expect.stringContaining("Rate exceeded")]);
  });

  it("passes on AWS's refusal with what was being done", async () => {
    const error = { code: "AccessDeniedException", message: "You may not", status: 403 };
    faultOn(world.aws, example, "list", { error, times: Number.POSITIVE_INFINITY });
    await expect(find()).rejects.toThrow(
      `looking up the latest ${kind.label} of "orders" in ${home[1]}: AccessDenied`,
    );
  });

  it("refuses wrong arguments before anything is asked", async () => {
    expect(await refused(world, latest, { ...source, createdAfter: "yesterday" })).toEqual({
      createdAfter:
        '"yesterday" is not a time. Write it like 2026-11-27T00:00:00Z, with a time zone',
    });
    expect(
      await refused(world, latest, { ...source, createdAfter: "2026-11-27T00:00:00" }),
    ).toEqual({ createdAfter: expect.stringContaining("with a time zone") });
    expect(await refused(world, latest, { ...source, tags: ["team"] })).toEqual({
      tags: "must be a map of strings",
    });
    expect(await refused(world, latest, { ...source, tags: { team: 7 } })).toEqual({
      tags: 'the value of "team" must be a string',
    });
    expect(await refused(world, latest, { ...source, allowNone: "yes" })).toEqual({
      allowNone: "must be true or false",
    });
    expect(await refused(world, latest, {})).toEqual(
      key === "replicationGroupId"
        ? { [key]: "exactly one of replicationGroupId and cacheClusterId must be given" }
        : { [key]: "must be given" },
    );
    expect(await refused(world, latest, { ...source, snapshotTyp: "manual" })).toEqual({
      snapshotTyp: expect.stringMatching(/^is not an argument of /),
    });
  });
});

describe.each(withAutomatic)("$latest of one type", (one) => {
  const { example, latest, key } = one;
  beforeEach(() => example.addSources(world.aws));
  const find = async (args = {}) =>
    (await asked(world, latest, { [key]: "orders", ...args })).result;

  it.each(["obeyed", "ignored", "misread"] as const)(
    "returns manual, automatic or any snapshots if AWS's filters are %s",
    async (listingFilters) => {
      await restart({ listingFilters }, one);
      addManual(one, world.aws, "manual-1");
      const automatic = addAutomatic(one);
      expect(await find()).toMatchObject({ arn: automatic.arn });
      expect(await find({ snapshotType: "any" })).toMatchObject({ arn: automatic.arn });
      expect(await find({ snapshotType: "automated" })).toMatchObject({ arn: automatic.arn });
      expect(await find({ snapshotType: "manual" })).toMatchObject({ name: "manual-1" });
      addManual(one, world.aws, "manual-2");
      expect(await find()).toMatchObject({ name: "manual-2" });
      expect(await find({ snapshotType: "automated" })).toMatchObject({ arn: automatic.arn });
    },
  );

  it("says how many of the other type there are if there is none, after a look at all", async () => {
    addManual(one, world.aws, "manual-1");
    world.aws.requests.clear();
    await expect(find({ snapshotType: "automated" })).rejects.toThrow(
      "there is none. AWS has 1 of it: 1 manual. If that is no error, set allowNone.",
    );
    const asks = world.aws.requests.all().map(({ operation }) => operation);
    expect(asks).toEqual([example.calls.list.operation, example.calls.list.operation]);
  });

  it("refuses another word for the type", async () => {
    expect(await refused(world, latest, { [key]: "orders", snapshotType: "automatic" })).toEqual({
      snapshotType: '"automatic" is not one of manual, automated, any',
    });
  });
});

describe.each(withArn)("$latest by the ARN of the source", (one) => {
  const { example, latest, key, sourceArn = "" } = one;
  beforeEach(() => example.addSources(world.aws));
  const find = async (arn: string) =>
    (await asked(world, latest, { [key]: arn, allowNone: true }, { "aws:region": elsewhere }))
      .result;

  it("looks in the region of the ARN, whatever the region of the stack", async () => {
    expect(await find(sourceArn)).toEqual({});
    addManual(one, world.aws, "ours");
    expect(await find(sourceArn)).toMatchObject({ name: "ours", region: home[1] });
  });

  it("refuses an ARN of another account, also if a source here has the same name", async () => {
    const theirs = sourceArn.replace(home[0], stranger);
    const sentence = `the credentials belong to account ${home[0]}, but the ARN is in account ${stranger}.`;
    expect((await failureOf(find(theirs))).message).toContain(sentence);
    addManual(one, world.aws, "ours");
    expect((await failureOf(find(theirs))).message).toContain(sentence);
  });

  it("refuses an ARN of something else, and a region that the ARN contradicts", async () => {
    const bucket = "arn:aws:s3:eu-west-1:111122223333:orders/orders";
    expect(await refused(world, latest, { [key]: bucket })).toEqual({
      [key]: expect.stringMatching(/^is not the ARN of a /),
    });
    expect(await refused(world, latest, { [key]: sourceArn, region: elsewhere })).toEqual({
      [key]: expect.stringContaining(`is in ${home[1]}, but region is ${elsewhere}`),
    });
  });
});

describe.each(["neptune", "docdb"] as const)("%s:getLatestClusterSnapshot", (service) => {
  it("never returns a snapshot of another engine, however new, of a cluster that had the same name", async () => {
    const one = lookupCases.find(({ get }) => get.startsWith(service)) ?? expect.fail();
    one.example.addSources(world.aws);
    addManual(one, world.aws, "ours");
    for (const Engine of ["aurora-mysql", service === "neptune" ? "docdb" : "neptune"]) {
      world.aws.clock.advance(60_000);
      world.aws.rds.addCluster(...home, { DBClusterIdentifier: "orders", Engine });
      world.aws.rds.addSnapshot(...home, "orders", `of-${Engine}`);
    }
    const { result } = await asked(world, one.latest, { dbClusterIdentifier: "orders" });
    expect(result).toMatchObject({ name: "ours", engine: service });
  });
});

describe("elasticache:getLatestSnapshot", () => {
  const latest = "elasticache:getLatestSnapshot";
  const nodes = () => world.aws.elasticache.nodes;

  it("finds snapshots of the nodes of a group without cluster mode, by the group and by the node", async () => {
    nodes().addReplicationGroup(...home, { name: "shop" });
    nodes().addReplicationGroup(...home, { name: "shop-2" });
    nodes().addAutomaticSnapshot(...home, "shop-2");
    world.aws.clock.advance(60_000);
    const { arn } = nodes().addAutomaticSnapshot(...home, "shop");
    world.aws.clock.advance(60_000);
    const other = nodes().addAutomaticSnapshot(...home, "shop-2");
    const byGroup = await asked(world, latest, { replicationGroupId: "shop" });
    expect(byGroup.result).toMatchObject({ arn, cacheClusterId: "shop-002" });
    const byNode = await asked(world, latest, { cacheClusterId: "shop-002" });
    expect(byNode.result).toMatchObject({ arn });
    const others = await asked(world, latest, { replicationGroupId: "shop-2" });
    expect(others.result).toMatchObject({ arn: other.arn });
  });

  it("finds snapshots of a node with a name of its own as long as it is in the group", async () => {
    const group = nodes().addReplicationGroup(...home, { name: "shop" });
    const node = nodes().addCacheCluster(...home, { name: "classic" });
    const { arn } = nodes().addAutomaticSnapshot(...home, "classic");
    const ask = async () =>
      (await asked(world, latest, { replicationGroupId: "shop", allowNone: true })).result;
    expect(await ask()).toEqual({});
    group.members.push(node);
    expect(await ask()).toMatchObject({ arn });
  });

  it("finds snapshots of a group that is gone", async () => {
    nodes().addReplicationGroup(...home, { name: "shop" });
    nodes().addCacheCluster(...home, { name: "classic" });
    nodes().addAutomaticSnapshot(...home, "classic");
    const { arn } = nodes().addAutomaticSnapshot(...home, "shop");
    nodes()
      .at(...home)
      .replicationGroups.delete("shop");
    const { result } = await asked(world, latest, { replicationGroupId: "shop" });
    expect(result).toMatchObject({ arn });
  });
});

describe("redshiftserverless:getLatestSnapshot", () => {
  it("ignores snapshots that other accounts share, and recovery points", async () => {
    const one = lookupCases.at(-1) ?? expect.fail();
    const there: Place = [stranger, home[1]];
    one.example.addSources(world.aws);
    one.example.addSources(world.aws, there);
    one.example.addForeign(world.aws, "theirs", there);
    const [shared] = world.aws.redshiftserverless.snapshots(...there);
    shared?.sharedWith.add(home[0]);
    const ask = async () =>
      (await asked(world, one.latest, { namespaceName: "orders", allowNone: true })).result;
    expect(await ask()).toEqual({});
    addManual(one, world.aws, "ours");
    expect(await ask()).toMatchObject({ name: "ours" });
  });
});
