import { expect } from "vitest";
import { Connections } from "../../src/aws/connection.js";
import type { LocalAws } from "../../src/local-aws/index.js";
import { invoke } from "../../src/lookups/invoke.js";
import { lookups } from "../../src/schema/lookups.js";
import type { Props } from "../../src/values/json.js";
import { caseOf, casesByKind, type Held, type KindCase } from "./cases.js";
import { home, type Place, type World } from "./world.js";

/** What the tests of lookups need to know about a kind of snapshot. */
export interface LookupCase {
  readonly example: KindCase;
  readonly get: string;
  readonly latest: string;
  /** The input that names the source. */
  readonly key: string;
  /** The ARN of the source, if the lookup takes ARNs. */
  readonly sourceArn: string | undefined;
  /** AWS's codes for a source that is not there. */
  readonly sourceGone: string;
  /** The most snapshots that AWS shows on a page. */
  readonly pageSize: number;
  /** The kind whose copies the lookups find too. */
  readonly copies: string | undefined;
  /** Adds an automatic snapshot of the source `orders`, where AWS takes such. */
  addAutomatic?(aws: LocalAws, place?: Place): Held;
}

const rds = (engine: "neptune" | "docdb"): LookupCase => ({
  example: caseOf(`${engine}:ClusterSnapshot`),
  get: `${engine}:getClusterSnapshot`,
  latest: `${engine}:getLatestClusterSnapshot`,
  key: "dbClusterIdentifier",
  sourceArn: `arn:aws:rds:${home[1]}:${home[0]}:cluster:orders`,
  sourceGone: "DBClusterNotFoundFault",
  pageSize: 100,
  copies: `${engine}:ClusterSnapshotCopy`,
  addAutomatic: (aws, place = home) => aws.rds.addAutomaticSnapshot(...place, "orders"),
});

/** The cases, one for each kind of snapshot. */
export const lookupCases: readonly LookupCase[] = [
  {
    example: caseOf("memorydb:Snapshot"),
    get: "memorydb:getSnapshot",
    latest: "memorydb:getLatestSnapshot",
    key: "clusterName",
    sourceArn: `arn:aws:memorydb:${home[1]}:${home[0]}:cluster/orders`,
    sourceGone: "ClusterNotFoundFault",
    pageSize: 50,
    copies: "memorydb:SnapshotCopy",
    addAutomatic: (aws, place = home) => aws.memorydb.addAutomaticSnapshot(...place, "orders"),
  },
  rds("neptune"),
  rds("docdb"),
  {
    example: caseOf("elasticache:Snapshot"),
    get: "elasticache:getSnapshot",
    latest: "elasticache:getLatestSnapshot",
    key: "replicationGroupId",
    sourceArn: `arn:aws:elasticache:${home[1]}:${home[0]}:replicationgroup:orders`,
    sourceGone: "ReplicationGroupNotFoundFault",
    pageSize: 50,
    copies: "elasticache:SnapshotCopy",
    addAutomatic: (aws, place = home) =>
      aws.elasticache.nodes.addAutomaticSnapshot(...place, "orders"),
  },
  {
    example: caseOf("elasticache:ServerlessCacheSnapshot"),
    get: "elasticache:getServerlessCacheSnapshot",
    latest: "elasticache:getLatestServerlessCacheSnapshot",
    key: "serverlessCacheName",
    sourceArn: `arn:aws:elasticache:${home[1]}:${home[0]}:serverlesscache:orders`,
    sourceGone: "ServerlessCacheNotFoundFault",
    pageSize: 50,
    copies: "elasticache:ServerlessCacheSnapshotCopy",
    addAutomatic: (aws, place = home) =>
      aws.elasticache.serverless.addAutomaticSnapshot(...place, "orders"),
  },
  {
    example: caseOf("redshiftserverless:Snapshot"),
    get: "redshiftserverless:getSnapshot",
    latest: "redshiftserverless:getLatestSnapshot",
    key: "namespaceName",
    sourceArn: undefined,
    sourceGone: "ResourceNotFoundException",
    pageSize: 100,
    // Redshift Serverless has no operation that copies a snapshot.
    copies: undefined,
  },
];

/** The lookups that are not of snapshots, with their own tests. */
export const otherLookups = ["redshiftserverless:getSnapshotCopyConfiguration"] as const;

/** The kinds about which no lookup can ask: AWS reports nothing about exports. */
export const notLookedUp = ["elasticache:ServerlessCacheSnapshotExport"] as const;

/** The declarations and the kinds, which the table must cover. */
export const everyLookup = Object.keys(lookups);
export const everyCopy = Object.keys(casesByKind).filter((name) => name.endsWith("Copy"));

/** What a lookup did. */
export interface Asked {
  readonly result: Props;
  /** What people were told while it waited. */
  readonly told: readonly string[];
}

/** Asks in a new process, which remembers nothing. The lookup must accept its arguments. */
export async function asked(
  { aws }: World,
  name: string,
  args: Props,
  config: Record<string, string> = {},
): Promise<Asked> {
  const told: string[] = [];
  const answer = await invoke(name, args, {
    connections: new Connections(new Map(Object.entries(config))),
    clock: {
      now: () => aws.clock.now(),
      sleep: async (milliseconds) => aws.clock.advance(Math.ceil(milliseconds)),
    },
    tell: (text) => void told.push(text),
  });
  return "result" in answer ? { result: answer.result, told } : expect.fail(JSON.stringify(answer));
}

/** Returns what is wrong with arguments: the sentences by property. */
export async function refused(world: World, name: string, args: Props): Promise<unknown> {
  world.aws.requests.clear();
  const answer = await invoke(name, args, {
    connections: new Connections(undefined),
    clock: { now: () => 0, sleep: () => expect.fail("nothing is asked, so nothing waits") },
    tell: () => {},
  });
  expect(world.aws.requests.all()).toEqual([]);
  return "failures" in answer
    ? Object.fromEntries(answer.failures.map(({ property, reason }) => [property, reason]))
    : answer;
}

/** Adds a manual snapshot of the source `orders`, a minute after everything before. */
export function addManual({ example }: LookupCase, aws: LocalAws, name: string): Held {
  aws.clock.advance(60_000);
  example.addForeign(aws, name);
  const added = example
    .service(aws)
    .all(...home)
    .find((one) => one.name === name);
  return added ?? expect.fail(`${name} was not added`);
}
