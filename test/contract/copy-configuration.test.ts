import {
  ListSnapshotCopyConfigurationsCommand,
  RedshiftServerlessClient,
  SnapshotCopyConfiguration$,
} from "@aws-sdk/client-redshift-serverless";
import { NormalizedSchema } from "@smithy/core/schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import type { Fault } from "../../src/local-aws/index.js";
import type { Props } from "../../src/values/json.js";
import { missingMembers, throttled } from "./cases.js";
import { door } from "./doors.js";
import { checked, failureOf, home, make, World } from "./world.js";

// A copy configuration is not a snapshot: AWS creates it at once, it has neither name nor tags, and a namespace has at
// most one.
const kind: Kind = kinds.get("redshiftserverless:SnapshotCopyConfiguration") ?? missing();
const label = 'Redshift Serverless snapshot copy configuration "orders" in eu-west-1';
const key = "1234abcd-12ab-34cd-56ef-1234567890ab";
const keyArn = `arn:aws:kms:eu-west-2:${home[0]}:key/${key}`;
const program = {
  __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/redshiftserverless:Any::orders",
  __deleteBeforeReplace: true,
  namespaceName: "orders",
  destinationRegion: "eu-west-2",
  destinationKmsKeyId: key,
  snapshotRetentionPeriod: 7,
};

let world: World;
beforeEach(async () => {
  world = await World.start();
  for (const name of ["orders", "customers"]) {
    world.aws.redshiftserverless.addNamespace(...home, name);
  }
});
afterEach(() => world.close());

function missing(): never {
  throw new Error("there is no such kind");
}

const operations = () => world.aws.requests.all().map(({ operation }) => operation);
const held = () => [...world.aws.redshiftserverless.at(...home).configurations.values()];
const fault = (operation: string, { ...what }: Fault) =>
  world.aws.faults.add({ operation, ...what });
const denied = { error: { code: "AccessDeniedException", message: "You may not do this" } };
/** Returns the error for a caller who may not call an operation. */
const refused = (doing: string, operation: string) =>
  new RegExp(
    `^${doing} ${label}: AccessDeniedException: You may not do this\\. Allow the caller redshift-serverless:${operation}, [^()]+\\. \\(request [0-9a-f-]{36}\\)`,
  );
const list = "ListSnapshotCopyConfigurations";

it("a copy configuration is created with one listing and one create call, and has every member of AWS's answer", async () => {
  const { id, inputs, outs } = await make(world.provider(kind), program);
  expect(operations()).toEqual([
    "ListSnapshotCopyConfigurations",
    "CreateSnapshotCopyConfiguration",
  ]);
  expect(world.aws.requests.all()[1]?.input).toEqual({
    namespaceName: "orders",
    destinationRegion: "eu-west-2",
    destinationKmsKeyId: key,
    snapshotRetentionPeriod: 7,
  });
  const client = new RedshiftServerlessClient({ endpoint: world.aws.url, region: home[1] });
  const { snapshotCopyConfigurations = [] } = await client.send(
    new ListSnapshotCopyConfigurationsCommand({}),
  );
  client.destroy();
  const [answer] = snapshotCopyConfigurations;
  expect(missingMembers(NormalizedSchema.of(SnapshotCopyConfiguration$), answer)).toEqual([]);
  const { snapshotCopyConfigurationArn, ...members } = { ...answer };
  expect(id).toBe(snapshotCopyConfigurationArn);
  expect(outs).toMatchObject({ ...inputs, ...members, arn: id, destinationKmsKeyId: keyArn });
  expect(outs).not.toHaveProperty("tagsAll");
});

it("a copy configuration is read without a difference", async () => {
  const made = await make(world.provider(kind), program);
  const { inputs, props } = await world.provider(kind).read(made.id, made.outs);
  expect(inputs).toEqual(made.inputs);
  expect(props).toEqual(made.outs);
  const provider = world.provider(kind);
  expect(await provider.diff(made.id, made.outs, made.inputs)).toEqual({ changes: false });
  const spelled = await checked(provider, { ...program, destinationKmsKeyId: keyArn }, made.inputs);
  expect(await provider.diff(made.id, made.outs, spelled)).toEqual({ changes: false });
});

