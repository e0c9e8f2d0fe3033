import type { ElastiCache, ServerlessCacheSnapshot } from "@aws-sdk/client-elasticache";
import type { Clock } from "../clock.js";
import { countOne } from "../store/daily-quota.js";
import { filteredListing } from "../store/listing-filters.js";
import { pageOf } from "../store/pages.js";
import { mustHaveRole } from "../store/service-linked-role.js";
import { withTags } from "../store/tags.js";
import { AwsError } from "../wire/aws-error.js";
import { type Handler, handlers } from "../wire/service.js";
import {
  type Codes,
  found,
  INVALID,
  mustBeFree,
  mustBeReady,
  newServerlessName,
  tagRules,
} from "./rules.js";
import type { ElastiCacheServerless, ServerlessPlace, ServerlessSnapshot } from "./serverless.js";
import { cacheOf, idle } from "./serverless-cache-operations.js";

const codes: Codes = {
  gone: "ServerlessCacheSnapshotNotFoundFault",
  exists: "ServerlessCacheSnapshotAlreadyExistsFault",
  state: "InvalidServerlessCacheSnapshotStateFault",
};

/** The number of manual snapshots of a cache that AWS allows in 24 hours. */
const PER_DAY = 24;

/** Snapshots of serverless caches: taking, copying, exporting, describing, deleting. */
export function serverlessOperations(
  serverless: ElastiCacheServerless,
  clock: Clock,
): Record<string, Handler> {
  const { behaviour } = serverless;
  return handlers<ElastiCache>({
    CreateServerlessCacheSnapshot: (input, caller) => {
      mustHaveRole(behaviour);
      const place = serverless.at(caller.account, caller.region);
      const name = newServerlessName(
        input.ServerlessCacheSnapshotName,
        "ServerlessCacheSnapshotName",
      );
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      const cache = cacheOf(place, input.ServerlessCacheName);
      mustBeFree(place.snapshots.has(name), codes);
      idle(place, cache);
      const quota = "ServerlessCacheSnapshotQuotaExceededFault";
      countOne(cache.snapshotTimes, clock.now(), PER_DAY, quota, `The cache ${cache.name}`);
      const kmsKeyId = place.keyArn(input.KmsKeyId) ?? cache.kmsKeyId;
      const snapshot = place.addSnapshotOf(
        cache,
        { name, source: "manual", kmsKeyId, tags },
        behaviour.snapshotDuration,
      );
      return { ServerlessCacheSnapshot: describe(snapshot) };
    },

    CopyServerlessCacheSnapshot: (input, caller) => {
      mustHaveRole(behaviour);
      const place = serverless.at(caller.account, caller.region);
      const name = newServerlessName(
        input.TargetServerlessCacheSnapshotName,
        "TargetServerlessCacheSnapshotName",
      );
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      const source = serverlessSnapshotOf(place, input.SourceServerlessCacheSnapshotName);
      mustBeFree(place.snapshots.has(name), codes);
      mustBeReady(source, "copied", codes);
      const copy = place.addSnapshot(
        {
          name,
          source: "manual",
          kmsKeyId: place.keyArn(input.KmsKeyId) ?? source.kmsKeyId,
          cache: source.cache,
          createTime: new Date(clock.now()),
          expiryTime: undefined,
          takenFrom: undefined,
          tags,
        },
        behaviour.copyDuration,
      );
      return { ServerlessCacheSnapshot: describe(copy) };
    },

    ExportServerlessCacheSnapshot: (input, caller) => {
      mustHaveRole(behaviour);
      const place = serverless.at(caller.account, caller.region);
      const snapshot = serverlessSnapshotOf(place, input.ServerlessCacheSnapshotName);
      mustBeReady(snapshot, "exported", codes);
      if (snapshot.cache.engine === "memcached") {
        throw new AwsError(INVALID, "Snapshots of Memcached cannot be exported.");
      }
      const asked = { invalid: INVALID, service: "ElastiCache" };
      serverless.buckets.export(input.S3BucketName, [`${snapshot.name}-0001.rdb`], asked, () =>
        snapshot.lifetime.occupy(behaviour.exportSourceStatus, behaviour.exportDuration),
      );
      return { ServerlessCacheSnapshot: describe(snapshot) };
    },

    DescribeServerlessCacheSnapshots: (input, caller) => {
      const place = serverless.at(caller.account, caller.region);
      const { ServerlessCacheName, ServerlessCacheSnapshotName: name, SnapshotType } = input;
      if (input.MaxResults !== undefined && input.MaxResults > 50) {
        throw new AwsError(INVALID, "MaxResults must be at most 50.");
      }
      const all =
        name === undefined ? place.snapshots.values() : [serverlessSnapshotOf(place, name)];
      const cacheName = ServerlessCacheName?.toLowerCase();
      const chosen = filteredListing(
        all,
        {
          source: ({ cache }) => cache.name === (cacheName ?? cache.name),
          sort: SnapshotType === undefined ? undefined : ({ source }) => source === SnapshotType,
        },
        behaviour,
      );
      const page = pageOf(chosen, {
        token: input.NextToken,
        size: input.MaxResults,
        defaultSize: 50,
        invalid: INVALID,
      });
      return { ServerlessCacheSnapshots: page.items.map(describe), NextToken: page.nextToken };
    },

    DeleteServerlessCacheSnapshot: (input, caller) => {
      mustHaveRole(behaviour);
      const place = serverless.at(caller.account, caller.region);
      const snapshot = serverlessSnapshotOf(place, input.ServerlessCacheSnapshotName);
      mustBeReady(snapshot, "deleted", codes);
      snapshot.lifetime.delete("deleting", behaviour.deleteDuration);
      return { ServerlessCacheSnapshot: describe(snapshot) };
    },
  });
}

/** Returns the serverless snapshot of this name. Throws ServerlessCacheSnapshotNotFoundFault if there is none. */
export function serverlessSnapshotOf(place: ServerlessPlace, name: string): ServerlessSnapshot {
  return found(place.snapshots.get(name), codes.gone, `ServerlessCacheSnapshot ${name}`);
}

function describe(snapshot: ServerlessSnapshot): ServerlessCacheSnapshot {
  const { cache, lifetime } = snapshot;
  // AWS reports some members only after everything is written.
  const known =
    lifetime.status === "creating"
      ? {}
      : { CreateTime: snapshot.createTime, BytesUsedForCache: "11534336" };
  return {
    ServerlessCacheSnapshotName: snapshot.name,
    ARN: snapshot.arn,
    KmsKeyId: snapshot.kmsKeyId,
    SnapshotType: snapshot.source,
    Status: lifetime.status,
    ...known,
    ExpiryTime: snapshot.expiryTime,
    ServerlessCacheConfiguration: {
      ServerlessCacheName: cache.name,
      Engine: cache.engine,
      MajorEngineVersion: cache.majorEngineVersion,
    },
  };
}
