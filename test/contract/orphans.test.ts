import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { Connections } from "../../src/aws/connection.js";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import { manualClock } from "../../src/local-aws/index.js";
import { type Findings, findOrphans } from "../../src/lookups/orphans.js";
import { cases, casesByKind, faultOn, held, type KindCase, throttled } from "./cases.js";
import { checked, home, type Place, World } from "./world.js";

// Whether the search finds what killed runs left, for each kind, and what can prevent that.
let world: World;
let told: string[];
beforeEach(async () => {
  // ElastiCache reports times in whole seconds.
  world = await World.start({ clock: manualClock(Date.UTC(2026, 0, 2, 3, 4, 5)) });
  told = [];
});
afterEach(() => world.close());

const elsewhere: Place = [home[0], "us-east-1"];
const stranger: Place = ["444455556666", home[1]];
interface Taken {
  readonly arn: string;
  readonly source: "manual" | "automated";
}

const denied = { error: { code: "AccessDeniedException", message: "You may not do this" } };

/** Looks for what killed runs left in a region, with the credentials of the environment. */
function find(among: Iterable<Kind> = kinds.values(), region: string = home[1]): Promise<Findings> {
  const { clock } = world.aws;
  return findOrphans(among, {
    connections: new Connections(undefined),
    region,
    profile: undefined,
    clock: {
      now: () => clock.now(),
      sleep: async (milliseconds) => clock.advance(Math.ceil(milliseconds)),
    },
    tell: (text) => told.push(text),
  });
}

/** Leaves a snapshot, as a killed run does. */
async function leave({ kind, program }: KindCase, [, region]: Place = home): Promise<void> {
  const inputs = await checked(world.provider(kind), { ...program, region });
  await world.killedCreate(kind, inputs);
}

/** For these services AWS reports not the source of a copy, but the source of the first snapshot. */
const untold: Readonly<Record<string, string>> = {
  "memorydb:SnapshotCopy": "memorydb:Snapshot",
  "elasticache:SnapshotCopy": "elasticache:Snapshot",
  "elasticache:ServerlessCacheSnapshotCopy": "elasticache:ServerlessCacheSnapshot",
};

/** Returns the kind that the search assumes for a killed create, and the other kinds that are possible. */
function takenFor({ name }: Kind): readonly [kind: string, orElse: string | undefined] {
  const copy = Object.entries(untold).find((names) => names.includes(name));
  return copy === undefined ? [name, undefined] : [copy[1], copy[0]];
}

/** Returns an API name in the spelling of the AWS CLI. */
function dashed(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}