it.each([
  ["namespaceName", "customers"],
  ["destinationRegion", "us-east-1"],
  ["destinationKmsKeyId", "99999999-12ab-34cd-56ef-1234567890ab"],
  ["region", "eu-west-3"],
])(
  "a copy configuration is replaced when %s changes, and the old one is deleted first",
  async (input, value) => {
    for (const name of ["orders", "customers"]) {
      world.aws.redshiftserverless.addNamespace(home[0], "eu-west-3", name);
    }
    const old = await make(world.provider(kind), program);
    const provider = world.provider(kind);
    const news = await checked(provider, { ...program, [input]: value }, old.inputs);
    expect(await provider.diff(old.id, old.outs, news)).toEqual({ replaces: [input] });
    await provider.delete(old.id, old.outs);
    const next = await provider.create(news);
    expect(next.id).not.toBe(old.id);
    expect(next.outs).toMatchObject({
      region: news["region"],
      namespaceName: news["namespaceName"],
    });
    expect(world.aws.requests.changing().at(-1)).toMatchObject({
      region: news["region"],
      input: { namespaceName: news["namespaceName"], destinationRegion: news["destinationRegion"] },
    });
  },
);

describe("the retention of a copy configuration", () => {
  it.each([
    [7, 30, 30],
    [7, undefined, -1],
    [undefined, 30, 30],
    [-1, 30, 30],
  ])("changes in place from %s to %s", async (before, after, kept) => {
    const old = await make(world.provider(kind), { ...program, snapshotRetentionPeriod: before });
    const provider = world.provider(kind);
    const changed = { ...program, snapshotRetentionPeriod: after };
    const news = await checked(provider, changed, old.inputs);
    expect(await provider.diff(old.id, old.outs, news)).toEqual({ replaces: [] });
    world.aws.requests.clear();
    const { outs } = await provider.update(old.id, old.outs, news);
    expect(operations()).toEqual([
      "ListSnapshotCopyConfigurations",
      "UpdateSnapshotCopyConfiguration",
    ]);
    expect(held()[0]?.snapshotRetentionPeriod).toBe(kept);
    expect(await provider.diff(old.id, { ...outs }, news)).toEqual({ changes: false });
    const read = await provider.read(old.id, { ...outs });
    expect(read.inputs?.["snapshotRetentionPeriod"]).toBe(after);
  });

  it("is unlimited if it is -1 or absent, which are the same", async () => {
    const { snapshotRetentionPeriod: _, ...without } = program;
    const made = await make(world.provider(kind), without);
    const provider = world.provider(kind);
    const news = await checked(provider, { ...without, snapshotRetentionPeriod: -1 }, made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ changes: false });
  });

  it("that was changed outside Pulumi is shown, and set back by the next update", async () => {
    const made = await make(world.provider(kind), program);
    const configurations = world.aws.redshiftserverless.at(...home).configurations;
    const [one] = held();
    configurations.set("orders", { ...(one ?? missing()), snapshotRetentionPeriod: 99 });
    const provider = world.provider(kind);
    const { inputs, props = {} } = await provider.read(made.id, made.outs);
    expect(inputs).toMatchObject({ snapshotRetentionPeriod: 99 });
    expect(await provider.diff(made.id, props, made.inputs)).toEqual({ replaces: [] });
    await provider.update(made.id, props, made.inputs);
    expect(held()[0]?.snapshotRetentionPeriod).toBe(7);
  });

  it("that cannot be changed is kept in the state as it was", async () => {
    const made = await make(world.provider(kind), program);
    fault("UpdateSnapshotCopyConfiguration", denied);
    const provider = world.provider(kind);
    const news = await checked(provider, { ...program, snapshotRetentionPeriod: 30 }, made.inputs);
    const failure = await failureOf(provider.update(made.id, made.outs, news));
    expect(failure.id).toBe(made.id);
    expect(failure.message).toMatch(
      refused("setting snapshotRetentionPeriod of", "UpdateSnapshotCopyConfiguration"),
    );
    expect(failure.properties).toMatchObject({ snapshotRetentionPeriod: 7 });
    expect(held()[0]?.snapshotRetentionPeriod).toBe(7);
    expect(await provider.diff(made.id, failure.properties, news)).toEqual(door().afterFailure);
    const { outs } = await provider.update(made.id, failure.properties, news);
    expect(held()[0]?.snapshotRetentionPeriod).toBe(30);
    expect(await provider.diff(made.id, { ...outs }, news)).toEqual({ changes: false });
  });

  it.each([0, 3654, 1.5, "7"])("of %j is refused in the preview", async (days) => {
    const { failures } = await world
      .provider(kind)
      .check({}, { ...program, snapshotRetentionPeriod: days });
    expect(failures).toEqual([
      {
        property: "snapshotRetentionPeriod",
        reason: "must be a whole number from 1 to 3653 days, or -1 for ever",
      },
    ]);
  });
});

