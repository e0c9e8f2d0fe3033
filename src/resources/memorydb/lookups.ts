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
import type { Snapshot } from "./index.js";

/** Arguments of {@link getSnapshot}. Exactly one of `arn` and `name` must be given. */
export interface GetSnapshotArgs extends LookupArgs {
  /**
   * ARN of the snapshot, for example `arn:aws:memorydb:eu-west-1:111122223333:snapshot/orders`. It must be in the account
   * of the credentials.
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

/** Arguments of {@link getLatestSnapshot}. */
export interface GetLatestSnapshotArgs extends LatestOfTypeArgs {
  /** Name or ARN of the cluster that the snapshot was taken of. The cluster may no longer exist. */
  clusterName: string;
}

/** Result of {@link getSnapshot} and {@link getLatestSnapshot}. */
export interface GetSnapshotResult
  extends LookedUp<Snapshot, "tags" | "tagsAll" | "clusterName">,
    SnapshotFacts {
  /** Name of the cluster that the snapshot was taken of. */
  readonly clusterName: string | undefined;
}

/** {@link GetSnapshotArgs} as inputs. */
export type GetSnapshotOutputArgs = LookupInputs<GetSnapshotArgs>;

/** {@link GetLatestSnapshotArgs} as inputs. */
export type GetLatestSnapshotOutputArgs = LookupInputs<GetLatestSnapshotArgs>;

/**
 * Looks up a MemoryDB snapshot by its ARN or name: a manual or automatic snapshot, or a copy.
 *
 * The lookup fails if there is no such snapshot, or if the ARN is in another account or region. A snapshot that is not
 * finished is found too: see `status`.
 *
 * @example
 * const snapshot = await memorydb.getSnapshot({ name: "orders-before-upgrade" });
 *
 * @see https://docs.aws.amazon.com/memorydb/latest/APIReference/API_DescribeSnapshots.html
 */
export function getSnapshot(
  args: GetSnapshotArgs,
  options?: InvokeOptions,
): Promise<GetSnapshotResult> {
  return lookUp("memorydb:getSnapshot", args, options);
}

/** {@link getSnapshot} with inputs: the result is unknown in a preview as long as an input is. */
export function getSnapshotOutput(
  args: GetSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<GetSnapshotResult> {
  return lookUpOutput("memorydb:getSnapshot", args, options);
}

/**
 * Looks up the latest finished snapshot of a MemoryDB cluster: manual, automatic, or a copy. Of several that are equally
 * new, it returns the one whose ARN comes first.
 *
 * A later run returns a newer snapshot, if there is one by then. A resource that is made from the result is then
 * replaced. The lookup fails if there is no such snapshot, unless `allowNone` is set.
 *
 * @example
 * const lastNight = memorydb.getLatestSnapshotOutput({ clusterName: "orders", snapshotType: "automated" });
 *
 * @see https://docs.aws.amazon.com/memorydb/latest/APIReference/API_DescribeSnapshots.html
 */
export function getLatestSnapshot(
  args: GetLatestSnapshotArgs & NeverNone,
  options?: InvokeOptions,
): Promise<GetSnapshotResult>;
/** The same, if there may be none: then all properties of the result are absent. */
export function getLatestSnapshot(
  args: GetLatestSnapshotArgs,
  options?: InvokeOptions,
): Promise<Partial<GetSnapshotResult>>;
export function getLatestSnapshot(
  args: GetLatestSnapshotArgs,
  options?: InvokeOptions,
): Promise<Partial<GetSnapshotResult>> {
  return lookUp("memorydb:getLatestSnapshot", args, options);
}

/** {@link getLatestSnapshot} with inputs: the result is unknown in a preview as long as an input is. */
export function getLatestSnapshotOutput(
  args: GetLatestSnapshotOutputArgs & LookupInputs<NeverNone>,
  options?: InvokeOutputOptions,
): Output<GetSnapshotResult>;
/** The same, if there may be none: then all properties of the result are absent. */
export function getLatestSnapshotOutput(
  args: GetLatestSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<Partial<GetSnapshotResult>>;
export function getLatestSnapshotOutput(
  args: GetLatestSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<Partial<GetSnapshotResult>> {
  return lookUpOutput("memorydb:getLatestSnapshot", args, options);
}