describe.each(cases)("a $kind.label that a killed run left", (example) => {
  const { kind, words } = example;
  const ours = () => held(example, world.aws, home);
  beforeEach(() => example.addSources(world.aws));

  it("is found once among many, with everything that AWS reports about it", async () => {
    const { aws } = world;
    for (let index = 0; index < 60; index++) {
      example.addForeign(aws, `theirs-${index}`);
    }
    const before = aws.clock.now();
    await leave(example);
    for (let index = 60; index < 120; index++) {
      example.addForeign(aws, `theirs-${index}`);
    }
    aws.clock.advance(60_000);
    aws.requests.clear();

    const { orphans, listed, failures } = await find();
    const left = ours().find(({ tags }) => tags.has(creatingTag));
    const [taken, orElse] = takenFor(kind);
    const { lookedUp: told } = kind.name === taken ? example : (casesByKind[taken] ?? example);
    const lookedUp = Object.entries(told);
    const source = lookedUp.filter(([key]) => kinds.get(taken)?.settings?.[key] === undefined);
    const named = orphans.map((one) => ({
      ...one,
      kind: one.kind.name,
      orElse: one.orElse?.name,
    }));
    expect(named).toEqual([
      {
        kind: taken,
        orElse,
        name: left?.name,
        arn: left?.arn,
        region: "eu-west-1",
        status: words.available,
        pending: false,
        // For a cluster snapshot copy AWS reports only the time of its source.
        madeAt: kind.makes === "copy" && kind.madeFrom.describe ? undefined : new Date(before),
        source: Object.fromEntries(source),
      },
    ]);
    expect(failures).toEqual([]);
    expect(listed.toSorted()).toEqual([
      "DocumentDB cluster snapshot",
      "ElastiCache serverless cache snapshot",
      "ElastiCache snapshot",
      "MemoryDB snapshot",
      "Neptune cluster snapshot",
      "Redshift Serverless snapshot",
    ]);
    expect(aws.requests.changing()).toEqual([]);
  });

  it("is found in its own region and account only", async () => {
    example.addSources(world.aws, elsewhere);
    example.addSources(world.aws, stranger);
    await leave(example, elsewhere);
    world.become(stranger[0]);
    await leave(example, stranger);
    world.aws.clock.advance(60_000);
    const [theirs] = held(example, world.aws, stranger).filter(({ tags }) => tags.has(creatingTag));
    expect((await find()).orphans.map(({ arn }) => arn)).toEqual([theirs?.arn]);
    expect((await find(kinds.values(), elsewhere[1])).orphans).toEqual([]);
    world.become(home[0]);
    expect((await find()).orphans).toEqual([]);
    const [there] = (await find(kinds.values(), elsewhere[1])).orphans;
    expect(there).toMatchObject({ region: elsewhere[1] });
  });

  it("can be deleted with the command in the report", async () => {
    await leave(example);
    world.aws.clock.advance(60_000);
    const [{ kind: taken, name, arn } = expect.fail("nothing was found")] = (await find()).orphans;
    world.aws.requests.clear();
    await world.provider(taken).delete(arn, { [taken.naming.input]: name });
    const [request] = world.aws.requests.changing();
    const service = kind.service.replace("redshiftserverless", "redshift-serverless");
    const option = Object.keys(request?.input ?? {}).map(dashed);
    expect(taken.listing?.deleteCommand).toBe(
      `aws ${service} ${dashed(request?.operation ?? "")} --${option}`,
    );
  });

  it("is found after a wait while AWS is overloaded", async () => {
    await leave(example);
    world.aws.clock.advance(60_000);
    faultOn(world.aws, example, "list", { ...throttled, times: 2 });
    faultOn(world.aws, example, "tags", { ...throttled, times: 2 });
    const { orphans, failures } = await find([kind]);
    expect([orphans.length, failures]).toEqual([1, []]);
    expect(told.join("\n")).toContain(
      "waiting 0s: APICallRateForCustomerExceededFault: Rate exceed",
    );
  });

  it("may be missed if listing is not allowed, and the missing action is reported", async () => {
    await leave(example);
    faultOn(world.aws, example, "list", { ...denied, times: Number.POSITIVE_INFINITY });
    const { orphans, failures } = await find([kind]);
    expect(orphans).toEqual([]);
    expect(failures).toEqual([
      expect.stringMatching(
        `^listing ${kind.label}s in eu-west-1: AccessDeniedException: You may not do this. Allow the caller ${kind.actions}:${example.calls.list.operation}, `,
      ),
    ]);
  });

  it("may be missed if the tags of some snapshots cannot be read, and the others are reported", async () => {
    await leave(example);
    world.aws.clock.advance(60_000);
    const [first] = ours();
    example.addForeign(world.aws, "aaa");
    example.addForeign(world.aws, "zzz");
    const foreign = ours().find(({ name }) => name === "zzz");
    world.aws.faults.add({
      operation: example.calls.tags.operation,
      where: (input) => Object.values(input).includes(foreign?.arn),
      ...denied,
    });
    const { orphans, failures, listed } = await find([kind]);
    expect(orphans.map(({ arn }) => arn)).toContain(first?.arn);
    expect(listed).toEqual([kind.label]);
    expect(failures).toEqual([
      expect.stringMatching(
        `^reading the tags of 1 of \\d+ ${kind.label}s in eu-west-1: AccessDeniedException: You may not do this. Allow the caller ${kind.actions}:${example.calls.tags.operation}, `,
      ),
    ]);
  });

  it("is not a failure if it is gone when its tags are read", async () => {
    await leave(example);
    world.aws.faults.add({
      operation: example.calls.tags.operation,
      where: (input) => {
        const going = ours().find(({ arn }) => Object.values(input).includes(arn));
        if (going !== undefined) {
          example.service(world.aws).vanish(...home, going.name);
        }
        return false;
      },
    });
    expect(await find([kind])).toMatchObject({ orphans: [], failures: [] });
  });
});

const hiding = cases.filter(({ kind }) => kind.service === "elasticache");

describe.each(cases.filter((example) => !hiding.includes(example)))("a $kind.label", (example) => {
  const { kind, words } = example;

  it("is pending while AWS is working on it", async () => {
    example.addSources(world.aws);
    const state = async () => {
      const { orphans } = await find();
      return orphans.map(({ status, pending }) => [status, pending]);
    };
    await leave(example);
    expect(await state()).toEqual([[words.creating, true]]);
    world.aws.clock.advance(60_000);
    expect(await state()).toEqual([[words.available, false]]);
    const [left] = held(example, world.aws, home).filter(({ tags }) => tags.has(creatingTag));
    example.service(world.aws).fail(...home, left?.name ?? "");
    expect(await state()).toEqual([[words.failed, false]]);
    expect(kind.failed).toContain(words.failed);
  });
});

