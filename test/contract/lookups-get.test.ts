import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { kinds } from "../../src/kinds/index.js";
import { lookupOutputs } from "../../src/schema/lookups.js";
import { caseOf, expectedOutputs, faultOn, throttled } from "./cases.js";
import {
  addManual,
  asked,
  everyLookup,
  lookupCases,
  notLookedUp,
  otherLookups,
  refused,
} from "./lookup-cases.js";
import { failureOf, home, make, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const outputs: Readonly<Record<string, readonly string[]>> = lookupOutputs;
const stranger = "444455556666";
const elsewhere = "us-east-1";

it("the tests of lookups cover every lookup, and every kind is looked up or is known not to be", () => {
  const tested = lookupCases.flatMap(({ get, latest }) => [get, latest]);
  expect([...tested, ...otherLookups].sort()).toEqual([...everyLookup].sort());
  const covered = lookupCases.flatMap(({ example, copies }) => [
    example.kind.name,
    ...(copies === undefined ? [] : [copies]),
  ]);
  const all = [...covered, "redshiftserverless:SnapshotCopyConfiguration", ...notLookedUp];
  expect(all.sort()).toEqual([...kinds.keys()].sort());
});

describe.each(lookupCases)("$get", (one) => {
  const { example, get, addAutomatic, copies } = one;
  const { kind } = example;
  beforeEach(() => example.addSources(world.aws));

  const countOf = (operation: string | undefined) =>
    world.aws.requests.all().filter((request) => request.operation === operation).length;

  it("returns by the name what AWS reports, and only outputs that are declared", async () => {
    const { arn, tags } = addManual(one, world.aws, "weekly");
    tags.set("team", "orders").set(creatingTag, "a hash").set("aws:created-by", "AWS");
    world.aws.requests.clear();
    const { result } = await asked(world, get, { name: "weekly" });
    expect(countOf(example.calls.find.operation)).toBe(1);
    expect(countOf(example.calls.tags.operation)).toBe(1);
    expect(world.aws.requests.all()).toHaveLength(2);
    expect(result).toMatchObject({
      arn,
      name: "weekly",
      region: home[1],
      tags: { team: "orders" },
      status: example.words.available,
    });
    const time = Date.parse(String(result["createdAt"]));
    expect(Math.abs(time - world.aws.clock.now())).toBeLessThan(1000);
    expect(Object.keys(result).filter((key) => !outputs[kind.name]?.includes(key))).toEqual([]);
    const known = expectedOutputs(example, await example.describe(world.aws, "weekly"));
    const declared = Object.entries(known).filter(
      ([key, value]) => outputs[kind.name]?.includes(key) && value !== undefined,
    );
    expect(declared.length).toBeGreaterThan(3);
    expect(result).toMatchObject(Object.fromEntries(declared));
  });

  it("returns the same by the ARN, in the region of the ARN whatever the region of the stack", async () => {
    const { arn } = addManual(one, world.aws, "weekly");
    const byName = await asked(world, get, { name: "weekly" });
    world.aws.requests.clear();
    const byArn = await asked(world, get, { arn }, { "aws:region": elsewhere });
    expect(byArn).toEqual(byName);
    expect(new Set(world.aws.requests.all().map(({ region }) => region))).toEqual(
      new Set([home[1]]),
    );
  });

  it("returns a snapshot that is not finished, with its status and without tags that AWS hides", async () => {
    await world.close();
    world = await World.start({ tagsOfUnfinished: "not found" });
    example.addSources(world.aws);
    const { arn, lifetime } = addManual(one, world.aws, "weekly");
    lifetime.occupy(example.words.creating, 1e6);
    const { result } = await asked(world, get, { arn });
    expect(result).toMatchObject({ arn, status: example.words.creating });
  });

  it("returns automatic snapshots and copies, by name and by ARN", async () => {
    const others: { name: string; arn: string }[] = [];
    if (addAutomatic !== undefined) {
      others.push(addAutomatic(world.aws));
    }
    if (copies !== undefined) {
      const copy = caseOf(copies);
      copy.addSources(world.aws);
      const made = await make(world.provider(copy.kind), copy.program);
      others.push({ arn: made.id, name: String(made.outs[copy.kind.naming.input]) });
    }
    for (const { name, arn } of others) {
      expect((await asked(world, get, { name })).result).toMatchObject({ arn, name });
      expect((await asked(world, get, { arn })).result).toMatchObject({ arn, name });
    }
    expect(others).toHaveLength(kind.name === "redshiftserverless:Snapshot" ? 0 : 2);
  });

  it("fails for a name or an ARN that AWS does not know, after a second look", async () => {
    const byName = await failureOf(asked(world, get, { name: "nowhere" }));
    expect(byName.message).toBe(
      `looking up ${kind.label} "nowhere" in ${home[1]}: account ${home[0]} has none with this name in ${home[1]}. Check the name, the region and the credentials.`,
    );
    const [arn, name] = example.nowhere;
    const byArn = await failureOf(asked(world, get, { arn }));
    expect(byArn.message).toBe(
      `looking up ${kind.label} "${name}" in ${home[1]}: AWS has nothing with the ARN ${arn}.`,
    );
  });

  it("finds a snapshot that AWS forgets for one call", async () => {
    const { arn } = addManual(one, world.aws, "weekly");
    const error = { code: example.codes.gone, message: "It is not there" };
    const fault = faultOn(world.aws, example, "find", { error });
    expect((await asked(world, get, { name: "weekly" })).result).toMatchObject({ arn });
    expect(fault.hits).toBe(1);
  });

  it("fails for an ARN of another account, also if the name exists in both accounts", async () => {
    const there: [string, string] = [stranger, home[1]];
    example.addSources(world.aws, there);
    example.addForeign(world.aws, "weekly", there);
    const [theirs] = example
      .service(world.aws)
      .all(...there)
      .filter(({ name }) => name === "weekly");
    const arn = theirs?.arn ?? expect.fail();
    const sentence = `the credentials belong to account ${home[0]}, but the ARN is in account ${stranger}. Use credentials of account ${stranger}.`;
    expect((await failureOf(asked(world, get, { arn }))).message).toContain(sentence);
    addManual(one, world.aws, "weekly");
    expect((await failureOf(asked(world, get, { arn }))).message).toContain(sentence);
    world.become(stranger);
    expect((await asked(world, get, { arn })).result).toMatchObject({ arn });
  });

  it("waits while AWS is overloaded, and tells so", async () => {
    const { arn } = addManual(one, world.aws, "weekly");
    faultOn(world.aws, example, "find", throttled);
    const { result, told } = await asked(world, get, { name: "weekly" });
    expect(result).toMatchObject({ arn });
    expect(told).toEqual([expect.stringContaining("Rate exceeded")]);
  });

  it("refuses wrong arguments before anything is asked", async () => {
    const [arn] = example.nowhere;
    const choose = { arn: "exactly one of arn and name must be given" };
    expect(await refused(world, get, {})).toEqual(choose);
    expect(await refused(world, get, { arn, name: "weekly" })).toEqual(choose);
    expect(await refused(world, get, { name: arn })).toEqual({ name: "is an ARN. Pass it as arn" });
    expect(await refused(world, get, { name: " " })).toEqual({ name: "must not be empty" });
    expect(await refused(world, get, { name: 7 })).toEqual({
      name: "must be a string, not a number",
    });
    expect(await refused(world, get, { arn: "weekly" })).toEqual({
      arn: '"weekly" is not an ARN. If it is a name, pass it as name',
    });
    const bucket = "arn:aws:s3:eu-west-1:111122223333:snapshot/weekly";
    expect(await refused(world, get, { arn: bucket })).toEqual({
      arn: `"${bucket}" is not the ARN of a ${kind.label}`,
    });
    expect(await refused(world, get, { arn, region: elsewhere })).toEqual({
      arn: `is in ${home[1]}, but region is ${elsewhere}. Omit region, or pass the name instead of the ARN`,
    });
    expect(await refused(world, get, { name: "weekly", regoin: elsewhere })).toEqual({
      regoin: `is not an argument of ${get.replace(":", ".")}; did you mean region?`,
    });
    expect(await refused(world, get, { name: "weekly", region: "Ireland" })).toEqual({
      region: '"Ireland" is not a region. A region looks like eu-west-1',
    });
    expect(await refused(world, get, { name: "weekly", assumeRoleArn: "backup" })).toEqual({
      assumeRoleArn: "must be the ARN of a role",
    });
  });
});

describe.each(["neptune", "docdb"] as const)("%s:getClusterSnapshot", (service) => {
  it("never answers a snapshot of another engine, and says which engine it has", async () => {
    for (const [Engine, name] of [
      ["aurora-mysql", "of-aurora"],
      [service === "neptune" ? "docdb" : "neptune", "of-sibling"],
    ] as const) {
      world.aws.rds.addCluster(...home, { DBClusterIdentifier: name, Engine });
      const { arn } = world.aws.rds.addSnapshot(...home, name, name);
      const automatic = world.aws.rds.addAutomaticSnapshot(...home, name);
      for (const args of [{ name }, { arn }, { arn: automatic.arn }, { name: automatic.name }]) {
        const { message } = await failureOf(asked(world, `${service}:getClusterSnapshot`, args));
        expect(message).toContain(`has the engine "${Engine}"; expected`);
      }
    }
  });
});

describe("redshiftserverless:getSnapshot", () => {
  const get = "redshiftserverless:getSnapshot";

  it("finds a snapshot by its ARN if AWS describes snapshots only by name", async () => {
    await world.close();
    world = await World.start({ describedByArn: false });
    const { example } = lookupCases.at(-1) ?? expect.fail();
    example.addSources(world.aws);
    const { arn } = addManual(lookupCases.at(-1) ?? expect.fail(), world.aws, "weekly");
    expect((await asked(world, get, { arn })).result).toMatchObject({ arn, name: "weekly" });
  });
});

describe("redshiftserverless:getSnapshotCopyConfiguration", () => {
  const [get] = otherLookups;
  const kind = kinds.get("redshiftserverless:SnapshotCopyConfiguration") ?? expect.fail();
  const program = { namespaceName: "orders", destinationRegion: "eu-west-2" };

  it("returns by the namespace and by the ARN what AWS reports", async () => {
    world.aws.redshiftserverless.addNamespace(...home, "orders");
    const { id: arn } = await make(world.provider(kind), program);
    const { result } = await asked(world, get, { namespaceName: "orders" });
    expect(result).toEqual({
      ...program,
      arn,
      region: home[1],
      snapshotCopyConfigurationArn: arn,
      snapshotCopyConfigurationId: expect.any(String),
      snapshotRetentionPeriod: -1,
    });
    expect((await asked(world, get, { arn })).result).toEqual(result);
  });

  it("fails if the namespace has none", async () => {
    const { message } = await failureOf(asked(world, get, { namespaceName: "orders" }));
    expect(message).toBe(
      `looking up Redshift Serverless snapshot copy configuration "orders" in ${home[1]}: account ${home[0]} has none with this name in ${home[1]}. Check the name, the region and the credentials.`,
    );
  });

  it("refuses wrong arguments before anything is asked", async () => {
    expect(await refused(world, get, {})).toEqual({
      arn: "exactly one of arn and namespaceName must be given",
    });
    expect(await refused(world, get, { arn: "orders" })).toEqual({
      arn: '"orders" is not an ARN. If it is a name, pass it as namespaceName',
    });
    expect(await refused(world, get, { namespaceName: "Orders!" })).toEqual({
      namespaceName: expect.stringContaining("must be the name of a namespace"),
    });
  });
});
