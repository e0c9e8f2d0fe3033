import type {
  CopySnapshotMessage,
  CopySnapshotResult,
  CreateCacheClusterMessage,
  CreateCacheClusterResult,
  CreateReplicationGroupMessage,
  CreateReplicationGroupResult,
  CreateSnapshotMessage,
  CreateSnapshotResult,
  DeleteSnapshotMessage,
  DeleteSnapshotResult,
  DescribeSnapshotsListMessage,
  DescribeSnapshotsMessage,
  Snapshot,
} from "@aws-sdk/client-elasticache";
import { AwsError } from "../aws-error.js";
import type { Clock } from "../clock.js";
import { countOne } from "../daily-quota.js";
import { pageOf } from "../pages.js";
import { type Checked, type Handler, handler } from "../service.js";
import { withTags } from "../tags.js";
import type { ElastiCacheNodes, NodeSnapshot, NodeSource, NodesPlace } from "./nodes.js";
import {
  type Codes,
  found,
  INVALID,
  mustBeAtRest,
  mustBeFree,
  newIdentifier,
  tagRules,
} from "./rules.js";

const codes: Codes = {
  gone: "SnapshotNotFoundFault",
  exists: "SnapshotAlreadyExistsFault",
  state: "InvalidSnapshotStateFault",
};

/** Manual snapshots of one node in 24 hours. */
const PER_DAY = 20;

/** How the filter `SnapshotSource` calls what the snapshots themselves call manual and automated. */
const sources: Readonly<Record<string, NodeSnapshot["source"]>> = {
  user: "manual",
  system: "automated",
};

/** Snapshots of replication groups and clusters: taking, copying, exporting, describing, deleting. */
export function nodeOperations(nodes: ElastiCacheNodes, clock: Clock): Record<string, Handler> {
  const { behaviour } = nodes;
  return {
    CreateReplicationGroup: handler<CreateReplicationGroupMessage, CreateReplicationGroupResult>(
      (input, caller) => {
        const place = nodes.at(caller.account, caller.region);
        const { ReplicationGroupId: name, NumNodeGroups: shards = 1, KmsKeyId } = input;
        const { arn } = place.addSource("replicationgroup", {
          name,
          shards,
          ...(KmsKeyId === undefined ? {} : { kmsKeyId: KmsKeyId }),
        });
        return { ReplicationGroup: { ReplicationGroupId: name, ARN: arn, Status: "creating" } };
      },
    ),

    CreateCacheCluster: handler<CreateCacheClusterMessage, CreateCacheClusterResult>(
      (input, caller) => {
        const place = nodes.at(caller.account, caller.region);
        const { CacheClusterId: name, Engine: engine = "redis" } = input;
        const { arn } = place.addSource("cluster", { name, engine });
        return { CacheCluster: { CacheClusterId: name, ARN: arn, CacheClusterStatus: "creating" } };
      },
    ),

    CreateSnapshot: handler<CreateSnapshotMessage, CreateSnapshotResult>((input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      const name = newIdentifier(input.SnapshotName, "SnapshotName");
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      const source = sourceOf(place, input);
      mustBeFree(place.snapshots.has(name), name, codes);
      mustBeIdle(place, source);
      const of = `The node of ${source.name}`;
      countOne(source.snapshotTimes, clock.now(), PER_DAY, "SnapshotQuotaExceededFault", of);
      const kmsKeyId = place.keyArn(input.KmsKeyId) ?? source.kmsKeyId;
      const snapshot = place.addSnapshotOf(
        source,
        { name, source: "manual", kmsKeyId, tags },
        behaviour.snapshotDuration,
      );
      return { Snapshot: describe(snapshot) };
    }),

    CopySnapshot: handler<CopySnapshotMessage, CopySnapshotResult>((input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      const { TargetBucket: bucket, TargetSnapshotName: target } = input;
      const name = bucket === undefined ? newIdentifier(target, "TargetSnapshotName") : target;
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      const source = snapshotOf(place, input.SourceSnapshotName);
      mustBeAtRest(source, bucket === undefined ? "copied" : "exported", codes);
      const kmsKeyId = place.keyArn(input.KmsKeyId) ?? source.kmsKeyId;
      const { configuration, nodes: parts } = source;
      const copy = { name, source: "manual", kmsKeyId, configuration, nodes: parts, tags } as const;
      if (bucket === undefined) {
        mustBeFree(place.snapshots.has(name), name, codes);
        return {
          Snapshot: describe(
            place.addSnapshot({ ...copy, takenFrom: undefined }, behaviour.copyDuration),
          ),
        };
      }
      if (name.length < 1 || name.length > 1000) {
        throw new AwsError(INVALID, "The name of an export has 1 to 1000 characters.");
      }
      const keys = parts.map(({ NodeGroupId }) => `${name}-${NodeGroupId}.rdb`);
      nodes.buckets.export(bucket, keys, INVALID, () =>
        source.lifetime.occupy(behaviour.exportSourceStatus, behaviour.exportDuration),
      );
      if (behaviour.exportTargetShown !== "never" && !place.snapshots.has(name)) {
        const shown = place.addSnapshot(
          { ...copy, takenFrom: undefined, tags: new Map() },
          behaviour.exportDuration,
        );
        if (behaviour.exportTargetShown === "while exporting") {
          shown.lifetime.delete("creating", behaviour.exportDuration);
        }
      }
      const ARN = place.arn("snapshot", name);
      return {
        Snapshot: {
          ...describe(source),
          SnapshotName: name,
          ARN,
          SnapshotSource: "manual",
          KmsKeyId: kmsKeyId,
          SnapshotStatus: "creating",
        },
      };
    }),

    DescribeSnapshots: handler<DescribeSnapshotsMessage, DescribeSnapshotsListMessage>(
      (input, caller) => {
        const place = nodes.at(caller.account, caller.region);
        const { SnapshotName, SnapshotSource, Marker: token, MaxRecords: size } = input;
        const source = SnapshotSource === undefined ? undefined : sources[SnapshotSource];
        if (SnapshotSource !== undefined && source === undefined) {
          throw new AwsError(INVALID, `SnapshotSource is system or user, not "${SnapshotSource}".`);
        }
        if (size !== undefined && (size < 20 || size > 50)) {
          throw new AwsError(INVALID, "MaxRecords must be between 20 and 50.");
        }
        const all =
          SnapshotName === undefined ? place.snapshots.values() : [snapshotOf(place, SnapshotName)];
        const chosen = all.filter(
          (snapshot) =>
            (source ?? snapshot.source) === snapshot.source &&
            isOf(snapshot, "ReplicationGroupId", input.ReplicationGroupId) &&
            isOf(snapshot, "CacheClusterId", input.CacheClusterId),
        );
        const page = pageOf(chosen, { token, size, defaultSize: 50, invalid: INVALID });
        return {
          Snapshots: page.items.map((item) => describe(item, input.ShowNodeGroupConfig)),
          Marker: page.nextToken,
        };
      },
    ),

    DeleteSnapshot: handler<DeleteSnapshotMessage, DeleteSnapshotResult>((input, caller) => {
      const snapshot = snapshotOf(nodes.at(caller.account, caller.region), input.SnapshotName);
      mustBeAtRest(snapshot, "deleted", codes);
      snapshot.lifetime.delete("deleting", behaviour.deleteDuration);
      return { Snapshot: describe(snapshot) };
    }),
  };
}

