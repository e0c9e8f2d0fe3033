import type { MemoryDB, Snapshot } from "@aws-sdk/client-memorydb";
import type { Clock } from "../clock.js";
import { countOne } from "../store/daily-quota.js";
import { exportSnapshot } from "../store/export.js";
import { filteredListing } from "../store/listing-filters.js";
import { pageOf } from "../store/pages.js";
import { mustHaveRole } from "../store/service-linked-role.js";
import { withTags } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import { type Handler, handlers } from "../wire/service.js";
import type { MemoryDb } from "./memorydb.js";
import type { MemoryDbSnapshot } from "./place.js";
import {
  clusterOf,
  INVALID,
  mustBeFree,
  mustBeIdle,
  newName,
  SNAPSHOTS_PER_DAY,
  snapshotOf,
  tagRules,
} from "./rules.js";

/** The words of the filter `Source` for the snapshot sources "manual" and "automated". */
const sources: Readonly<Record<string, MemoryDbSnapshot["source"]>> = {
  user: "manual",
  system: "automated",
};

/** Snapshots: taking, copying, exporting, describing, deleting. */
export function snapshotOperations(memorydb: MemoryDb, clock: Clock): Record<string, Handler> {
  const { behaviour } = memorydb;
  return handlers<MemoryDB>({
    CreateSnapshot: (input, caller) => {
      mustHaveRole(behaviour);
      const place = memorydb.at(caller.account, caller.region);
      const name = newName(input.SnapshotName, "snapshot");
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      const cluster = clusterOf(place, input.ClusterName);
      mustBeFree(place, name);
      mustBeIdle(place, cluster);
      const code = "SnapshotQuotaExceededFault";
      const of = `The cluster ${cluster.name}`;
      countOne(cluster.snapshotTimes, clock.now(), SNAPSHOTS_PER_DAY, code, of);
      const kmsKeyId = place.keyArn(input.KmsKeyId) ?? cluster.kmsKeyId;
      const snapshot = place.addSnapshotOf(
        cluster,
        { name, source: "manual", kmsKeyId, tags },
        behaviour.snapshotDuration,
      );
      return { Snapshot: { ...describe(snapshot), Status: "creating" } };
    },

    CopySnapshot: (input, caller) => {
      mustHaveRole(behaviour);
      const place = memorydb.at(caller.account, caller.region);
      const { TargetBucket: bucket, TargetSnapshotName: target } = input;
      const name = bucket === undefined ? newName(target, "snapshot") : target;
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      const source = snapshotOf(place, input.SourceSnapshotName);
      if (source.lifetime.busy || source.lifetime.status !== "available") {
        throw wrongState(source, bucket === undefined ? "copied" : "exported");
      }
      const { configuration, shards } = source;
      const copy = {
        name,
        source: "manual",
        kmsKeyId: place.keyArn(input.KmsKeyId) ?? source.kmsKeyId,
        configuration,
        shards,
        takenFrom: undefined,
        tags,
      } as const;
      if (bucket === undefined) {
        mustBeFree(place, name);
        const added = place.addSnapshot(copy, behaviour.copyDuration);
        return { Snapshot: { ...describe(added), Status: "creating" } };
      }
      const names = shards.map(({ Name }) => Name);
      exportSnapshot(
        memorydb,
        { source, bucket, name, shards: names, invalid: INVALID, service: "MemoryDB" },
        place.snapshots,
        (seconds) => place.addSnapshot({ ...copy, tags: new Map() }, seconds),
      );
      return {
        Snapshot: {
          ...describe(source),
          Name: name,
          ARN: place.arn("snapshot", name),
          Source: "manual",
          KmsKeyId: copy.kmsKeyId,
          Status: "creating",
        },
      };
    },

    DescribeSnapshots: (input, caller) => {
      const place = memorydb.at(caller.account, caller.region);
      const { ClusterName, SnapshotName, Source, NextToken: token, MaxResults: size } = input;
      const source = Source === undefined ? undefined : sources[Source];
      if (Source !== undefined && source === undefined) {
        throw new AwsError(INVALID, `The filter Source must be system or user, not "${Source}".`);
      }
      const found = filteredListing(
        SnapshotName === undefined ? place.snapshots.values() : [snapshotOf(place, SnapshotName)],
        {
          source:
            ClusterName === undefined
              ? undefined
              : ({ configuration }) => configuration.Name === ClusterName.toLowerCase(),
          sort: source && ((snapshot) => snapshot.source === source),
        },
        behaviour,
      );
      const page = pageOf(found, { token, size, defaultSize: 50, invalid: INVALID });
      return {
        Snapshots: page.items.map((item) => describe(item, input.ShowDetail)),
        NextToken: page.nextToken,
      };
    },

    DeleteSnapshot: (input, caller) => {
      mustHaveRole(behaviour);
      const snapshot = snapshotOf(memorydb.at(caller.account, caller.region), input.SnapshotName);
      // A failed snapshot can be deleted. A snapshot that a cluster is being restored from cannot.
      if (snapshot.lifetime.busy || snapshot.lifetime.status === "restoring") {
        throw wrongState(snapshot, "deleted");
      }
      snapshot.lifetime.delete("deleting", behaviour.deleteDuration);
      return { Snapshot: { ...describe(snapshot), Status: "deleting" } };
    },
  });
}

function wrongState(snapshot: MemoryDbSnapshot, todo: string): AwsError {
  return new AwsError(
    "InvalidSnapshotStateFault",
    `The snapshot ${snapshot.name} is ${snapshot.lifetime.status} and cannot be ${todo} now.`,
  );
}

function describe(snapshot: MemoryDbSnapshot, detail = false): Snapshot {
  return {
    Name: snapshot.name,
    Status: snapshot.lifetime.status,
    Source: snapshot.source,
    KmsKeyId: snapshot.kmsKeyId,
    ARN: snapshot.arn,
    ClusterConfiguration: {
      ...snapshot.configuration,
      ...(detail ? { Shards: [...snapshot.shards] } : {}),
    },
    DataTiering: "false",
  };
}