describe("the key of a copy configuration", () => {
  const { destinationKmsKeyId: _key, snapshotRetentionPeriod: _days, ...without } = program;
  // The value that AWS reports if no key was given.
  const none = "AWS_OWNED_KMS_KEY";

  it("is absent if AWS uses its own, whatever AWS calls its own", async () => {
    const made = await make(world.provider(kind), without);
    expect(held()[0]).toMatchObject({ destinationKmsKeyId: none, snapshotRetentionPeriod: -1 });
    expect(made.outs).not.toHaveProperty("destinationKmsKeyId");
    const provider = world.provider(kind);
    const { inputs, props } = await provider.read(made.id, made.outs);
    expect(inputs).toEqual(made.inputs);
    expect(props).toEqual(made.outs);
    expect(await provider.diff(made.id, { ...props }, made.inputs)).toEqual({ changes: false });
  });

  it("is absent after a lookup, and leaving it out is then not a change", async () => {
    const { id } = await make(world.provider(kind), without);
    const { inputs, props = {} } = await world.provider(kind).read(id, { __lookup: true });
    expect(inputs).not.toHaveProperty("destinationKmsKeyId");
    expect(props).not.toHaveProperty("destinationKmsKeyId");
    const provider = world.provider(kind);
    const news = await checked(provider, without, { ...inputs });
    expect(await provider.diff(id, { ...props, ...hidden(news) }, news)).toEqual({
      changes: false,
    });
  });

  it("is absent if the program gives AWS's word for its own key", async () => {
    const made = await make(world.provider(kind), without);
    const provider = world.provider(kind);
    const program = { ...without, destinationKmsKeyId: none };
    const news = await checked(provider, program, made.inputs);
    expect(news).toEqual(made.inputs);
    expect(await provider.diff(made.id, made.outs, news)).toEqual({ changes: false });
    expect(world.aws.requests.changing()[0]?.input).not.toHaveProperty("destinationKmsKeyId");
  });

  it("is absent if an earlier version stored AWS's word for its own key", async () => {
    const made = await make(world.provider(kind), without);
    const provider = world.provider(kind);
    for (const __given of [undefined, { destinationKmsKeyId: null }]) {
      const outs = { ...made.outs, destinationKmsKeyId: none, ...(__given && { __given }) };
      expect(await provider.diff(made.id, outs, made.inputs)).toEqual({ changes: false });
      const { inputs, props } = await provider.read(made.id, outs);
      expect(inputs).toEqual(made.inputs);
      expect(props).toEqual(made.outs);
    }
  });

  it.each(["alias/copies", `arn:aws:kms:eu-west-2:${home[0]}:alias/copies`])(
    "that is given as the alias %s is not a change after a refresh",
    async (alias) => {
      const aliased = { ...program, destinationKmsKeyId: alias };
      const made = await make(world.provider(kind), aliased);
      const provider = world.provider(kind);
      const { inputs, props = {} } = await provider.read(made.id, made.outs);
      expect(inputs).toEqual(made.inputs);
      expect(props).toEqual(made.outs);
      const news = await checked(provider, aliased, { ...inputs });
      expect(await provider.diff(made.id, props, news)).toEqual({ changes: false });
    },
  );

  it("that is absent is recognized again after a killed run", async () => {
    const left = await make(world.provider(kind), without);
    const taken = await make(world.provider(kind), without);
    expect(taken.id).toBe(left.id);
    // A configuration with a key is a different configuration.
    expect((await failureOf(make(world.provider(kind), program))).id).toBeUndefined();
  });
});

/** The hidden inputs in a state, beside AWS's answer. */
function hidden({ __urn, __deleteBeforeReplace }: Props): Props {
  return { __urn, __deleteBeforeReplace };
}

describe("an existing copy configuration", () => {
  it("is adopted if it is equal, for example after a killed run", async () => {
    const left = await make(world.provider(kind), program);
    const taken = await make(world.provider(kind), program);
    expect(taken.id).toBe(left.id);
    expect(held()).toHaveLength(1);
  });

  it("is not adopted if it belongs to another resource of the stack, even if it is equal", async () => {
    const other = { ...program, __urn: `${program["__urn"]}-too` };
    const first = await make(world.provider(kind), program);
    const provider = world.provider(kind);
    await checked(provider, program, first.inputs);
    await provider.diff(first.id, first.outs, first.inputs);
    const { inputs, failures = [] } = await provider.check({}, other);
    expect(failures.map(({ property }) => property)).toEqual(["namespaceName"]);
    const { message, id } = await failureOf(provider.create(inputs));
    expect(id).toBeUndefined();
    expect(message).toContain(
      'It belongs to Redshift Serverless snapshot copy configuration "orders" of this stack.',
    );
    expect(message).not.toContain("import");
    expect(held()).toHaveLength(1);
  });

  it("is left alone if it differs, and the error says what to do", async () => {
    await make(world.provider(kind), { ...program, destinationRegion: "us-east-1" });
    const { message, id } = await failureOf(make(world.provider(kind), program));
    expect(id).toBeUndefined();
    expect(message).toContain(`creating ${label}: ConflictException: `);
    expect(message).toContain("A namespace can have only one copy configuration");
    expect(held()[0]?.destinationRegion).toBe("us-east-1");
  });
});

