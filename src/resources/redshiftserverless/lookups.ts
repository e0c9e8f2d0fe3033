import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi";
import { lookUp, lookUpOutput } from "../base/lookup.js";
import type {
  LatestArgs,
  LookedUp,
  LookupArgs,
  LookupInputs,
  NeverNone,
  SnapshotFacts,
} from "../base/lookup-args.js";
import type { Snapshot, SnapshotCopyConfiguration } from "./index.js";

/** Arguments of {@link getSnapshot}. Exactly one of `arn` and `name` must be given. */
export interface GetSnapshotArgs extends LookupArgs {
  /**
   * ARN of the snapshot, for example `arn:aws:redshift-serverless:eu-west-1:111122223333:snapshot/0f4d5c43-…`. It must be in the account of the credentials.
   *
   * @default - none: `name` names the snapshot
   */
  arn?: string;
  /**
   * Name of the snapshot, for example `orders`.
   *
   * @default - none: `arn` names the snapshot
   */
  name?: string;
}

/** Arguments of {@link getLatestSnapshot}. */
export interface GetLatestSnapshotArgs extends LatestArgs {
  /** Name of the namespace that the snapshot was taken of. The namespace may no longer exist. */
  namespaceName: string;
}

/** Result of {@link getSnapshot} and {@link getLatestSnapshot}. */
export interface GetSnapshotResult
  extends LookedUp<Snapshot, "tags" | "tagsAll" | "recoveryPointId" | "retentionPeriod">,
    SnapshotFacts {}

/**
 * Arguments of {@link getSnapshotCopyConfiguration}. Exactly one of `arn` and `namespaceName` must be given.
 */
export interface GetSnapshotCopyConfigurationArgs extends LookupArgs {
  /**
   * ARN of the configuration. It must be in the account of the credentials.
   *
   * @default - none: `namespaceName` names the configuration
   */
  arn?: string;
  /**
   * Name of the namespace whose snapshots are copied.
   *
   * @default - none: `arn` names the configuration
   */
  namespaceName?: string;
}

/** Result of {@link getSnapshotCopyConfiguration}. */
export interface GetSnapshotCopyConfigurationResult extends LookedUp<SnapshotCopyConfiguration> {}

/** {@link GetSnapshotArgs} as inputs. */
export type GetSnapshotOutputArgs = LookupInputs<GetSnapshotArgs>;

/** {@link GetLatestSnapshotArgs} as inputs. */
export type GetLatestSnapshotOutputArgs = LookupInputs<GetLatestSnapshotArgs>;

/** {@link GetSnapshotCopyConfigurationArgs} as inputs. */
export type GetSnapshotCopyConfigurationOutputArgs = LookupInputs<GetSnapshotCopyConfigurationArgs>;

/**
 * Looks up a Redshift Serverless snapshot by its ARN or name.
 *
 * The lookup fails if there is no such snapshot, or if the ARN is in another account or region. A snapshot that is not
 * finished is found too: see `status`.
 *
 * @example
 * const snapshot = await redshiftserverless.getSnapshot({ name: "orders-before-upgrade" });
 *
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_GetSnapshot.html
 */
export function getSnapshot(
  args: GetSnapshotArgs,
  options?: InvokeOptions,
): Promise<GetSnapshotResult> {
  return lookUp("redshiftserverless:getSnapshot", args, options);
}

/** {@link getSnapshot} with inputs: the result is unknown in a preview as long as an input is. */
export function getSnapshotOutput(
  args: GetSnapshotOutputArgs,
  options?: InvokeOutputOptions,
): Output<GetSnapshotResult> {
  return lookUpOutput("redshiftserverless:getSnapshot", args, options);
}

/**
 * Looks up the latest finished snapshot of a Redshift Serverless namespace. Of several that are equally new, it
 * returns the one whose ARN comes first. Recovery points, which AWS takes
 * automatically, are no snapshots and do not count.
 *
 * A later run returns a newer snapshot, if there is one by then. A resource that is made from the result is then
 * replaced. The lookup fails if there is no such snapshot, unless `allowNone` is set.
 *
 * @example
 * const latest = redshiftserverless.getLatestSnapshotOutput({ namespaceName: "orders" });
 *
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_ListSnapshots.html
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
  return lookUp("redshiftserverless:getLatestSnapshot", args, options);
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
  return lookUpOutput("redshiftserverless:getLatestSnapshot", args, options);
}

/**
 * Looks up the configuration by which Redshift Serverless copies the snapshots of a namespace to another region.
 *
 * The lookup fails if there is no such configuration, or if the ARN is in another account or region.
 *
 * @example
 * const toFrankfurt = await redshiftserverless.getSnapshotCopyConfiguration({ namespaceName: "orders" });
 *
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_ListSnapshotCopyConfigurations.html
 */
export function getSnapshotCopyConfiguration(
  args: GetSnapshotCopyConfigurationArgs,
  options?: InvokeOptions,
): Promise<GetSnapshotCopyConfigurationResult> {
  return lookUp("redshiftserverless:getSnapshotCopyConfiguration", args, options);
}

/** {@link getSnapshotCopyConfiguration} with inputs: the result is unknown in a preview as long as an input is. */
export function getSnapshotCopyConfigurationOutput(
  args: GetSnapshotCopyConfigurationOutputArgs,
  options?: InvokeOutputOptions,
): Output<GetSnapshotCopyConfigurationResult> {
  return lookUpOutput("redshiftserverless:getSnapshotCopyConfiguration", args, options);
}
