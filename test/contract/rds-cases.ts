import * as docdb from "@aws-sdk/client-docdb";
import * as neptune from "@aws-sdk/client-neptune";
import { NormalizedSchema } from "@smithy/core/schema";
import type { Kind } from "../../src/kinds/kind.js";
import type { LocalAws, RdsSnapshot } from "../../src/local-aws/index.js";
import type { KindCase, Snapshots } from "./cases.js";
import { home, type Place } from "./world.js";

const key = "1234abcd-12ab-34cd-56ef-1234567890ab";
const otherKey = "99999999-12ab-34cd-56ef-1234567890ab";
const snapshotArn = (name: string, region: string = home[1]) =>
  `arn:aws:rds:${region}:${home[0]}:cluster-snapshot:${name}`;

/** The cases of Neptune and of DocumentDB, which share one API. */
export function rdsCases(kindOf: (name: string) => Kind): Record<string, KindCase> {
  return {
    ...casesOf("neptune", kindOf, NormalizedSchema.of(neptune.DBClusterSnapshot$), (aws, name) =>
      described(new neptune.Neptune({ endpoint: aws.url, region: home[1] }), name),
    ),
    ...casesOf("docdb", kindOf, NormalizedSchema.of(docdb.DBClusterSnapshot$), (aws, name) =>
      described(new docdb.DocDB({ endpoint: aws.url, region: home[1] }), name),
    ),
  };
}

function casesOf(
  engine: "neptune" | "docdb",
  kindOf: (name: string) => Kind,
  answer: NormalizedSchema,
  describe: KindCase["describe"],
): Record<string, KindCase> {
  const hidden = {
    __provider: "exports.handler=()=>{}",
    __organization: "acme",
    __urn: `urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/${engine}:Any::orders`,
    tags: { team: "orders" },
  };
  const codes = {
    taken: "DBClusterSnapshotAlreadyExistsFault",
    quota: "SnapshotQuotaExceededFault",
    undeletable: "InvalidDBClusterSnapshotStateFault",
    gone: "DBClusterSnapshotNotFoundFault",
  };
  const common = {
    answer,
    goneForTags: "DBSnapshotNotFoundFault",
    describe,
    service: ({ rds }: LocalAws): Snapshots => ({
      all: rds.snapshots.bind(rds),
      manual: (account, region) =>
        rds
          .snapshots(account, region)
          .filter(({ name, source }) => source === "manual" && !name.startsWith("base")),
      fail: rds.fail.bind(rds),
      freeze: rds.freeze.bind(rds),
      vanish: rds.vanish.bind(rds),
    }),
    identity: ["dbClusterSnapshotIdentifier", "dbClusterSnapshotArn"],
    nowhere: [snapshotArn("nowhere"), "nowhere"],
  } as const;
  const settings = {
    sharedAccounts: ["DescribeDBClusterSnapshotAttributes", "ModifyDBClusterSnapshotAttribute"],
  };
  const words = { available: "available", failed: "failed", undeletable: "creating" };
  return {
    [`${engine}:ClusterSnapshot`]: {
      ...common,
      kind: kindOf(`${engine}:ClusterSnapshot`),
      words: { ...words, creating: "creating" },
      program: { ...hidden, dbClusterIdentifier: "orders" },
      spelled: {},
      others: {
        dbClusterIdentifier: "customers",
        dbClusterSnapshotIdentifier: "orders-2",
        sharedAccounts: ["222233334444", "333344445555"],
      },
      asRequest: ({ sharedAccounts: _, ...given }) => given,
      lookedUp: { dbClusterIdentifier: "orders", sharedAccounts: [] },
      unsaid: [".SourceDBClusterSnapshotArn"],
      calls: calls("CreateDBClusterSnapshot"),
      looks: [{ operation: "DescribeDBClusters" }],
      settings,
      codes: { ...codes, missing: "DBClusterNotFoundFault", busy: "InvalidDBClusterStateFault" },
      source: "dbClusterIdentifier",
      addSources: (aws, place) => addClusters(aws, engine, place),
      occupySource: (aws, seconds) => void addSnapshot(aws, "nightly", "automated", seconds),
      addForeign: (aws, name, place) => void addSnapshot(aws, name, "manual", 0, place),
    },
    [`${engine}:ClusterSnapshotCopy`]: {
      ...common,
      kind: kindOf(`${engine}:ClusterSnapshotCopy`),
      words: { ...words, creating: "copying" },
      program: { ...hidden, sourceDbClusterSnapshotIdentifier: snapshotArn("base"), kmsKeyId: key },
      spelled: { kmsKeyId: `arn:aws:kms:${home[1]}:${home[0]}:key/${key}` },
      others: {
        sourceDbClusterSnapshotIdentifier: snapshotArn("base-2"),
        targetDbClusterSnapshotIdentifier: "orders-2",
        kmsKeyId: otherKey,
        copyTags: true,
        sourceRegion: "eu-west-2",
        sharedAccounts: ["222233334444", "333344445555"],
      },
      beside: { sourceRegion: { sourceDbClusterSnapshotIdentifier: "base" } },
      asRequest: ({ sharedAccounts: _, sourceRegion = home[1], ...given }) => {
        const named = String(given["sourceDbClusterSnapshotIdentifier"]);
        const name = named.replace(/.*:/, "");
        return {
          ...given,
          // Within a region the name identifies the source.
          sourceDbClusterSnapshotIdentifier:
            sourceRegion === home[1] ? name : snapshotArn(name, String(sourceRegion)),
        };
      },
      lookedUp: {
        sourceDbClusterSnapshotIdentifier: snapshotArn("base"),
        sourceRegion: home[1],
        sharedAccounts: [],
      },
      calls: calls("CopyDBClusterSnapshot"),
      looks: [{ operation: "DescribeDBClusterSnapshots", where: isBase }],
      settings,
      codes: {
        ...codes,
        missing: "DBClusterSnapshotNotFoundFault",
        busy: "InvalidDBClusterSnapshotStateFault",
      },
      source: "sourceDbClusterSnapshotIdentifier",
      addSources: (aws, place) => {
        addClusters(aws, engine, place);
        // Shared with the account that tests move to.
        addSnapshot(aws, "base", "manual", 0, place).sharedWith.add("444455556666");
        addSnapshot(aws, "base-2", "manual", 0, place);
      },
      occupySource: (aws, seconds) =>
        void aws.rds.snapshot(...home, "base")?.lifetime.occupy("copying", seconds),
      addForeign: (aws, name, place) => void addSnapshot(aws, name, "manual", 0, place),
    },
  };
}

