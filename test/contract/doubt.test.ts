import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { markConfigKey } from "../../src/aws/own-settings.js";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import { unknownText } from "../../src/values/engine-values.js";
import { caseOf, cases, faultOn, held } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// After a failure, values that nobody can be sure of are compared with AWS before they are used.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const denied = { error: { code: "AccessDeniedException", message: "You may not do this" } };
const lost = { dropConnection: "after", times: Number.POSITIVE_INFINITY } as const;

function copyConfiguration(): Kind {
  const found = kinds.get("redshiftserverless:SnapshotCopyConfiguration");
  if (found === undefined) {
    throw new Error("there is no such kind");
  }
  return found;
}

describe.each(cases)("a $kind.label", (example) => {
  const { kind, program, words } = example;
  beforeEach(() => example.addSources(world.aws));

  it("has the tags that the next update wants after the answer to a tag call was lost", async () => {
    const provider = world.provider(kind);
    const made = await make(provider, { ...program, tags: { team: "a" } });
    const fault = faultOn(world.aws, example, "tag", lost);
    const news = await checked(
      provider,
      { ...program, tags: { team: "b", more: "x" } },
      made.inputs,
    );
    const failure = await failureOf(provider.update(made.id, made.outs, news));
    expect(failure.id).toBe(made.id);
    fault.remove();
    expect(await provider.diff(made.id, failure.properties, made.inputs)).not.toEqual({
      changes: false,
    });
    const { outs } = await provider.update(made.id, failure.properties, made.inputs);
    expect(Object.fromEntries(held(example, world.aws, home)[0]?.tags ?? [])).toEqual({
      team: "a",
    });
    expect(await provider.diff(made.id, { ...outs }, made.inputs)).toEqual({ changes: false });
  });

  it("is created after a long wait for its source, although a connection is lost then", async () => {
    const busy = { code: example.codes.busy, message: "It is being backed up" };
    faultOn(world.aws, example, "create", { error: busy, times: 15 });
    faultOn(world.aws, example, "create", { dropConnection: "before" });
    const { id } = await make(world.provider(kind, { [markConfigKey]: "false" }), program);
    expect(held(example, world.aws, home).map(({ arn }) => arn)).toEqual([id]);
  });

  it("that was adopted under another name is changed and deleted, whatever name is in its inputs", async () => {
    await world.killedCreate(kind, await checked(world.provider(kind), program));
    const made = await make(world.provider(kind), program);
    const provider = world.provider(kind);
    const news = await checked(provider, { ...program, tags: { team: "b" } }, made.inputs);
    const { outs } = await provider.update(made.id, made.outs, news);
    expect(outs).toMatchObject({ status: words.available });
    await provider.delete(made.id, { ...outs });
    expect(held(example, world.aws, home)).toEqual([]);
  });

  it("stays known to have its creating tag while the caller may not read its tags", async () => {
    faultOn(world.aws, example, "untag", denied);
    const made = await make(world.provider(kind), program);
    expect(made.outs).toMatchObject({ __marked: true });
    faultOn(world.aws, example, "tags", denied);
    const provider = world.provider(kind);
    const { props = {} } = await provider.read(made.id, made.outs);
    expect(await provider.diff(made.id, props, made.inputs)).toEqual({ changes: true });
    await provider.update(made.id, props, made.inputs);
    expect(held(example, world.aws, home)[0]?.tags.has(creatingTag)).toBe(false);
  });
});

