import type { Input } from "@pulumi/pulumi";

/** Arguments of every resource: its region, and the credentials for its calls to AWS. */
export interface ResourceArgs {
  /**
   * AWS region of the resource, for example `eu-west-1`. A copy is made in this region. Changing it replaces the
   * resource.
   *
   * @default - the first of these that is set: the region of the given or inherited `aws.Provider` (or `aws:region` of
   * the stack, if there is no such provider), `AWS_REGION`, `AWS_DEFAULT_REGION`, the region of the profile
   */
  region?: Input<string>;
  /**
   * Profile of the shared AWS configuration files whose credentials are used for all calls. It overrides the
   * credentials and roles of an `aws.Provider` or of the stack. Changing it to a profile of another account replaces
   * the resource. Any other change is an update that changes nothing in AWS.
   *
   * @default - the credentials of the `aws.Provider`, of the stack's configuration, or of the machine
   */
  profile?: Input<string>;
  /**
   * ARN of a role to assume for all calls, for example `arn:aws:iam::111122223333:role/backup`. It overrides the roles
   * of an `aws.Provider` or of the stack. Changing it to a role of another account replaces the resource. Any other
   * change is an update that changes nothing in AWS.
   *
   * @default - the roles of the `aws.Provider` or of the stack's configuration, if any
   */
  assumeRoleArn?: Input<string>;
}

/** Arguments of every resource that makes a backup. */
export interface BackupArgs extends ResourceArgs {
  /**
   * Values of your choice, under any keys. Changing them replaces the resource: the new snapshot is taken first, then
   * the old one is deleted. A secret value stays secret.
   *
   * @default - no triggers
   */
  triggers?: Input<{ [key: string]: Input<string> }>;
  /**
   * Whether to wait until AWS has finished. With `false`, the resource counts as created as soon as AWS accepts the
   * request, and a refresh does not report a snapshot that is still being created as a change. Changing it updates in
   * place. A secret value stays secret.
   *
   * @default true
   */
  waitForCompletion?: Input<boolean>;
  /**
   * Ends the wait with an error if AWS reports no progress for this long, for example `30m`. Progress is a change of
   * the status, the percentage or the size. The snapshot is kept, and the next `pulumi up` continues to wait. MemoryDB
   * and ElastiCache report only a status, so for them this is the longest time in one status. Changing it updates in
   * place.
   *
   * @default - none: only `customTimeouts` ends a wait
   */
  stallTimeout?: Input<string>;
}

/** Arguments of every backup that can have tags in AWS. */
export interface TaggedBackupArgs extends BackupArgs {
  /**
   * Tags of the resource in AWS. The default tags of the `aws.Provider` or of the stack are added; if both have a key,
   * the value given here wins. `null` and `""` both mean the empty value. Keys must not begin with `aws:`. Changing
   * them updates in place; tags that others added are left alone. A secret value stays secret.
   *
   * @default - only the default tags
   */
  tags?: Input<{ [key: string]: Input<string | null> }>;
}
