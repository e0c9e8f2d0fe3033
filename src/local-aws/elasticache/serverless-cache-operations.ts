import type { ElastiCache, ServerlessCache } from "@aws-sdk/client-elasticache";
import { pageOf } from "../store/pages.js";
import { withTags } from "../store/tags.js";
import { refuseMembers } from "../store/unsupported.js";
import { AwsError } from "../wire/aws-error.js";
import { type Handler, handlers } from "../wire/service.js";
import { found, INVALID, newServerlessName, tagRules } from "./rules.js";
import type {
  ElastiCacheServerless,
  ServerlessCacheSource,
  ServerlessPlace,
} from "./serverless.js";

/** The operations on serverless caches, as far as snapshots need them. */
export function serverlessCacheOperations(
  serverless: ElastiCacheServerless,
): Record<string, Handler> {
  return handlers<ElastiCache>({
    CreateServerlessCache: (input, caller) => {
      const place = serverless.at(caller.account, caller.region);
      const name = newServerlessName(input.ServerlessCacheName, "ServerlessCacheName");
      refuseMembers("CreateServerlessCache", input, ["SnapshotArnsToRestore"]);
      const tags = withTags(new Map(), input.Tags ?? [], tagRules);
      if (place.caches.has(name)) {
        const code = "ServerlessCacheAlreadyExistsFault";
        throw new AwsError(code, `ServerlessCache ${name} already exists.`);
      }
      const { Engine: engine, KmsKeyId: kmsKeyId } = input;
      const cache = place.addCache({ name, engine, kmsKeyId }, tags);
      return { ServerlessCache: { ...describe(cache), Status: "creating" } };
    },

    DescribeServerlessCaches: (input, caller) => {
      const place = serverless.at(caller.account, caller.region);
      const { ServerlessCacheName: name, NextToken: token, MaxResults: size } = input;
      const { items, nextToken } = pageOf(
        name === undefined ? [...place.caches.values()] : [cacheOf(place, name)],
        { token, size, defaultSize: 50, invalid: INVALID },
      );
      return { ServerlessCaches: items.map(describe), NextToken: nextToken };
    },

    DeleteServerlessCache: (input, caller) => {
      const place = serverless.at(caller.account, caller.region);
      refuseMembers("DeleteServerlessCache", input, ["FinalSnapshotName"]);
      const cache = idle(place, cacheOf(place, input.ServerlessCacheName));
      place.caches.delete(cache.name);
      return { ServerlessCache: { ...describe(cache), Status: "deleting" } };
    },
  });
}

/** Returns the cache of this name. Throws ServerlessCacheNotFoundFault if there is none. */
export function cacheOf(place: ServerlessPlace, name: string): ServerlessCacheSource {
  const cache = place.caches.get(name.toLowerCase());
  return found(cache, "ServerlessCacheNotFoundFault", `ServerlessCache ${name}`);
}

/** Returns the cache. Throws if it is not available or is being backed up, because it then accepts no call. */
export function idle(place: ServerlessPlace, cache: ServerlessCacheSource): ServerlessCacheSource {
  if (cache.status !== undefined) {
    throw new AwsError(
      "InvalidServerlessCacheStateFault",
      `The cache ${cache.name} is ${cache.status}, not available.`,
    );
  }
  const running = place.snapshotting(cache);
  if (running === undefined) return cache;
  throw new AwsError(
    "InvalidServerlessCacheStateFault",
    `The cache ${cache.name} is being backed up: its snapshot ${running.name} is creating.`,
  );
}

function describe(cache: ServerlessCacheSource): ServerlessCache {
  return {
    ServerlessCacheName: cache.name,
    ARN: cache.arn,
    Status: cache.status ?? "available",
    Engine: cache.engine,
    MajorEngineVersion: cache.majorEngineVersion,
    KmsKeyId: cache.kmsKeyId,
  };
}