describe("a setting after a lost answer", () => {
  it("is compared with AWS even if the program has taken the change back: a retention", async () => {
    const { kind, program, addSources } = caseOf("redshiftserverless:Snapshot");
    addSources(world.aws);
    const provider = world.provider(kind);
    const made = await make(provider, { ...program, retentionPeriod: 30 });
    const fault = world.aws.faults.add({ operation: "UpdateSnapshot", ...lost });
    const news = await checked(provider, { ...program, retentionPeriod: 1 }, made.inputs);
    const failure = await failureOf(provider.update(made.id, made.outs, news));
    fault.remove();
    expect(await provider.diff(made.id, failure.properties, made.inputs)).toEqual({
      changes: true,
    });
    const { outs } = await provider.update(made.id, failure.properties, made.inputs);
    expect(outs).toMatchObject({ snapshotRetentionPeriod: 30 });
    expect(await provider.diff(made.id, { ...outs }, made.inputs)).toEqual({ changes: false });
  });

  it.each(["neptune", "docdb"])("is compared with AWS: sharing of %s", async (service) => {
    const { kind, program, addSources } = caseOf(`${service}:ClusterSnapshot`);
    addSources(world.aws);
    const provider = world.provider(kind);
    const fixed = { ...program, dbClusterSnapshotIdentifier: "orders-1" };
    const made = await make(provider, fixed);
    const fault = world.aws.faults.add({ operation: "ModifyDBClusterSnapshotAttribute", ...lost });
    const shared = { ...fixed, sharedAccounts: ["222233334444"] };
    const news = await checked(provider, shared, made.inputs);
    const failure = await failureOf(provider.update(made.id, made.outs, news));
    fault.remove();
    const { inputs = {}, props = {} } = await provider.read(made.id, failure.properties);
    expect(inputs).toMatchObject({ sharedAccounts: ["222233334444"] });
    expect(await provider.diff(made.id, props, made.inputs)).toEqual({ replaces: [] });
    const { outs } = await provider.update(made.id, failure.properties, made.inputs);
    expect([...(world.aws.rds.snapshot(...home, "orders-1")?.sharedWith ?? [])]).toEqual([]);
    expect(await provider.diff(made.id, { ...outs }, made.inputs)).toEqual({ changes: false });
  });

  it.each(["neptune", "docdb"])(
    "is corrected if a killed create of %s has left it and the program does not want it",
    async (service) => {
      const { kind, program, addSources } = caseOf(`${service}:ClusterSnapshot`);
      addSources(world.aws);
      const fixed = { ...program, dbClusterSnapshotIdentifier: "orders-1" };
      await world.killedCreate(kind, await checked(world.provider(kind), fixed));
      world.aws.rds.snapshot(...home, "orders-1")?.sharedWith.add("222233334444");
      await make(world.provider(kind), fixed);
      expect([...(world.aws.rds.snapshot(...home, "orders-1")?.sharedWith ?? [])]).toEqual([]);
    },
  );
});

it("a snapshot may move to another account while an input that decides its account is unknown", async () => {
  const example = caseOf("memorydb:Snapshot");
  example.addSources(world.aws);
  const role = "arn:aws:iam::111122223333:role/backup";
  const made = await make(world.provider(example.kind), {
    ...example.program,
    assumeRoleArn: role,
  });
  const provider = world.provider(example.kind);
  const olds = { ...made.outs, profile: "dev" };
  const news = { ...made.inputs, assumeRoleArn: unknownText };
  expect(await provider.diff(made.id, olds, news)).toEqual({ replaces: ["assumeRoleArn"] });
});

