import type { LatestOfTypeArgs, LookupArgs, LookupInputs } from "../base/lookup-args.js";

/** Arguments of `getClusterSnapshot`. Exactly one of `arn` and `name` must be given. */
export interface GetClusterSnapshotArgs extends LookupArgs {
  /**
   * ARN of the snapshot, for example `arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:orders`. It must be in the account of the credentials.
   *
   * @default - none: `name` names the snapshot
   */
  arn?: string;
  /**
   * Name of the snapshot, manual or automatic, for example `orders` or `rds:orders-2026-11-28-05-10`.
   *
   * @default - none: `arn` names the snapshot
   */
  name?: string;
}

/** Arguments of `getLatestClusterSnapshot`. */
export interface GetLatestClusterSnapshotArgs extends LatestOfTypeArgs {
  /** Name or ARN of the cluster that the snapshot was taken of. The cluster may no longer exist. */
  dbClusterIdentifier: string;
}

/** {@link GetClusterSnapshotArgs} as inputs. */
export type GetClusterSnapshotOutputArgs = LookupInputs<GetClusterSnapshotArgs>;

/** {@link GetLatestClusterSnapshotArgs} as inputs. */
export type GetLatestClusterSnapshotOutputArgs = LookupInputs<GetLatestClusterSnapshotArgs>;
