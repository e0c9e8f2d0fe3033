import {
  ListSnapshotsCommand,
  RedshiftServerlessClient,
} from "@aws-sdk/client-redshift-serverless";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Connections } from "../../src/aws/connection.js";
import type { LocalAwsOptions } from "../../src/local-aws/index.js";
import { findOrphans } from "../../src/lookups/orphans.js";
import type { Props } from "../../src/values/json.js";
import { casesByKind } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// Behaviour that only Redshift Serverless snapshots have: a retention, recovery points, and ARNs without names.
const example = casesByKind["redshiftserverless:Snapshot"] ?? missing();
const { kind } = example;
const { retentionPeriod: _, ...unlimited } = example.program;
const program: Props = { ...unlimited, snapshotName: "orders-1" };
const day = 24 * 60 * 60 * 1000;

let world: World;
beforeEach(() => start());
afterEach(() => world.close());

function missing(): never {
  throw new Error("there is no such case");
}

async function start(behaviour: LocalAwsOptions = {}): Promise<void> {
  await world?.close();
  world = await World.start(behaviour);
  example.addSources(world.aws);
}

const operations = () => world.aws.requests.all().map(({ operation }) => operation);
const held = () => world.aws.redshiftserverless.snapshot(...home, "orders-1");

describe("a retention", () => {
  it.each([undefined, -1])("of %s is unlimited, and is not sent", async (retentionPeriod) => {
    const { outs } = await make(world.provider(kind), { ...program, retentionPeriod });
    const [create] = world.aws.requests.changing();
    expect(create?.input).not.toHaveProperty("retentionPeriod");
    expect(outs).toMatchObject({ snapshotRetentionPeriod: -1, snapshotRemainingDays: -1 });
    const provider = world.provider(kind);
    for (const other of [undefined, -1]) {
      const inputs = await checked(provider, { ...program, retentionPeriod: other });
      expect(await provider.diff(String(outs["arn"]), outs, inputs)).toEqual({ changes: false });
    }
  });

  it.each([1, 3653])("of %s days is accepted", async (retentionPeriod) => {
    const { outs } = await make(world.provider(kind), { ...program, retentionPeriod });
    expect(outs).toMatchObject({ retentionPeriod, snapshotRetentionPeriod: retentionPeriod });
  });

  it.each([0, -2, 3654, 2.5, "7", [7]])(
    "of %j is refused in the preview",
    async (retentionPeriod) => {
      const { failures } = await world.provider(kind).check({}, { ...program, retentionPeriod });
      expect(failures).toEqual([
        {
          property: "retentionPeriod",
          reason: "must be a whole number from 1 to 3653 days, or -1 for ever",
        },
      ]);
    },
  );

  it("is changed by one call, and becomes unlimited again if it is left out", async () => {
    const { id, inputs, outs } = await make(world.provider(kind), {
      ...program,
      retentionPeriod: 7,
    });
    const provider = world.provider(kind);
    const news = await checked(provider, program, inputs);
    expect(await provider.diff(id, outs, news)).toEqual({ replaces: [] });
    world.aws.requests.clear();
    const after = await provider.update(id, outs, news);
    expect(operations()).toEqual(["GetSnapshot", "UpdateSnapshot"]);
    expect(held()?.retention).toBe(-1);
    expect(after.outs).toMatchObject({ snapshotRetentionPeriod: -1 });
    expect(after.outs).not.toHaveProperty("retentionPeriod");
  });

  it("that was changed outside Pulumi is shown, and set back by the next update", async () => {
    const { id, inputs, outs } = await make(world.provider(kind), program);
    const place = world.aws.redshiftserverless.at(...home);
    place.retain(held() ?? missing(), 99, undefined);
    const provider = world.provider(kind);
    const { inputs: seen, props = {} } = await provider.read(id, outs);
    expect(seen).toMatchObject({ retentionPeriod: 99 });
    expect(await provider.diff(id, props, inputs)).toEqual({ replaces: [] });
    await provider.update(id, props, inputs);
    expect(held()?.retention).toBe(-1);
  });

  it("of a killed create is the wanted one after the snapshot is adopted", async () => {
    const first = await checked(world.provider(kind), { ...program, retentionPeriod: 7 });
    await world.killedCreate(kind, first);
    const { id, outs } = await make(world.provider(kind), { ...program, retentionPeriod: 30 });
    expect(id).toBe(held()?.arn);
    expect(held()?.retention).toBe(30);
    expect(outs).toMatchObject({ retentionPeriod: 30, snapshotRetentionPeriod: 30 });
  });

  it.each(["gone", "shown as DELETED"] as const)(
    "that has ended removes the snapshot (%s), which is then created again",
    async (expiredSnapshots) => {
      await start({ expiredSnapshots });
      const made = await make(world.provider(kind), { ...program, retentionPeriod: 1 });
      world.aws.clock.advance(2 * day);
      const provider = world.provider(kind);
      expect(await provider.read(made.id, made.outs)).toEqual({});
      await provider.delete(made.id, made.outs);
      world.aws.requests.clear();
      const next = await make(world.provider(kind), { ...program, retentionPeriod: 1 });
      expect(next.id).not.toBe(made.id);
    },
  );
});

