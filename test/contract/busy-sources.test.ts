import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { markConfigKey } from "../../src/aws/own-settings.js";
import type { LocalAws } from "../../src/local-aws/index.js";
import type { Props } from "../../src/values/json.js";
import { caseOf, exportCases, faultOn, held } from "./cases.js";
import { failureOf, home, make, World } from "./world.js";

// What a create that AWS refuses as busy is told of its source, and when waiting for it is in vain.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

/** A source of a kind: what it is called, the call that shows its status, and how it gets a status. */
interface Source {
  readonly kind: string;
  readonly what: string;
  readonly describe: string;
  readonly inputs?: Props;
  /** How often a create looks at it before it asks for anything, where that is not what the kind's case says. */
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

/** What a copy or an export is made of. */
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
      "fails at once where that is %s, which no waiting changes",
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

    it("waits while that is of a status that passes, and says which", async () => {
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

    it("is told AWS's own words alone where the caller may not look at that", async () => {
      source.show(world.aws, "modifying");
      faultOn(world.aws, example, "create", {
        error: { code: example.codes.busy, message: "It is busy" },
        times: Number.POSITIVE_INFINITY,
      });
      const before = world.aws.requests.all().length;
      expect(before).toBe(0);
      world.aws.faults.add({
        operation: call,
        // The look before the request, where there is one, is another matter.
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

it("a MemoryDB snapshot whose own time is longer than the default waits for its cluster until that is over", async () => {
  const { kind, program, addSources, occupySource } = caseOf("memorydb:Snapshot");
  addSources(world.aws);
  occupySource(world.aws, 3 * 3600 - 60);
  const { outs } = await make(world.provider(kind), { ...program, __timeouts: { create: "3h" } });
  expect(outs["status"]).toBe("available");
});
