import { afterEach, beforeEach, expect, it } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { kinds } from "../../src/kinds/index.js";
import type { Props } from "../../src/values/json.js";
import { caseOf } from "./cases.js";
import { checked, failureOf, home, make, World } from "./world.js";

// The requests of many creates that begin together, before their create calls.
let world: World;
beforeEach(async () => {
  world = await World.start();
  for (let index = 0; index < count; index++) {
    world.aws.memorydb.addCluster(...home, { ClusterName: `cluster-${index}` });
  }
});
afterEach(() => world.close());

const count = 20;
const kind = kinds.get("memorydb:Snapshot") ?? expect.fail();

/** Programs for snapshots of as many clusters, which nobody waits for. */
const programs: Props[] = Array.from({ length: count }, (_, index) => ({
  __urn: `urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/memorydb:Snapshot::many-${index}`,
  clusterName: `cluster-${index}`,
  waitForCompletion: false,
}));

const example = caseOf(kind.name);

/** Adds this many snapshots of another cluster. */
function addForeign(snapshots: number): void {
  example.addSources(world.aws);
  for (let index = 0; index < snapshots; index++) {
    example.addForeign(world.aws, `theirs-${index}`);
  }
}

/** Returns the cluster names in the filters of the listings, one for each call. */
const lists = () =>
  world.aws.requests
    .all()
    .filter(({ operation, input }) => operation === "DescribeSnapshots" && !input["SnapshotName"])
    .map(({ input }) => input["ClusterName"]);

const makeAll = () => {
  const provider = world.provider(kind);
  return Promise.all(programs.map((program) => make(provider, program)));
};

it("creates that begin together share two listings: one for the first, and one for all others", async () => {
  const made = await makeAll();
  expect(new Set(made.map(({ id }) => id)).size).toBe(count);
  expect(lists()).toEqual(["cluster-0", undefined]);
});

it("creates within a second of a shared listing use it, and later creates list for themselves", async () => {
  const provider = world.provider(kind);
  for (const program of programs.slice(0, -1)) {
    await make(provider, program);
  }
  world.aws.clock.advance(1001);
  await make(provider, programs.at(-1) ?? expect.fail());
  expect(lists()).toEqual(["cluster-0", undefined, `cluster-${count - 1}`]);
});

it("creates that begin together adopt what their interrupted runs have left", async () => {
  for (const program of programs) {
    const waited = { ...program, waitForCompletion: true };
    await world.killedCreate(kind, await checked(world.provider(kind), waited));
  }
  const left = world.aws.memorydb.snapshots(...home);
  world.aws.requests.clear();
  const made = await makeAll();
  expect(made.map(({ id }) => id)).toEqual(left.map(({ arn }) => arn));
  const all = world.aws.memorydb.snapshots(...home);
  expect(all.map(({ tags }) => tags.has(creatingTag))).toEqual(programs.map(() => false));
  expect(lists()).toEqual(["cluster-0", undefined]);
});

it("creates that begin together read no tags of a snapshot of another cluster, even if its name fits", async () => {
  example.addSources(world.aws);
  example.addForeign(world.aws, "many-7-abcdef0");
  await makeAll();
  const asked = world.aws.requests.all().filter(({ operation }) => operation === "ListTags");
  expect(asked).toEqual([]);
});

it("creates among more snapshots than a shared listing is worth list their own clusters", async () => {
  addForeign(count * 50);
  await makeAll();
  const own = lists().filter((cluster) => cluster !== undefined);
  expect(new Set(own).size).toBe(count);
  // The shared listing is tried once, for no more calls than it could have saved, plus the call that shows that it
  // continues.
  expect(lists().length - own.length).toBeLessThanOrEqual(count + 1);
});

it("creates list their own clusters if listing all is denied, and fail separately", async () => {
  const denied = { error: { code: "AccessDeniedException", message: "You may not do this" } };
  for (const cluster of [undefined, "cluster-7"]) {
    world.aws.faults.add({
      operation: "DescribeSnapshots",
      where: ({ SnapshotName, ClusterName }) =>
        SnapshotName === undefined && ClusterName === cluster,
      times: Number.POSITIVE_INFINITY,
      ...denied,
    });
  }
  const provider = world.provider(kind);
  const outcomes = await Promise.all(
    programs.map((program) =>
      program["clusterName"] === "cluster-7"
        ? failureOf(make(provider, program)).then(({ message }) => message)
        : make(provider, program).then(({ outs }) => outs["status"]),
    ),
  );
  const expected = programs.map((_, index) =>
    index === 7 ? expect.stringContaining("AccessDeniedException") : "creating",
  );
  expect(outcomes).toEqual(expected);
});

it("creates list again if a page of the listing fails temporarily", async () => {
  addForeign(120);
  world.aws.faults.add({
    operation: "DescribeSnapshots",
    where: ({ NextToken }) => NextToken !== undefined,
    times: 3,
    error: { code: "InternalFailure", message: "Try again", status: 500 },
  });
  const made = await makeAll();
  expect(made.map(({ outs }) => outs["status"])).toEqual(programs.map(() => "creating"));
});