/** Returns whether a request describes a source. */
function isBase({
  DBClusterSnapshotIdentifier: named,
}: Readonly<Record<string, unknown>>): boolean {
  return typeof named === "string" && /(^|:)base(-2)?$/.test(named);
}

function calls(create: string): KindCase["calls"] {
  const one = (input: Readonly<Record<string, unknown>>) => "DBClusterSnapshotIdentifier" in input;
  const named = (operation: string) => ({ operation });
  return {
    list: { operation: "DescribeDBClusterSnapshots", where: (input) => !one(input) },
    create: named(create),
    find: {
      operation: "DescribeDBClusterSnapshots",
      where: (input) => one(input) && !isBase(input),
    },
    delete: named("DeleteDBClusterSnapshot"),
    tags: named("ListTagsForResource"),
    tag: named("AddTagsToResource"),
    untag: named("RemoveTagsFromResource"),
  };
}

/** Adds two encrypted clusters of an engine. */
function addClusters(aws: LocalAws, Engine: string, place: Place = home): void {
  for (const DBClusterIdentifier of ["orders", "customers"]) {
    // A type that AWS reports: it does not report the default type.
    const StorageType = "iopt1";
    aws.rds.addCluster(...place, {
      DBClusterIdentifier,
      Engine,
      KmsKeyId: "alias/orders",
      StorageType,
    });
  }
}

/** Adds a snapshot of the cluster `orders`. */
function addSnapshot(
  aws: LocalAws,
  name: string,
  source: RdsSnapshot["source"],
  seconds: number,
  [account, region]: Place = home,
): RdsSnapshot {
  const state = aws.rds.at(account, region);
  const cluster = state.clusters.get("orders");
  if (cluster === undefined) {
    throw new Error("the sources must be there before snapshots of them");
  }
  return state.addSnapshotOf(cluster, { name, source, tags: new Map() }, seconds);
}

async function described(
  client: Pick<neptune.Neptune, "describeDBClusterSnapshots" | "destroy">,
  DBClusterSnapshotIdentifier: string,
): Promise<object> {
  const { DBClusterSnapshots = [] } = await client.describeDBClusterSnapshots({
    DBClusterSnapshotIdentifier,
  });
  client.destroy();
  return { ...DBClusterSnapshots[0] };
}
