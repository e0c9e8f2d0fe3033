import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi";
import { lookUp, lookUpOutput } from "../base/lookup.js";
import type {
  LatestOfTypeArgs,
  LookedUp,
  LookupArgs,
  LookupInputs,
  NeverNone,
  SnapshotFacts,
} from "../base/lookup-args.js";
import type { ServerlessCacheSnapshot } from "./serverless.js";

/** Arguments of {@link getServerlessCacheSnapshot}. Exactly one of `arn` and `name` must be given. */
export interface GetServerlessCacheSnapshotArgs extends LookupArgs {
  /**
   * ARN of the snapshot, for example `arn:aws:elasticache:eu-west-1:111122223333:serverlesscachesnapshot:orders`. It must be in the account of the credentials.
   *
   * @default - none: `name` names the snapshot
   */
  arn?: string;
  /**
   * Name of the snapshot, manual or automatic, for example `orders`.
   *
   * @default - none: `arn` names the snapshot
   */
  name?: string;
}

/** Arguments of {@link getLatestServerlessCacheSnapshot}. */
export interface GetLatestServerlessCacheSnapshotArgs extends LatestOfTypeArgs {
  /** Name or ARN of the serverless cache that the snapshot was taken of. The cache may no longer exist. */
  serverlessCacheName: string;
}

/** Result of {@link getServerlessCacheSnapshot} and {@link getLatestServerlessCacheSnapshot}. */
export interface GetServerlessCacheSnapshotResult
  extends LookedUp<ServerlessCacheSnapshot, "tags" | "tagsAll" | "serverlessCacheName">,
    SnapshotFacts {
  /** Name of the cache that the snapshot was taken of. */
  readonly serverlessCacheName: string | undefined;
}

/** {@link GetServerlessCacheSnapshotArgs} as inputs. */
export type GetServerlessCacheSnapshotOutputArgs = LookupInputs<GetServerlessCacheSnapshotArgs>;

/** {@link GetLatestServerlessCacheSnapshotArgs} as inputs. */
export type GetLatestServerlessCacheSnapshotOutputArgs =
  LookupInputs<GetLatestServerlessCacheSnapshotArgs>;

/**
 * Looks up an ElastiCache serverless cache snapshot by its ARN or name: a manual or automatic snapshot, or a copy.
 *
 * The lookup fails if there is no such snapshot, or if the ARN is in another account or region. A snapshot that is not
 * finished is found too: see `status`.
 *
 * @example
 * const snapshot = await elasticache.getServerlessCacheSnapshot({ name: "orders-before-upgrade" });
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeServerlessCacheSnapshots.html
 */
export function getServerlessCacheSnapshot(
  args: GetServerlessCacheSnapshotArgs,
  options?: InvokeOptions,
): Promise<GetServerlessCacheSnapshotResult> {
  return lookUp("elasticache:getServerlessCacheSnapshot", args, options);
}

/** {@link getServerlessCacheSnapshot} with inputs: the result is unknown in a preview as long as an input is. */
export function getServerlessCacheSnapshotOutput(
  args: GetServerlessCacheSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<GetServerlessCacheSnapshotResult> {
  return lookUpOutput("elasticache:getServerlessCacheSnapshot", args, options);
}

/**
 * Looks up the latest finished snapshot of an ElastiCache serverless cache: manual, automatic, or a copy. Of several that are equally new, it
 * returns the one whose ARN comes first.
 *
 * A later run returns a newer snapshot, if there is one by then. A resource that is made from the result is then
 * replaced. The lookup fails if there is no such snapshot, unless `allowNone` is set.
 *
 * @example
 * const lastNight = elasticache.getLatestServerlessCacheSnapshotOutput({
 *   serverlessCacheName: "orders",
 *   snapshotType: "automated",
 * });
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeServerlessCacheSnapshots.html
 */
export function getLatestServerlessCacheSnapshot(
  args: GetLatestServerlessCacheSnapshotArgs & NeverNone,
  options?: InvokeOptions,
): Promise<GetServerlessCacheSnapshotResult>;
/** The same, if there may be none: then all properties of the result are absent. */
export function getLatestServerlessCacheSnapshot(
  args: GetLatestServerlessCacheSnapshotArgs,
  options?: InvokeOptions,
): Promise<Partial<GetServerlessCacheSnapshotResult>>;
export function getLatestServerlessCacheSnapshot(
  args: GetLatestServerlessCacheSnapshotArgs,
  options?: InvokeOptions,
): Promise<Partial<GetServerlessCacheSnapshotResult>> {
  return lookUp("elasticache:getLatestServerlessCacheSnapshot", args, options);
}

/** {@link getLatestServerlessCacheSnapshot} with inputs: the result is unknown in a preview as long as an input is. */
export function getLatestServerlessCacheSnapshotOutput(
  args: GetLatestServerlessCacheSnapshotOutputArgs & LookupInputs<NeverNone>,
  options?: InvokeOutputOptions,
): Output<GetServerlessCacheSnapshotResult>;
/** The same, if there may be none: then all properties of the result are absent. */
export function getLatestServerlessCacheSnapshotOutput(
  args: GetLatestServerlessCacheSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<Partial<GetServerlessCacheSnapshotResult>>;
export function getLatestServerlessCacheSnapshotOutput(
  args: GetLatestServerlessCacheSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<Partial<GetServerlessCacheSnapshotResult>> {
  return lookUpOutput("elasticache:getLatestServerlessCacheSnapshot", args, options);
}
