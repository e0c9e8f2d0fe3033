import type { CustomResource, Input, Output } from "@pulumi/pulumi";

/** Arguments of every lookup: where to look, and the credentials for the calls to AWS. */
export interface LookupArgs {
  /**
   * AWS region to look in, for example `eu-west-1`.
   *
   * @default - the region in the ARN, if the lookup has one; otherwise the region that a resource would get
   */
  region?: string;
  /**
   * Profile of the shared AWS configuration files whose credentials are used. It overrides the credentials and roles of
   * the provider or of the stack's configuration.
   *
   * @default - the credentials of the provider, of the stack's configuration, or of the machine
   */
  profile?: string;
  /**
   * ARN of a role to assume, for example `arn:aws:iam::111122223333:role/backup`. It overrides the roles of the provider
   * or of the stack's configuration.
   *
   * @default - the roles of the provider or of the stack's configuration, if any
   */
  assumeRoleArn?: string;
}

/** Arguments of every lookup of the latest snapshot. */
export interface LatestArgs extends LookupArgs {
  /**
   * Only snapshots that were taken after this time count: ISO 8601 with a time zone, for example
   * `2026-11-27T00:00:00Z`. The result has the time of the snapshot as `createdAt`.
   *
   * @default - snapshots of any age
   */
  createdAfter?: string;
  /**
   * Only snapshots that have all of these tags, with these values, count.
   *
   * @default - snapshots with any tags
   */
  tags?: { [key: string]: string };
  /**
   * What happens if there is no such snapshot: with `false` the lookup fails, with `true` all properties of the result
   * are absent.
   *
   * @default false
   */
  allowNone?: boolean;
}

/** Arguments of lookups of the latest snapshot of a service that also takes snapshots automatically. */
export interface LatestOfTypeArgs extends LatestArgs {
  /**
   * Which snapshots count: `manual` for those that somebody took or copied, `automated` for those that AWS took by its
   * daily schedule, or `any`.
   *
   * @default any
   */
  snapshotType?: "manual" | "automated" | "any";
}

/** Properties that lookups of all snapshots return. */
export interface SnapshotFacts {
  /**
   * All tags of the snapshot in AWS, without AWS's own. Absent if the snapshot is not finished and AWS does not show its
   * tags yet.
   */
  readonly tags: { [key: string]: string } | undefined;
  /**
   * When the data of the snapshot was saved, as ISO 8601. The latest snapshot is the one with the latest time. A copy of a
   * snapshot has the time of the original, if AWS reports that. Absent if AWS reports no time.
   */
  readonly createdAt: string | undefined;
}

/**
 * The outputs of a resource as plain values, which lookups return. Outputs named by `Without` are left out, because only
 * the program of the resource knows them.
 */
export type LookedUp<Resource, Without extends keyof Resource = never> = {
  readonly [Key in keyof Resource as Key extends keyof CustomResource | Without
    ? never
    : Resource[Key] extends Output<unknown>
      ? Key
      : never]: Resource[Key] extends Output<infer Value> ? Value : never;
};

/** The arguments of a lookup as inputs, which may be outputs of resources. */
export type LookupInputs<Args> = {
  [Key in keyof Args]: Input<
    Args[Key] extends { [key: string]: string } | undefined
      ? { [key: string]: Input<string> }
      : Args[Key]
  >;
};

/** Arguments with which a lookup never returns an empty result. */
export interface NeverNone {
  allowNone?: false;
}