/** The node-based snapshot of that name, or SnapshotNotFoundFault. */
export function snapshotOf(place: NodesPlace, name: string): NodeSnapshot {
  return found(place.snapshots.get(name), codes.gone, `Snapshot ${name}`);
}

/** What a snapshot shall be taken of: exactly one of two, and not of an engine that has no snapshots. */
function sourceOf(
  place: NodesPlace,
  { ReplicationGroupId: group, CacheClusterId: cluster }: Checked<CreateSnapshotMessage>,
): NodeSource {
  if ((group === undefined) === (cluster === undefined)) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      "Exactly one of ReplicationGroupId and CacheClusterId must be provided.",
    );
  }
  const source =
    group === undefined
      ? found(
          place.clusters.get((cluster ?? "").toLowerCase()),
          "CacheClusterNotFoundFault",
          `CacheCluster ${cluster}`,
        )
      : found(
          place.replicationGroups.get(group.toLowerCase()),
          "ReplicationGroupNotFoundFault",
          `ReplicationGroup ${group}`,
        );
  const { Engine, CacheNodeType } = source.configuration;
  if (Engine === "memcached" || CacheNodeType === "cache.t1.micro") {
    throw new AwsError(
      "SnapshotFeatureNotSupportedFault",
      `Snapshots are not supported for ${Engine} on ${CacheNodeType}.`,
    );
  }
  return source;
}

function mustBeIdle(place: NodesPlace, source: NodeSource): void {
  const running = place.snapshotting(source);
  if (running === undefined) return;
  throw new AwsError(
    source.configuration.ReplicationGroupId === undefined
      ? "InvalidCacheClusterStateFault"
      : "InvalidReplicationGroupStateFault",
    `${source.name} is snapshotting: its snapshot ${running.name} is creating.`,
  );
}

function isOf(
  { configuration }: NodeSnapshot,
  key: "ReplicationGroupId" | "CacheClusterId",
  wanted: string | undefined,
): boolean {
  return wanted === undefined || configuration[key] === wanted.toLowerCase();
}

function describe(snapshot: NodeSnapshot, detail = false): Snapshot {
  return {
    ...snapshot.configuration,
    SnapshotName: snapshot.name,
    SnapshotStatus: snapshot.lifetime.status,
    SnapshotSource: snapshot.source,
    KmsKeyId: snapshot.kmsKeyId,
    ARN: snapshot.arn,
    NodeSnapshots: snapshot.nodes.map(({ NodeGroupConfiguration, ...node }) =>
      detail ? { ...node, NodeGroupConfiguration } : node,
    ),
  };
}