describe("a copy configuration that cannot be created", () => {
  it.each([
    ["ResourceNotFoundException", "Check namespaceName"],
    ["ServiceQuotaExceededException", "no longer needed"],
    ["AccessDeniedException", "redshift-serverless:CreateSnapshotCopyConfiguration"],
    ["ValidationException", ""],
  ])("because AWS reports %s fails at once", async (code, advice) => {
    fault("CreateSnapshotCopyConfiguration", { error: { code, message: "No" } });
    const { message, id } = await failureOf(make(world.provider(kind), program));
    expect(id).toBeUndefined();
    expect(message).toContain(`creating ${label}: ${code}: No. `);
    expect(message).toContain(advice);
    expect(held()).toEqual([]);
  });

  it.each([list, "CreateSnapshotCopyConfiguration"])(
    "because the caller may not call %s is not in the state",
    async (operation) => {
      fault(operation, denied);
      const { message, id } = await failureOf(make(world.provider(kind), program));
      expect(id).toBeUndefined();
      expect(message).toMatch(refused("creating", operation));
      expect(held()).toEqual([]);
    },
  );

  it("at first is created after AWS was overloaded and its namespace busy", async () => {
    fault("CreateSnapshotCopyConfiguration", throttled);
    const namespaces = world.aws.redshiftserverless.at(...home).namespaces;
    namespaces.get("orders")?.lifetime.occupy("MODIFYING", 60);
    const { id } = await make(world.provider(kind), program);
    expect(id).toBe(held()[0]?.snapshotCopyConfigurationArn);
  });
});

describe("a copy configuration in the state", () => {
  it("is not forgotten if the caller may not describe it", async () => {
    const { id, inputs, outs } = await make(world.provider(kind), program);
    fault(list, { ...denied, times: 3 });
    const provider = world.provider(kind);
    const news = await checked(provider, { ...program, snapshotRetentionPeriod: 30 }, inputs);
    const read = await failureOf(provider.read(id, outs));
    expect(read.message).toMatch(refused("reading", list));
    const updated = await failureOf(provider.update(id, outs, news));
    expect(updated.message).toMatch(refused("updating", list));
    expect(updated).toMatchObject({ id, properties: outs });
    const deleted = await failureOf(provider.delete(id, outs));
    expect(deleted.message).toMatch(refused("deleting", list));
    expect(held()).toMatchObject([{ snapshotRetentionPeriod: 7 }]);
  });

  it("stays if the caller may not delete it", async () => {
    const { id, outs } = await make(world.provider(kind), program);
    fault("DeleteSnapshotCopyConfiguration", denied);
    const { message } = await failureOf(world.provider(kind).delete(id, outs));
    expect(message).toMatch(refused("deleting", "DeleteSnapshotCopyConfiguration"));
    expect(held()).toHaveLength(1);
  });
});

