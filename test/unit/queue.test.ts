import { describe, expect, it, vi } from "vitest";
import { isExport } from "../../src/state/export.js";
import type { Progress } from "../../src/waiting/progress.js";
import {
  limitOf,
  limitOfExport,
  ordinal,
  type QueueLimit,
  Queues,
} from "../../src/waiting/queue.js";
import { examples, program } from "./kind-examples.js";
import { ManualClock } from "./manual-clock.js";

const limit = (most: number): QueueLimit => ({
  key: "copies",
  most,
  taken: (running) => `${running} copies run already`,
});

/** Returns a queue whose members record their turn, and each keep their place for some seconds. */
function queue(most: number) {
  const clock = new ManualClock();
  const queues = new Queues(clock);
  const began: string[] = [];
  const said: string[] = [];
  const progress = (who: string): Progress => ({
    show: (text) => void said.push(`${who}: ${text}`),
    warn: () => {},
  });
  const join = async (who: string, where = "here", seconds = 10) => {
    const ticket = queues.enter(where, limit(most), progress(who));
    await ticket.turn();
    began.push(who);
    await clock.sleep(seconds * 1000);
    ticket.leave();
  };
  return { clock, queues, began, said, join, progress };
}

describe("a queue", () => {
  it("lets a limited number in at a time, in the order in which they came", async () => {
    const { began, said, join } = queue(5);
    const names = Array.from({ length: 50 }, (_, index) => String(index));
    await Promise.all(names.map((name) => join(name)));
    expect(began).toEqual(names);
    expect(said[0]).toBe("5: queued 0s, 1st in line: 5 copies run already");
    expect(said.find((text) => text.startsWith("7:"))).toContain("3rd in line");
  });

  it("of one region does not hold up the queues of other regions", async () => {
    const { queues, progress } = queue(1);
    queues.enter("here", limit(1), progress("a")).takeTurn();
    const other = queues.enter("there", limit(1), progress("b"));
    await other.turn();
    const second = queues.enter("here", limit(1), progress("c")).turn();
    await expect(Promise.race([second, Promise.resolve("still in line")])).resolves.toBe(
      "still in line",
    );
  });

  it("counts the operations that AWS already runs, and passes over members that gave up", async () => {
    const { queues, began, join, progress } = queue(1);
    const left = queues.enter("here", limit(1), progress("left"));
    left.takeTurn();
    const bored = queues.enter("here", limit(1), progress("bored"));
    bored.turn().catch(() => {});
    const third = join("third");
    bored.leave();
    expect(began).toEqual([]);
    left.leave();
    await third;
    expect(began).toEqual(["third"]);
  });

  it("does not wait for a first member that has not asked for its turn yet", async () => {
    const { queues, progress } = queue(1);
    queues.enter("here", limit(1), progress("looks"));
    const second = queues.enter("here", limit(1), progress("second"));
    await second.turn();
    expect(second.waited()).toBe(0);
  });

  it("puts a member that AWS refused back at its old place, and then lets in only as many as AWS accepted", async () => {
    const { began, progress } = queue(3);
    const standing = { now: () => 0, sleep: () => new Promise<void>(() => {}) };
    const queues = new Queues(standing);
    const enter = (who: string) => {
      const ticket = queues.enter("here", limit(3), progress(who));
      const turn = () => ticket.turn().then(() => void began.push(who));
      return { ticket, turn };
    };
    const [a, b, c, d] = [enter("a"), enter("b"), enter("c"), enter("d")];
    await Promise.all([a.turn(), b.turn(), c.turn()]);
    void d.turn();
    expect(b.ticket.refused()).toBe(true);
    expect(c.ticket.refused()).toBe(true);
    void c.turn();
    void b.turn();
    await Promise.resolve();
    expect(began).toEqual(["a", "b", "c"]);
    a.ticket.leave();
    await vi.waitFor(() => expect(began).toEqual(["a", "b", "c", "b", "c"]));
    b.ticket.leave();
    await vi.waitFor(() => expect(began).toEqual(["a", "b", "c", "b", "c", "d"]));
  });

  it("lets its only member try again at once if others use up the limit", async () => {
    const { queues, progress } = queue(5);
    const ticket = queues.enter("here", limit(5), progress("a"));
    await ticket.turn();
    expect(ticket.refused()).toBe(false);
    await ticket.turn();
  });

  it("gives up on a member after six hours, and says what it waited for", async () => {
    const { clock, queues, progress } = queue(1);
    queues.enter("here", limit(1), progress("a")).takeTurn();
    const turn = queues.enter("here", limit(1), progress("b")).turn();
    await expect(turn).rejects.toThrow(
      /^still queued after 6h 0m: 1 copies run already\. Try again later$/,
    );
    expect(clock.now()).toBeLessThan(6.1 * 3600_000);
  });
});

