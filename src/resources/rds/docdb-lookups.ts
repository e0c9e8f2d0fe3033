import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi";
import { lookUp, lookUpOutput } from "../base/lookup.js";
import type { LookedUp, LookupInputs, NeverNone, SnapshotFacts } from "../base/lookup-args.js";
import type { ClusterSnapshot } from "./docdb.js";
import type {
  GetClusterSnapshotArgs,
  GetClusterSnapshotOutputArgs,
  GetLatestClusterSnapshotArgs,
  GetLatestClusterSnapshotOutputArgs,
} from "./lookup-args.js";

export type {
  GetClusterSnapshotArgs,
  GetClusterSnapshotOutputArgs,
  GetLatestClusterSnapshotArgs,
  GetLatestClusterSnapshotOutputArgs,
} from "./lookup-args.js";

/** Result of {@link getClusterSnapshot} and {@link getLatestClusterSnapshot}. */
export interface GetClusterSnapshotResult
  extends LookedUp<ClusterSnapshot, "tags" | "tagsAll" | "sharedAccounts">,
    SnapshotFacts {}

/**
 * Looks up a DocumentDB cluster snapshot by its ARN or name: a manual or automatic snapshot, or a copy.
 *
 * The lookup fails if there is no such snapshot, or if the ARN is in another account or region. A snapshot that is not
 * finished is found too: see `status`. A snapshot of
 * another engine is refused.
 *
 * @example
 * const snapshot = await docdb.getClusterSnapshot({ name: "orders-before-upgrade" });
 *
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_DescribeDBClusterSnapshots.html
 */
export function getClusterSnapshot(
  args: GetClusterSnapshotArgs,
  options?: InvokeOptions,
): Promise<GetClusterSnapshotResult> {
  return lookUp("docdb:getClusterSnapshot", args, options);
}

/** {@link getClusterSnapshot} with inputs: the result is unknown in a preview as long as an input is. */
export function getClusterSnapshotOutput(
  args: GetClusterSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<GetClusterSnapshotResult> {
  return lookUpOutput("docdb:getClusterSnapshot", args, options);
}

/**
 * Looks up the latest finished snapshot of a DocumentDB cluster: manual, automatic, or a copy. Of several that are equally new, it
 * returns the one whose ARN comes first. Snapshots of other
 * engines never count.
 *
 * A later run returns a newer snapshot, if there is one by then. A resource that is made from the result is then
 * replaced. The lookup fails if there is no such snapshot, unless `allowNone` is set.
 *
 * @example
 * const lastNight = docdb.getLatestClusterSnapshotOutput({
 *   dbClusterIdentifier: "orders",
 *   snapshotType: "automated",
 * });
 *
 * @see https://docs.aws.amazon.com/documentdb/latest/developerguide/API_DescribeDBClusterSnapshots.html
 */
export function getLatestClusterSnapshot(
  args: GetLatestClusterSnapshotArgs & NeverNone,
  options?: InvokeOptions,
): Promise<GetClusterSnapshotResult>;
/** The same, if there may be none: then all properties of the result are absent. */
export function getLatestClusterSnapshot(
  args: GetLatestClusterSnapshotArgs,
  options?: InvokeOptions,
): Promise<Partial<GetClusterSnapshotResult>>;
export function getLatestClusterSnapshot(
  args: GetLatestClusterSnapshotArgs,
  options?: InvokeOptions,
): Promise<Partial<GetClusterSnapshotResult>> {
  return lookUp("docdb:getLatestClusterSnapshot", args, options);
}

/** {@link getLatestClusterSnapshot} with inputs: the result is unknown in a preview as long as an input is. */
export function getLatestClusterSnapshotOutput(
  args: GetLatestClusterSnapshotOutputArgs & LookupInputs<NeverNone>,
  options?: InvokeOutputOptions,
): Output<GetClusterSnapshotResult>;
/** The same, if there may be none: then all properties of the result are absent. */
export function getLatestClusterSnapshotOutput(
  args: GetLatestClusterSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<Partial<GetClusterSnapshotResult>>;
export function getLatestClusterSnapshotOutput(
  args: GetLatestClusterSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<Partial<GetClusterSnapshotResult>> {
  return lookUpOutput("docdb:getLatestClusterSnapshot", args, options);
}