// AWS's errors for overload, and for an unnamed operation in progress.
describe.each([
  ["overloaded", "APICallRateForCustomerExceededFault"],
  ["in the middle of something", "ConflictException"],
])("a copy configuration, while AWS is %s,", (_what, code) => {
  const error = { code, message: "Try later", status: 400 };
  const busy = { error, times: 3 };

  it.each([list, "CreateSnapshotCopyConfiguration"])(
    "is created once %s succeeds",
    async (operation) => {
      const handle = fault(operation, busy);
      const { id } = await make(world.provider(kind), program);
      expect(id).toBe(held()[0]?.snapshotCopyConfigurationArn);
      expect(handle.hits).toBe(3);
    },
  );

  it("is read once the listing succeeds", async () => {
    const made = await make(world.provider(kind), program);
    const handle = fault(list, busy);
    const { inputs, props } = await world.provider(kind).read(made.id, made.outs);
    expect({ inputs, props }).toEqual({ inputs: made.inputs, props: made.outs });
    expect(handle.hits).toBe(3);
  });

  it.each([list, "UpdateSnapshotCopyConfiguration"])(
    "is changed once %s succeeds",
    async (operation) => {
      const made = await make(world.provider(kind), program);
      const provider = world.provider(kind);
      const changed = { ...program, snapshotRetentionPeriod: 30 };
      const news = await checked(provider, changed, made.inputs);
      const handle = fault(operation, busy);
      const { outs } = await provider.update(made.id, made.outs, news);
      expect(held()[0]?.snapshotRetentionPeriod).toBe(30);
      expect(await provider.diff(made.id, { ...outs }, news)).toEqual({ changes: false });
      expect(handle.hits).toBe(3);
    },
  );

  it.each([
    ["the first look", { operation: list }],
    ["the delete call", { operation: "DeleteSnapshotCopyConfiguration" }],
    ["the look for whether it is gone", { operation: list, after: 1 }],
  ])("is deleted once %s succeeds", async (_call, call) => {
    const { id, outs } = await make(world.provider(kind), program);
    const handle = world.aws.faults.add({ ...call, ...busy });
    await world.provider(kind).delete(id, outs);
    expect(held()).toEqual([]);
    expect(handle.hits).toBe(3);
  });

  it("fails after ten minutes, and is not forgotten", async () => {
    const { id, outs } = await make(world.provider(kind), program);
    fault(list, { error, times: Number.POSITIVE_INFINITY });
    const call = world.provider(kind).read(id, outs);
    const seconds = await world.secondsOf(call);
    expect(seconds).toBeGreaterThanOrEqual(600);
    expect(seconds).toBeLessThanOrEqual(630);
    const { message } = await failureOf(call);
    expect(message).toContain(`reading ${label}: AWS refused the request for 10m`);
    expect(message).toContain(`${code}: Try later. Try again later.`);
  });
});

it("a copy configuration is deleted, and is gone", async () => {
  const { id, outs } = await make(world.provider(kind), program);
  await world.provider(kind).delete(id, outs);
  expect(held()).toEqual([]);
});

it("a copy configuration that was deleted outside Pulumi is read as gone, and deleted without an error", async () => {
  const { id, outs } = await make(world.provider(kind), program);
  world.aws.redshiftserverless.at(...home).configurations.clear();
  expect(await world.provider(kind).read(id, outs)).toEqual({});
  await world.provider(kind).delete(id, outs);
});

it("a copy configuration that was deleted and created again is not the one in the state", async () => {
  const { id, outs } = await make(world.provider(kind), program);
  world.aws.redshiftserverless.at(...home).configurations.clear();
  await make(world.provider(kind), { ...program, destinationRegion: "us-east-1" });
  await world.provider(kind).delete(id, outs);
  expect(held()).toHaveLength(1);
});

it("a copy configuration is looked up by its ARN, which does not contain its name", async () => {
  const { id } = await make(world.provider(kind), program);
  const { inputs } = await world.provider(kind).read(id, { __lookup: true });
  expect(inputs).toEqual({
    namespaceName: "orders",
    destinationRegion: "eu-west-2",
    destinationKmsKeyId: keyArn,
    snapshotRetentionPeriod: 7,
    region: home[1],
  });
});

it.each([
  ["namespaceName", undefined, "must be given"],
  ["namespaceName", `arn:aws:redshift-serverless:eu-west-1:${home[0]}:namespace/x`, "name of a"],
  ["destinationRegion", "eu-west-1", "is the region of the namespace"],
  ["destinationRegion", "europe", "is not a region"],
  ["destinationKmsKeyId", `arn:aws:kms:eu-west-1:${home[0]}:key/${key}`, "must be in eu-west-2"],
  ["tags", { team: "orders" }, "snapshot copy configurations have no tags in AWS"],
])(
  "a copy configuration with %s = %j is refused in the preview",
  async (property, value, reason) => {
    const { failures } = await world.provider(kind).check({}, { ...program, [property]: value });
    expect(failures).toEqual([{ property, reason: expect.stringContaining(reason) }]);
  },
);

it("a copy configuration has new snapshots of its namespace copied", async () => {
  await make(world.provider(kind), program);
  const snapshot = kinds.get("redshiftserverless:Snapshot") ?? missing();
  await make(world.provider(snapshot), {
    __urn: program.__urn,
    namespaceName: "orders",
    snapshotName: "orders-1",
  });
  const [copy] = world.aws.redshiftserverless.snapshots(home[0], "eu-west-2");
  expect(copy?.name).toBe("orders-1");
});