describe("a recovery point", () => {
  const id = String(example.beside?.["recoveryPointId"]?.["recoveryPointId"]);
  const { namespaceName: __, ...rest } = program;
  const converted: Props = { ...rest, recoveryPointId: id };

  it("is converted to a snapshot, whose namespace AWS reports without a change", async () => {
    const { id: arn, inputs, outs } = await make(world.provider(kind), converted);
    expect(operations()).toContain("ConvertRecoveryPointToSnapshot");
    expect(outs).toMatchObject({ namespaceName: "orders", recoveryPointId: id });
    const provider = world.provider(kind);
    expect(await provider.diff(arn, outs, inputs)).toEqual({ changes: false });
    const read = await provider.read(arn, outs);
    expect(read.inputs).toEqual({ ...inputs, __provider: undefined });
  });

  it("may be gone after it was converted", async () => {
    const made = await make(world.provider(kind), converted);
    world.aws.clock.advance(2 * day);
    const { inputs } = await world.provider(kind).read(made.id, made.outs);
    expect(inputs).toMatchObject({ recoveryPointId: id });
  });

  it("that is gone is an error that says for how long recovery points are kept", async () => {
    world.aws.clock.advance(2 * day);
    const { message } = await failureOf(make(world.provider(kind), converted));
    expect(message).toContain("keeps recovery points for 24 hours");
  });

  it.each([
    ["beside a namespace", { ...converted, namespaceName: "orders" }],
    ["or a namespace, one of which must be given", rest],
  ])("%s is refused in the preview", async (_what, inputs) => {
    const { failures } = await world.provider(kind).check({}, inputs);
    expect(failures).toEqual([
      {
        property: "namespaceName",
        reason: "exactly one of namespaceName and recoveryPointId must be given",
      },
    ]);
  });
});

it("a snapshot's ARN does not contain its name, so it is described by name, or by ARN if the name is unknown", async () => {
  const { id, outs } = await make(world.provider(kind), program);
  expect(id).not.toContain("orders-1");
  for (const [state, asked] of [
    [outs, { snapshotName: "orders-1" }],
    [{ __lookup: true }, { snapshotArn: id }],
  ]) {
    world.aws.requests.clear();
    expect((await world.provider(kind).read(id, { ...state })).id).toBe(id);
    expect(world.aws.requests.all()[0]?.input).toEqual(asked);
  }
});

it("a snapshot that was deleted and created again is not the one in the state", async () => {
  const { id, outs } = await make(world.provider(kind), program);
  world.aws.redshiftserverless.vanish(...home, "orders-1");
  example.addForeign(world.aws, "orders-1");
  expect(await world.provider(kind).read(id, outs)).toEqual({});
  await world.provider(kind).delete(id, outs);
  expect(held()).toBeDefined();
});

describe("a snapshot that another account shares", () => {
  const other = "222233334444";

  /** Leaves a snapshot of the other account, as a killed run of the same program there does. */
  async function share(): Promise<string> {
    example.addSources(world.aws, [other, home[1]]);
    world.become(other);
    const inputs = await checked(world.provider(kind), unlimited);
    await world.killedCreate(kind, inputs);
    const [theirs] = world.aws.redshiftserverless.snapshots(other, home[1]);
    theirs?.sharedWith.add(home[0]);
    world.become(home[0]);
    world.aws.clock.advance(3_600_000);
    world.aws.requests.clear();
    return theirs?.arn ?? missing();
  }

  it("is not adopted as left by a killed run of this account, and its tags are not read", async () => {
    const theirs = await share();
    const { id } = await make(world.provider(kind), unlimited);
    expect(id).not.toBe(theirs);
    expect(id).toContain(`:${home[0]}:`);
    const asked = world.aws.requests.all().filter(({ input }) => input["resourceArn"] === theirs);
    expect(asked).toEqual([]);
    expect(world.aws.redshiftserverless.snapshots(other, home[1])).toHaveLength(1);
  });

  it("does not cause an account lookup if no name fits", async () => {
    example.addSources(world.aws, [other, home[1]]);
    example.addForeign(world.aws, "monthly", [other, home[1]]);
    world.aws.redshiftserverless.snapshot(other, home[1], "monthly")?.sharedWith.add(home[0]);
    await make(world.provider(kind), program);
    expect(operations()).not.toContain("GetCallerIdentity");
  });

  it("is listed with its owner", async () => {
    const theirs = await share();
    const client = new RedshiftServerlessClient({ endpoint: world.aws.url, region: home[1] });
    const listed = async (ownerAccount?: string) => {
      const { snapshots = [] } = await client.send(new ListSnapshotsCommand({ ownerAccount }));
      return snapshots.map(({ snapshotArn, ownerAccount: owner }) => [snapshotArn, owner]);
    };
    expect(await listed()).toEqual([[theirs, other]]);
    expect(await listed(other)).toEqual([[theirs, other]]);
    expect(await listed(home[0])).toEqual([]);
    client.destroy();
  });

  it("is not reported as an orphan of this account", async () => {
    await share();
    const { orphans, failures } = await findOrphans([kind], {
      connections: new Connections(undefined),
      region: home[1],
      profile: undefined,
      clock: { now: () => 0, sleep: async () => expect.fail("there is nothing to wait for") },
      tell: () => {},
    });
    expect(orphans).toEqual([]);
    expect(failures).toEqual([]);
  });
});
