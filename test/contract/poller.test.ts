import { afterEach, describe, expect, it } from "vitest";
import { copiesConfigKey } from "../../src/aws/own-settings.js";
import { behindBoundary } from "../../src/dynamic/boundary.js";
import { withHiddenInputs } from "../../src/dynamic/hidden-inputs.js";
import type { DynamicProvider } from "../../src/dynamic/provider.js";
import type { Kind } from "../../src/kinds/kind.js";
import { lifecycle } from "../../src/lifecycle/lifecycle.js";
import { Runtime } from "../../src/lifecycle/runtime.js";
import { type LocalAwsOptions, manualClock, realClock } from "../../src/local-aws/index.js";
import { wallClock } from "../../src/values/clock.js";
import { caseOf, held, type KindCase, missingMembers } from "./cases.js";
import { home, make, World } from "./world.js";

// The requests of many resources that wait at the same time. Their clock runs without being turned.
const rate = 30;
let world: World;
afterEach(() => world.close());

async function start(behaviour: LocalAwsOptions = {}): Promise<void> {
  world = await World.start({ clock: realClock(rate), copyDuration: 60, ...behaviour });
}

/** Returns a process that creates all resources of a kind. */
function processOf(kind: Kind, config: Record<string, string> = {}): DynamicProvider {
  const runtime = new Runtime(wallClock(rate));
  runtime.configure(new Map(Object.entries(config)));
  return behindBoundary(withHiddenInputs(lifecycle(kind, runtime)));
}

const programs = ({ program }: KindCase, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...program,
    __urn: `urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/any:Any::many-${index}`,
  }));

/** Returns programs of copies from another region, of which AWS runs only a few at a time. */
const crossing = (example: KindCase, count: number) => {
  example.addSources(world.aws, [home[0], "us-east-1"]);
  const sourceDbClusterSnapshotIdentifier = `arn:aws:rds:us-east-1:${home[0]}:cluster-snapshot:base`;
  return programs(example, count).map((one) => ({ ...one, sourceDbClusterSnapshotIdentifier }));
};

/** Returns the describe requests. On a slow machine some of them come before the last create was accepted. */
function looks(example: KindCase) {
  const { operation: find } = example.calls.find;
  return world.aws.requests.all().filter(({ operation }) => operation === find);
}

/** Returns the describe requests from the moment when the last create was accepted. */
function polls(example: KindCase) {
  const all = world.aws.requests.all();
  const last = all.findLastIndex(({ operation }) => operation === example.calls.create.operation);
  const later = new Set(all.slice(last + 1));
  return looks(example).filter((request) => later.has(request));
}

describe("many MemoryDB copies", () => {
  const example = caseOf("memorydb:SnapshotCopy");

  it("are listed together, page by page, and have every member in the end", async () => {
    await start();
    example.addSources(world.aws);
    const provider = processOf(example.kind);
    const made = await Promise.all(programs(example, 70).map((one) => make(provider, one)));
    expect(
      held(example, world.aws, home).filter(({ name }) => name.startsWith("many")),
    ).toHaveLength(70);
    const asked = polls(example);
    // One request for each would be 70 in every round, for about a dozen rounds.
    expect(asked.length).toBeLessThan(70);
    // A copy that waits alone is described by name.
    expect(asked.filter(({ input }) => "SnapshotName" in input).length).toBeLessThan(10);
    for (const { outs } of made) {
      expect(outs["status"]).toBe("available");
      expect(outs["clusterConfiguration"]).toMatchObject({ shards: [{ size: "11 MB" }, {}] });
    }
  });

  it("are described by name if they are few among very many others", async () => {
    await start({ clock: manualClock() });
    example.addSources(world.aws);
    for (let index = 0; index < 200; index++) {
      example.addForeign(world.aws, `theirs-${index}`);
    }
    // AWS's clock turns a second with each request, so a copy takes 60 requests however slow the machine is.
    world.aws.faults.add({
      operation: "DescribeSnapshots",
      where: () => {
        world.aws.clock.advance(1000);
        return false;
      },
    });
    const provider = processOf(example.kind);
    await Promise.all(programs(example, 3).map((one) => make(provider, one)));
    const asked = polls(example);
    const listings = asked.filter(({ input }) => !("SnapshotName" in input));
    // The length of the listing is tried once, for no more calls than a listing would save.
    expect(listings.length).toBeLessThanOrEqual(4);
    expect(asked.length - listings.length).toBeGreaterThan(3 * 8);
  });

  it("are finished even if a page of a listing fails", async () => {
    await start();
    example.addSources(world.aws);
    world.aws.faults.add({
      operation: "DescribeSnapshots",
      where: ({ NextToken }) => NextToken !== undefined,
      times: 6,
      error: { code: "InternalFailure", message: "Try again", status: 500 },
    });
    const provider = processOf(example.kind);
    const made = await Promise.all(programs(example, 60).map((one) => make(provider, one)));
    expect(made.map(({ outs }) => outs["status"])).toEqual(made.map(() => "available"));
  });

  it("are described by name if the caller may not list them", async () => {
    await start();
    example.addSources(world.aws);
    world.aws.faults.add({
      operation: "DescribeSnapshots",
      where: ({ SnapshotName }) => SnapshotName === undefined,
      times: Number.POSITIVE_INFINITY,
      error: { code: "AccessDeniedException", message: "You may not list" },
    });
    const provider = processOf(example.kind, {
      "pulumi-aws-snapshots:markUnfinishedCreates": "false",
    });
    const made = await Promise.all(programs(example, 4).map((one) => make(provider, one)));
    expect(made.map(({ outs }) => outs["status"])).toEqual(made.map(() => "available"));
    expect(looks(example).filter(({ outcome }) => outcome !== "ok")).toHaveLength(1);
  });
});

