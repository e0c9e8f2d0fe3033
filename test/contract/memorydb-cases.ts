import { DescribeSnapshotsCommand, MemoryDBClient, Snapshot$ } from "@aws-sdk/client-memorydb";
import { NormalizedSchema } from "@smithy/core/schema";
import type { Kind } from "../../src/kinds/kind.js";
import type { LocalAws, MemoryDbSnapshot } from "../../src/local-aws/index.js";
import type { KindCase, Purpose, Snapshots } from "./cases.js";
import { home, type Place } from "./world.js";

const key = "1234abcd-12ab-34cd-56ef-1234567890ab";
const otherKey = "99999999-12ab-34cd-56ef-1234567890ab";

/** The inputs that the engine and the base class add to those of the program. */
const hidden = {
  __provider: "exports.handler=()=>{}",
  __organization: "acme",
  __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/memorydb:Any::orders",
};

/** The cases of MemoryDB. */
export function memorydbCases(kindOf: (name: string) => Kind): Record<string, KindCase> {
  const common = {
    answer: NormalizedSchema.of(Snapshot$),
    describe: describeOne,
    service: ({ memorydb }: LocalAws): Snapshots => ({
      all: memorydb.snapshots.bind(memorydb),
      manual: (account, region) =>
        memorydb.snapshots(account, region).filter(({ source }) => source === "manual"),
      fail: memorydb.fail.bind(memorydb),
      freeze: memorydb.freeze.bind(memorydb),
      vanish: memorydb.vanish.bind(memorydb),
    }),
    spelled: { kmsKeyId: `arn:aws:kms:${home[1]}:${home[0]}:key/${key}` },
    looks: [],
    words: {
      creating: "creating",
      available: "available",
      failed: "failed",
      undeletable: "copying",
    },
    identity: ["name", "arn"],
    nowhere: [`arn:aws:memorydb:${home[1]}:${home[0]}:snapshot/nowhere`, "nowhere"],
  } as const;
  const codes = {
    taken: "SnapshotAlreadyExistsFault",
    quota: "SnapshotQuotaExceededFault",
    undeletable: "InvalidSnapshotStateFault",
    gone: "SnapshotNotFoundFault",
  };
  return {
    "memorydb:Snapshot": {
      ...common,
      kind: kindOf("memorydb:Snapshot"),
      program: { ...hidden, clusterName: "orders", kmsKeyId: key, tags: { team: "orders" } },
      others: { clusterName: "customers", snapshotName: "orders-2", kmsKeyId: otherKey },
      lookedUp: { clusterName: "orders" },
      calls: calls("CreateSnapshot"),
      codes: { ...codes, missing: "ClusterNotFoundFault", busy: "InvalidClusterStateFault" },
      source: "clusterName",
      addSources: addClusters,
      occupySource: (aws, seconds) => void addSnapshot(aws, "nightly", "automated", seconds),
      addForeign: (aws, name, place) => void addSnapshot(aws, name, "manual", 0, place),
    },
    "memorydb:SnapshotCopy": {
      ...common,
      kind: kindOf("memorydb:SnapshotCopy"),
      program: { ...hidden, sourceSnapshotName: "base", kmsKeyId: key, tags: { team: "orders" } },
      others: {
        sourceSnapshotName: "base-2",
        targetSnapshotName: "orders-2",
        targetBucket: "backups",
        kmsKeyId: otherKey,
      },
      lookedUp: {},
      exporting: { targetBucket: "backups" },
      calls: calls("CopySnapshot"),
      codes: { ...codes, missing: "SnapshotNotFoundFault", busy: "InvalidSnapshotStateFault" },
      source: "sourceSnapshotName",
      addSources: (aws, place) => {
        addClusters(aws, place);
        addSnapshot(aws, "base", "automated", 0, place);
        addSnapshot(aws, "base-2", "automated", 0, place);
      },
      occupySource: (aws, seconds) =>
        void aws.memorydb.snapshot(...home, "base")?.lifetime.occupy("copying", seconds),
      addForeign: (aws, name, place) => void addSnapshot(aws, name, "manual", 0, place),
    },
  };
}

function calls(create: string): KindCase["calls"] {
  const describes = (one: boolean) => ({
    operation: "DescribeSnapshots",
    where: (input: Readonly<Record<string, unknown>>) => "SnapshotName" in input === one,
  });
  const named = (operation: string) => ({ operation });
  return {
    list: describes(false),
    create: named(create),
    find: describes(true),
    delete: named("DeleteSnapshot"),
    tags: named("ListTags"),
    tag: named("TagResource"),
    untag: named("UntagResource"),
  } satisfies Record<Purpose, object>;
}

/** Adds two clusters. AWS reports everything that it can about the first. */
function addClusters(aws: LocalAws, place: Place = home): void {
  const { configuration } = aws.memorydb.addCluster(...place, {
    ClusterName: "orders",
    Description: "all orders",
    NumShards: 2,
    KmsKeyId: "alias/orders",
  });
  Object.assign(configuration, {
    TopicArn: "arn:aws:sns:eu-west-1:111122223333:orders",
    MultiRegionParameterGroupName: "default.multi",
    MultiRegionClusterName: "world-orders",
  } satisfies typeof configuration);
  aws.memorydb.addCluster(...place, { ClusterName: "customers" });
}

/** Adds a snapshot of the cluster `orders`. */
function addSnapshot(
  aws: LocalAws,
  name: string,
  source: MemoryDbSnapshot["source"],
  seconds: number,
  [account, region]: Place = home,
): MemoryDbSnapshot {
  const state = aws.memorydb.at(account, region);
  const cluster = state.clusters.get("orders");
  if (cluster === undefined) {
    throw new Error("the sources must be there before snapshots of them");
  }
  const { kmsKeyId } = cluster;
  return state.addSnapshotOf(cluster, { name, source, kmsKeyId, tags: new Map() }, seconds);
}

async function describeOne(aws: LocalAws, SnapshotName: string): Promise<object> {
  const client = new MemoryDBClient({ endpoint: aws.url, region: home[1] });
  const { Snapshots = [] } = await client.send(
    new DescribeSnapshotsCommand({ SnapshotName, ShowDetail: true }),
  );
  client.destroy();
  return { ...Snapshots[0] };
}