describe("the queue of a resource", () => {
  it("is that of its source or of the copies into its region, or there is none", () => {
    const limits = examples.map((example) => {
      const inputs = program(example);
      const { kind } = example;
      const found = isExport(kind, inputs)
        ? limitOfExport(kind, inputs)
        : limitOf(kind, inputs, "eu-west-1", 5);
      return `${example.title}: ${found?.most ?? "any number of"} of ${found?.key ?? "them"}`;
    });
    expect(limits).toEqual([
      "MemoryDB snapshot: 1 of memorydb clusterName orders",
      "MemoryDB snapshot copy: any number of of them",
      "MemoryDB snapshot export: 1 of memorydb sourceSnapshotName orders-1",
      "Neptune cluster snapshot: 1 of neptune dbClusterIdentifier orders",
      "Neptune cluster snapshot copy: 5 of copies from other regions",
      "DocumentDB cluster snapshot: 1 of docdb dbClusterIdentifier orders",
      "DocumentDB cluster snapshot copy: 5 of copies from other regions",
      "ElastiCache snapshot of a replication group: 1 of elasticache replicationGroupId,cacheClusterId orders",
      "ElastiCache snapshot of a cluster: 1 of elasticache replicationGroupId,cacheClusterId carts",
      "ElastiCache snapshot copy: any number of of them",
      "ElastiCache snapshot export: 1 of elasticache sourceSnapshotName orders-1",
      "ElastiCache serverless cache snapshot: 1 of elasticache serverlessCacheName orders",
      "ElastiCache serverless cache snapshot copy: any number of of them",
      "ElastiCache serverless cache snapshot export: 1 of elasticache serverlessCacheSnapshotName orders-1",
      "Redshift Serverless snapshot of a namespace: 1 of redshiftserverless namespaceName orders",
      "Redshift Serverless snapshot of a recovery point: any number of of them",
      "Redshift Serverless snapshot copy configuration: any number of of them",
    ]);
  });

  it("is not the queue of copies from other regions if the copy stays within its region", () => {
    const copies = examples.filter(({ kind }) => kind.concurrencyLimit !== undefined);
    expect(copies).toHaveLength(2);
    for (const example of copies) {
      const arn = (region: string) => `arn:aws:rds:${region}:111122223333:cluster-snapshot:base`;
      const holds = (source: string, sourceRegion?: string) => {
        const inputs = { sourceDbClusterSnapshotIdentifier: source, sourceRegion };
        return limitOf(example.kind, inputs, "eu-west-1", 5) !== undefined;
      };
      expect(holds("base")).toBe(false);
      expect(holds("base", "eu-west-1")).toBe(false);
      expect(holds(arn("eu-west-1"))).toBe(false);
      expect(holds("base", "us-east-1")).toBe(true);
      expect(holds(arn("us-east-1"))).toBe(true);
    }
  });

  it("is named in words for people", () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal)).toEqual([
      "1st",
      "2nd",
      "3rd",
      "4th",
      "11th",
      "12th",
      "13th",
      "21st",
      "102nd",
      "111th",
    ]);
  });
});