describe.each(["neptune", "docdb"])("many %s copies", (service) => {
  const example = caseOf(`${service}:ClusterSnapshotCopy`);
  const filtered = (input: Readonly<Record<string, unknown>>) => "Filters" in input;

  it.each(["refused", "obeyed"] as const)(
    "are listed with a filter that is %s",
    async (filters) => {
      await start({ clusterSnapshotFilters: filters });
      example.addSources(world.aws);
      const provider = processOf(example.kind);
      const made = await Promise.all(programs(example, 5).map((one) => make(provider, one)));
      expect(made.map(({ outs }) => outs["status"])).toEqual(made.map(() => "available"));
      const asked = polls(example);
      const withFilter = looks(example).filter(({ input }) => filtered(input));
      expect(withFilter.length === 1).toBe(filters === "refused");
      expect(asked.length).toBeLessThan(5 * 8);
      expect(
        missingMembers(
          example.answer,
          await example.describe(world.aws, held(example, world.aws, home)[0]?.name ?? ""),
        ),
      ).toEqual(example.unsaid ?? []);
    },
  );

  it("go back into the queue if other callers use up the limit, and are sent again when there is room", async () => {
    await start();
    example.addSources(world.aws);
    for (const name of ["theirs-1", "theirs-2", "theirs-3"]) {
      example.addForeign(world.aws, name);
      const theirs = held(example, world.aws, home).find((one) => one.name === name);
      theirs?.lifetime.occupy("copying", 3600);
    }
    const provider = processOf(example.kind);
    const made = await Promise.all(crossing(example, 6).map((one) => make(provider, one)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(6);
    const creates = world.aws.requests
      .all()
      .filter(({ operation }) => operation === example.calls.create.operation);
    const refused = creates.filter(({ outcome }) => outcome !== "ok");
    // Three of the first five are refused, and then one each time a copy ends, because there may be room for more.
    expect(refused.length).toBeGreaterThan(2);
    expect(refused.length).toBeLessThanOrEqual(3 + 6);
  });

  it("wait in the queue, so that AWS never has to refuse a copy", async () => {
    await start();
    example.addSources(world.aws);
    const provider = processOf(example.kind);
    await Promise.all(crossing(example, 12).map((one) => make(provider, one)));
    const creates = world.aws.requests
      .all()
      .filter(({ operation }) => operation === example.calls.create.operation);
    expect(creates.map(({ outcome }) => outcome)).toEqual(creates.map(() => "ok"));
    expect(creates).toHaveLength(12);
  });
});

it.each<[string, Record<string, string>, number]>([
  ["as the configuration sets it", { [copiesConfigKey]: "2" }, 2],
  ["as AWS allows if the configuration sets none", {}, 5],
])("copies run together up to a limit, %s", async (_so, config, most) => {
  await start({ copyDuration: 20 });
  const example = caseOf("neptune:ClusterSnapshotCopy");
  example.addSources(world.aws);
  const together: number[] = [];
  world.aws.faults.add({
    operation: "CopyDBClusterSnapshot",
    where: () => {
      const all = held(example, world.aws, home);
      together.push(1 + all.filter(({ lifetime }) => lifetime.status === "copying").length);
      return false;
    },
  });
  const provider = processOf(example.kind, config);
  await Promise.all(crossing(example, 7).map((one) => make(provider, one)));
  expect(Math.max(...together)).toBe(most);
});

it("copies within a region all run at once, however many there are", async () => {
  await start({ clock: manualClock(), copyDuration: 20 });
  const example = caseOf("neptune:ClusterSnapshotCopy");
  example.addSources(world.aws);
  const copying = () =>
    held(example, world.aws, home).filter(({ lifetime }) => lifetime.status === "copying").length;
  const count = 12;
  let most = 0;
  // AWS's clock stands still until all copies run, however slow the machine is. If some of them waited for others to
  // finish, they would wait in vain.
  world.aws.faults.add({
    operation: "DescribeDBClusterSnapshots",
    where: () => {
      most = Math.max(most, copying());
      if (most === count) {
        world.aws.clock.advance(10_000);
      }
      return false;
    },
  });
  const provider = processOf(example.kind, { [copiesConfigKey]: "1" });
  await Promise.all(programs(example, count).map((one) => make(provider, one)));
  const creates = world.aws.requests
    .all()
    .filter(({ operation }) => operation === "CopyDBClusterSnapshot");
  expect(creates.map(({ outcome }) => outcome)).toEqual(creates.map(() => "ok"));
  expect(creates).toHaveLength(count);
  expect(most).toBe(count);
});

it("snapshots of a cluster are taken one after the other, without a refused request", async () => {
  await start({ snapshotDuration: 20 });
  const example = caseOf("memorydb:Snapshot");
  example.addSources(world.aws);
  const provider = processOf(example.kind);
  await Promise.all(programs(example, 4).map((one) => make(provider, one)));
  const creates = world.aws.requests
    .all()
    .filter(({ operation }) => operation === "CreateSnapshot");
  expect(creates.map(({ outcome }) => outcome)).toEqual(["ok", "ok", "ok", "ok"]);
});