it("the arguments of a credential_process command are not shown in errors", async () => {
  const example = caseOf("memorydb:Snapshot");
  example.addSources(world.aws);
  const folder = mkdtempSync(join(tmpdir(), "profiles-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "config");
  writeFileSync(file, "[profile ci]\ncredential_process = /bin/false --password hunter2\n");
  vi.stubEnv("AWS_CONFIG_FILE", file);
  const call = make(world.provider(example.kind), { ...example.program, profile: "ci" });
  const { message } = await failureOf(call);
  expect(message).toContain("finding AWS credentials of the profile ci");
  expect(message).not.toContain("hunter2");
});

describe("a refresh", () => {
  it("shows a retention that was removed outside Pulumi", async () => {
    const example = caseOf("redshiftserverless:Snapshot");
    const { kind, program } = example;
    example.addSources(world.aws);
    const made = await make(world.provider(kind), program);
    const [one] = world.aws.redshiftserverless.snapshots(...home);
    Object.assign(one ?? {}, { retention: -1 });
    const provider = world.provider(kind);
    const { inputs, props = {} } = await provider.read(made.id, made.outs);
    expect(inputs).not.toHaveProperty("retentionPeriod");
    expect(await provider.diff(made.id, props, made.inputs)).toEqual({ replaces: [] });
  });

  it.each([
    ["memorydb:Snapshot", "clusterName"],
    ["neptune:ClusterSnapshot", "dbClusterIdentifier"],
    ["elasticache:Snapshot", "replicationGroupId"],
    ["elasticache:ServerlessCacheSnapshot", "serverlessCacheName"],
  ])("shows that a snapshot of another source has its name now: %s", async (name, source) => {
    const example = caseOf(name);
    const { kind, program } = example;
    example.addSources(world.aws);
    const fixed = { ...program, [kind.naming.input]: "orders-1" };
    const made = await make(world.provider(kind), fixed);
    example.service(world.aws).vanish(...home, "orders-1");
    await make(world.provider(kind), { ...fixed, [source]: "customers" });
    const provider = world.provider(kind);
    const { inputs, props = {} } = await provider.read(made.id, made.outs);
    expect(inputs).toMatchObject({ [source]: "customers" });
    expect(await provider.diff(made.id, props, made.inputs)).toEqual({ replaces: [source] });
  });
});

it("an ElastiCache snapshot whose wait timed out gets its new tags as soon as AWS allows it", async () => {
  await world.close();
  world = await World.start({ tagsOfUnfinished: "read and change" });
  const { kind, program, addSources } = caseOf("elasticache:Snapshot");
  addSources(world.aws);
  const made = await make(world.provider(kind), { ...program, waitForCompletion: false });
  const provider = world.provider(kind);
  const news = await checked(provider, { ...program, tags: { team: "b" } }, made.inputs);
  const { outs } = await provider.update(made.id, made.outs, news);
  expect(outs).toMatchObject({ status: "available", tagsAll: { team: "b" } });
});

describe("a copy configuration that differs from the inputs", () => {
  it.each([
    ["another key", { destinationKmsKeyId: "99999999-12ab-34cd-56ef-1234567890ab" }],
    ["a key that the program does not give", { destinationKmsKeyId: undefined }],
    ["another retention", { snapshotRetentionPeriod: 90 }],
  ])("is left alone: %s", async (_what, asked) => {
    const provider = world.provider(copyConfiguration());
    world.aws.redshiftserverless.addNamespace(...home, "orders");
    const theirs = {
      namespaceName: "orders",
      destinationRegion: "eu-west-2",
      destinationKmsKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
      snapshotRetentionPeriod: 7,
    };
    await make(provider, theirs);
    world.aws.requests.clear();
    const later = world.provider(copyConfiguration());
    const failure = await failureOf(make(later, { ...theirs, ...asked }));
    expect(failure.id).toBeUndefined();
    expect(failure.message).toContain("this namespace already has a different one");
    expect(world.aws.requests.changing().map(({ outcome }) => outcome)).toEqual([
      "ConflictException",
    ]);
  });

  it("only in a key that AWS chose is adopted after a create whose answer was lost", async () => {
    world.aws.redshiftserverless.addNamespace(...home, "orders");
    world.aws.faults.add({
      operation: "CreateSnapshotCopyConfiguration",
      dropConnection: "after",
    });
    const kind = copyConfiguration();
    const program = { namespaceName: "orders", destinationRegion: "eu-west-2" };
    const { id } = await make(world.provider(kind), program);
    const { configurations } = world.aws.redshiftserverless.at(...home);
    expect(configurations.get("orders")?.snapshotCopyConfigurationArn).toBe(id);
  });
});

it.each(["neptune", "docdb"])(
  "a %s copy whose source is unknown has an unknown source region too",
  async (service) => {
    const { kind, program } = caseOf(`${service}:ClusterSnapshotCopy`);
    const provider = world.provider(kind);
    const fixed = { ...program, targetDbClusterSnapshotIdentifier: "dr", kmsKeyId: undefined };
    const source = "arn:aws:rds:eu-central-1:111122223333:cluster-snapshot:base";
    const olds = await checked(provider, { ...fixed, sourceDbClusterSnapshotIdentifier: source });
    const later = { ...fixed, sourceDbClusterSnapshotIdentifier: unknownText };
    expect(await checked(provider, later, olds)).toMatchObject({ sourceRegion: unknownText });
  },
);