describe.each(hiding)("a $kind.label whose tags are hidden during its create", (example) => {
  const { kind } = example;

  it("is reported as not examined yet", async () => {
    example.addSources(world.aws);
    await leave(example);
    const [left] = held(example, world.aws, home);
    const { orphans, failures } = await find([kind]);
    expect(orphans).toEqual([]);
    expect(failures).toEqual([
      expect.stringMatching(
        `^reading the tags of ${kind.label} "${left?.name}" in eu-west-1: Invalid\\w+StateFault: .* Run the command again then\\.$`,
      ),
    ]);
    world.aws.clock.advance(60_000);
    expect(await find([kind])).toMatchObject({ orphans: [{ name: left?.name }], failures: [] });
  });
});

describe("a search for orphans", () => {
  const example = casesByKind["memorydb:Snapshot"] ?? expect.fail("there is no such case");

  it("lists each service once, page by page, and reads only the tags of manual snapshots", async () => {
    const { aws } = world;
    for (const { addSources } of cases) {
      addSources(aws);
    }
    aws.requests.clear();
    await find();
    const lists = aws.requests.all().filter(({ operation }) => !/Tags/.test(operation));
    expect(lists.map(({ operation }) => operation).toSorted()).toEqual([
      "DescribeDBClusterSnapshots", // Neptune
      "DescribeDBClusterSnapshots", // DocumentDB
      "DescribeServerlessCacheSnapshots",
      "DescribeSnapshots", // MemoryDB
      "DescribeSnapshots", // ElastiCache
      "ListSnapshots",
    ]);
    // The search tells manual snapshots by the listing itself: a filter that AWS reads differently would hide all of
    // them.
    const sorts = ["Source", "SnapshotSource", "SnapshotType"];
    expect(lists.flatMap(({ input }) => sorts.filter((sort) => sort in input))).toEqual([]);
    const { memorydb, elasticache } = aws;
    const automatic = [memorydb, elasticache.nodes, elasticache.serverless]
      .flatMap((service): readonly Taken[] => service.snapshots(...home))
      .filter(({ source }) => source === "automated");
    const read = aws.requests.all().flatMap(({ input }) => Object.values(input));
    expect(automatic.length).toBeGreaterThan(0);
    expect(automatic.filter(({ arn }) => read.includes(arn))).toEqual([]);
  });

  it("reads the tags of a few snapshots at a time", async () => {
    const { requests, faults } = world.aws;
    example.addSources(world.aws);
    for (let index = 0; index < 60; index++) {
      example.addForeign(world.aws, `theirs-${index}`);
    }
    let most = 0;
    const counts = () => {
      most = Math.max(most, requests.all().filter(({ outcome }) => outcome === "pending").length);
      return true;
    };
    // Each answer comes a little late, so that concurrent requests overlap.
    faults.add({ operation: "ListTags", where: counts, delay: 2, times: Number.POSITIVE_INFINITY });
    await find([example.kind]);
    expect(requests.operations().filter((name) => name === "memorydb:ListTags")).toHaveLength(60);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(4);
  });

  it("continues with the other services if a service cannot be asked", async () => {
    const other =
      casesByKind["neptune:ClusterSnapshotCopy"] ?? expect.fail("there is no such case");
    other.addSources(world.aws);
    await leave(other);
    world.aws.faults.add({ service: "memorydb", operation: "DescribeSnapshots", ...denied });
    const { orphans, listed, failures } = await find();
    expect(orphans.map(({ kind }) => kind.name)).toEqual(["neptune:ClusterSnapshotCopy"]);
    expect(listed).toHaveLength(5);
    expect(failures).toHaveLength(1);
  });

  it("reports what it may mean that a service cannot be reached", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_MEMORYDB", "http://127.0.0.1:1");
    const { failures } = await find([example.kind]);
    expect(failures).toEqual([
      expect.stringMatching(
        /^listing MemoryDB snapshots in eu-west-1: .*ECONNREFUSED.* AWS may not offer the service in that region, or this machine cannot reach it\.$/,
      ),
    ]);
    expect(told[0]).toMatch(/^MemoryDB snapshots in eu-west-1: waiting 0s: .*ECONNREFUSED/);
  });

  it("stops reading tags if AWS cannot be reached for longer than it waits", async () => {
    example.addSources(world.aws);
    for (let index = 0; index < 12; index++) {
      example.addForeign(world.aws, `theirs-${index}`);
    }
    faultOn(world.aws, example, "tags", {
      dropConnection: "before",
      times: Number.POSITIVE_INFINITY,
    });
    const { failures } = await find([example.kind]);
    expect(failures).toEqual([
      expect.stringMatching(/^reading the tags of 12 of 12 MemoryDB snapshots in eu-west-1: /),
    ]);
    const asked = world.aws.requests.all().flatMap(({ input }) => input["ResourceArn"] ?? []);
    expect(new Set(asked).size).toBe(4);
  });
});
