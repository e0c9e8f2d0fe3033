import type {
  CreateSnapshotMessage,
  ElastiCache,
  NodeSnapshot as NodePart,
  Snapshot,
} from "@aws-sdk/client-elasticache";
import type { Clock } from "../clock.js";
import { countOne } from "../store/daily-quota.js";
import { exportSnapshot } from "../store/export.js";
import { filteredListing } from "../store/listing-filters.js";
import { withTags } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import { type Checked, type Handler, handlers } from "../wire/service.js";
import { clusterOf, groupOf, mustBeIdle } from "./node-source-operations.js";
import type { ElastiCacheNodes, NodeSnapshot, NodeSource, NodesPlace } from "./nodes.js";
import {
  type Codes,
  found,
  INVALID,
  mustBeFree,
  mustBeReady,
  newIdentifier,
  recordsOf,
  tagRules,
} from "./rules.js";

const codes: Codes = {
  gone: "SnapshotNotFoundFault",
  exists: "SnapshotAlreadyExistsFault",
  state: "InvalidSnapshotStateFault",
};

/** The number of manual snapshots of a node that AWS allows in 24 hours. */
const PER_DAY = 20;

/** The words of the filter `SnapshotSource` for the snapshot sources "manual" and "automated". */
const sources: Readonly<Record<string, NodeSnapshot["source"]>> = {
  user: "manual",
  system: "automated",
};

/** Snapshots of replication groups and clusters: taking, copying, exporting, describing, deleting. */
export function nodeOperations(nodes: ElastiCacheNodes, clock: Clock): Record<string, Handler> {
  const { behaviour } = nodes;
  return handlers<ElastiCache>({
    CreateSnapshot: (input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      const name = newIdentifier(input.SnapshotName, "SnapshotName");
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      const source = sourceOf(place, input);
      mustBeFree(place.snapshots.has(name), codes);
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
    },

    CopySnapshot: (input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      const { TargetBucket: bucket, TargetSnapshotName: target } = input;
      const name = bucket === undefined ? newIdentifier(target, "TargetSnapshotName") : target;
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      const source = snapshotOf(place, input.SourceSnapshotName);
      mustBeReady(source, bucket === undefined ? "copied" : "exported", codes);
      const { configuration, nodes: parts } = source;
      const copy = {
        name,
        source: "manual",
        kmsKeyId: place.keyArn(input.KmsKeyId) ?? source.kmsKeyId,
        configuration,
        nodes: parts,
        takenFrom: undefined,
        tags,
      } as const;
      if (bucket === undefined) {
        mustBeFree(place.snapshots.has(name), codes);
        return { Snapshot: describe(place.addSnapshot(copy, behaviour.copyDuration)) };
      }
      if (configuration.DataTiering === "enabled") {
        throw new AwsError(INVALID, "Snapshots of nodes with data tiering cannot be exported.");
      }
      const shards = parts.map(({ NodeGroupId }) => NodeGroupId ?? "0001");
      exportSnapshot(
        nodes,
        { source, bucket, name, shards, invalid: INVALID, service: "ElastiCache" },
        place.snapshots,
        (seconds) => place.addSnapshot({ ...copy, tags: new Map() }, seconds),
      );
      return {
        Snapshot: {
          ...describe(source),
          SnapshotName: name,
          ARN: place.arn("snapshot", name),
          SnapshotSource: "manual",
          KmsKeyId: copy.kmsKeyId,
          SnapshotStatus: "creating",
        },
      };
    },

    DescribeSnapshots: (input, caller) => {
      const place = nodes.at(caller.account, caller.region);
      const { SnapshotName, SnapshotSource } = input;
      const source = SnapshotSource === undefined ? undefined : sources[SnapshotSource];
      if (SnapshotSource !== undefined && source === undefined) {
        throw new AwsError(
          INVALID,
          `SnapshotSource must be system or user, not "${SnapshotSource}".`,
        );
      }
      // An unknown name is not an error: the list is empty.
      const all = place.snapshots
        .values()
        .filter(({ name }) => name === (SnapshotName?.toLowerCase() ?? name));
      const chosen = filteredListing(
        all,
        {
          source: (snapshot) =>
            isOf(snapshot, "ReplicationGroupId", input.ReplicationGroupId) &&
            isOf(snapshot, "CacheClusterId", input.CacheClusterId),
          sort: source && ((snapshot) => snapshot.source === source),
        },
        behaviour,
      );
      const page = recordsOf(chosen, input, 50);
      return {
        Snapshots: page.items.map((item) => describe(item, input.ShowNodeGroupConfig)),
        Marker: page.nextToken,
      };
    },

    DeleteSnapshot: (input, caller) => {
      const snapshot = snapshotOf(nodes.at(caller.account, caller.region), input.SnapshotName);
      mustBeReady(snapshot, "deleted", codes);
      snapshot.lifetime.delete("deleting", behaviour.deleteDuration);
      return { Snapshot: describe(snapshot) };
    },
  });
}

/** Returns the node-based snapshot of this name. Throws SnapshotNotFoundFault if there is none. */
export function snapshotOf(place: NodesPlace, name: string): NodeSnapshot {
  return found(place.snapshots.get(name), codes.gone, `Snapshot ${name}`);
}

/** Returns the source of a new snapshot: a group with cluster mode, or a node. Refuses engines that have no snapshots. */
function sourceOf(
  place: NodesPlace,
  { ReplicationGroupId: group, CacheClusterId: cluster }: Checked<CreateSnapshotMessage>,
): NodeSource {
  if (group === undefined && cluster === undefined) {
    throw new AwsError(INVALID, "One of CacheClusterId or ReplicationGroupId must be provided.");
  }
  const whole = group === undefined ? undefined : groupOf(place, group);
  const node = cluster === undefined ? undefined : clusterOf(place, cluster);
  if (whole !== undefined && node === undefined && whole.members.length > 0) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      "Cannot snapshot a replication group with cluster-mode disabled. Please specify a cache cluster instead.",
    );
  }
  const source = node ?? whole ?? clusterOf(place, "");
  if (node !== undefined && whole !== undefined && node.partOf !== whole) {
    throw new AwsError(
      "InvalidParameterCombinationException",
      `${node.name} is not a node of the replication group ${whole.name}.`,
    );
  }
  const { Engine, CacheNodeType } = source.configuration;
  if (Engine === "memcached" || CacheNodeType === "cache.t1.micro") {
    throw new AwsError(
      "SnapshotFeatureNotSupportedFault",
      `Snapshots are not supported for ${Engine} on ${CacheNodeType}.`,
    );
  }
  return source;
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
    NodeSnapshots: snapshot.nodes.map((node) => describeNode(snapshot, node, detail)),
  };
}

/** Describes the part of one node. During a backup ElastiCache does not report which node of a shard it uses. */
function describeNode(
  { takenFrom, lifetime, configuration }: NodeSnapshot,
  { NodeGroupConfiguration, ...node }: NodePart,
  detail: boolean,
): NodePart {
  const atWork = takenFrom !== undefined && lifetime.status === "creating";
  const { CacheNodeId, CacheNodeCreateTime, NodeGroupId } = node;
  const begun =
    configuration.ReplicationGroupId === undefined ? { CacheNodeId, CacheNodeCreateTime } : {};
  return {
    ...(atWork ? { ...begun, NodeGroupId, CacheSize: "" } : node),
    ...(detail && { NodeGroupConfiguration }),
  };
}
