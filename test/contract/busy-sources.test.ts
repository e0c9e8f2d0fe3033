import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { markConfigKey } from "../../src/aws/own-settings.js";
import type { LocalAws } from "../../src/local-aws/index.js";
import type { Props } from "../../src/values/json.js";
import { caseOf, exportCases, faultOn, held } from "./cases.js";
import { failureOf, home, make, World } from "./world.js";

// What a create reports about its source if AWS refuses it as busy, and when waiting for the source is useless.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

/** A source of a kind: its name in messages, the call that describes it, and how a test sets its status. */
interface Source {
  readonly kind: string;
  readonly what: string;
  readonly describe: string;
  readonly inputs?: Props;
  /** How often a create describes the source before its request, if that differs from the kind's case. */
  readonly looks?: number;
  show(aws: LocalAws, status: string | undefined): void;
}

function clusterOf(service: string): Source {
  return {
    kind: `${service}:ClusterSnapshot`,
    what: 'cluster "orders"',
    describe: "DescribeDBClusters",
    show: ({ rds }, status) => {
      const cluster = rds.clusters(...home).find(({ clusterName }) => clusterName === "orders");
      Object.assign(cluster ?? expect.fail("there is no cluster"), { status });
    },
  };
}

/** The sources of copies and exports. */
function snapshotOf(kind: string, what: string, describe: string, inputs: Props = {}): Source {
  return {
    kind,
    what,
    describe,
    inputs,
    show: (aws, status = "available") =>
      (exportCases[kind] ?? caseOf(kind)).service(aws).fail(...home, "base", status),
  };
}

const sources: readonly Source[] = [
  {
    kind: "memorydb:Snapshot",
    what: 'cluster "orders"',
    describe: "DescribeClusters",
    show: ({ memorydb }, status) => {
      const cluster = memorydb.at(...home).clusters.get("orders");
      Object.assign(cluster ?? expect.fail("there is no cluster"), { status });
    },
  },
  clusterOf("neptune"),
  clusterOf("docdb"),
  {
    kind: "elasticache:Snapshot",
    what: 'replication group "orders"',
    describe: "DescribeReplicationGroups",
    show: ({ elasticache }, status) => {
      const group = elasticache.nodes.at(...home).replicationGroups.get("orders");
      Object.assign(group ?? expect.fail("there is no group"), { status });
    },
  },
  {
    kind: "elasticache:Snapshot",
    what: 'cluster "carts"',
    describe: "DescribeCacheClusters",
    inputs: { replicationGroupId: undefined, cacheClusterId: "carts" },
    looks: 1,
    show: ({ elasticache }, status) => {
      const cluster = elasticache.nodes.at(...home).clusters.get("carts");
      Object.assign(cluster ?? expect.fail("there is no cluster"), { status });
    },
  },
  {
    kind: "elasticache:ServerlessCacheSnapshot",
    what: 'serverless cache "orders"',
    describe: "DescribeServerlessCaches",
    show: ({ elasticache }, status) => {
      const cache = elasticache.serverless.at(...home).caches.get("orders");
      Object.assign(cache ?? expect.fail("there is no cache"), { status });
    },
  },
  snapshotOf("memorydb:SnapshotCopy", 'snapshot "base"', "DescribeSnapshots"),
  snapshotOf("elasticache:SnapshotCopy", 'snapshot "base"', "DescribeSnapshots"),
  snapshotOf(
    "elasticache:ServerlessCacheSnapshotCopy",
    'snapshot "base"',
    "DescribeServerlessCacheSnapshots",
  ),
  snapshotOf(
    "elasticache:ServerlessCacheSnapshotExport",
    'snapshot "base"',
    "DescribeServerlessCacheSnapshots",
    { s3BucketName: "backups" },
  ),
  snapshotOf(
    "neptune:ClusterSnapshotCopy",
    'cluster snapshot "base"',
    "DescribeDBClusterSnapshots",
  ),
  snapshotOf("docdb:ClusterSnapshotCopy", 'cluster snapshot "base"', "DescribeDBClusterSnapshots"),
];

describe.each(sources)(
  "a $kind of the $what",
  ({ kind: name, what, describe: call, ...source }) => {
    const example = exportCases[name] ?? caseOf(name);
    const { kind } = example;
    const program: Props = { ...example.program, ...source.inputs };
    beforeEach(() => example.addSources(world.aws));

    it.each(["stopped", "failed", "create-failed", "incompatible-network", "INCOMPATIBLE_RESTORE"])(
      "fails at once if that is %s, which no waiting changes",
      async (status) => {
        source.show(world.aws, status);
        const creating = make(world.provider(kind), program);
        expect(await world.secondsOf(creating)).toBe(0);
        const { message, id } = await failureOf(creating);
        expect(id).toBeUndefined();
        expect(message).toMatch(/: Invalid\w+StateFault: /);
        expect(message).toContain(
          `The ${what} is "${status}". That status does not change on its own. `,
        );
        expect(message).toMatch(/ \(request [0-9a-f-]{36}\)/);
        expect(held(example, world.aws, home)).toEqual([]);
        const { length } = world.aws.requests.changing();
        expect(length).toBe(1);
      },
    );

    it("waits if the status of that passes, and reports the status", async () => {
      source.show(world.aws, "modifying");
      let tries = 0;
      world.aws.faults.add({
        ...example.calls.create,
        where: () => {
          tries += 1;
          if (tries === 4) {
            source.show(world.aws, undefined);
          }
          return false;
        },
      });
      await make(world.provider(kind), program);
      expect(tries).toBe(4);
      const asked = world.aws.requests.operations().filter((operation) => operation.endsWith(call));
      expect(asked.length).toBeGreaterThanOrEqual(3);
    });

    it("gets AWS's own words alone if the caller may not describe that", async () => {
      source.show(world.aws, "modifying");
      faultOn(world.aws, example, "create", {
        error: { code: example.codes.busy, message: "It is busy" },
        times: Number.POSITIVE_INFINITY,
      });
      const before = world.aws.requests.all().length;
      expect(before).toBe(0);
      world.aws.faults.add({
        operation: call,
        // A describe call before the request, if there is one, is not counted.
        after: source.looks ?? example.looks.filter(({ operation }) => operation === call).length,
        error: { code: "AccessDeniedException", message: "You may not do this", status: 403 },
        times: Number.POSITIVE_INFINITY,
      });
      const { message } = await failureOf(
        make(world.provider(kind, { [markConfigKey]: "false" }), {
          ...program,
          __timeouts: { create: "1m" },
        }),
      );
      expect(message).toContain("It is busy. Try again later, or raise customTimeouts.create.");
    });
  },
);

it("a MemoryDB snapshot with a create timeout above the default waits for its cluster for all that time", async () => {
  const { kind, program, addSources, occupySource } = caseOf("memorydb:Snapshot");
  addSources(world.aws);
  occupySource(world.aws, 3 * 3600 - 60);
  const { outs } = await make(world.provider(kind), { ...program, __timeouts: { create: "3h" } });
  expect(outs["status"]).toBe("available");
});
