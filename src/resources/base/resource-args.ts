import type { Input } from "@pulumi/pulumi";

/** Arguments of every resource: where it is, and as whom AWS is called. */
export interface ResourceArgs {
  /**
   * AWS region to work in, for example `eu-west-1`. For a copy: the region where the copy is made.
   * Changing it replaces the resource.
   *
   * @default - the region of the inherited or given `aws.Provider`, then `aws:region` of the stack where there is no such provider, then
   * `AWS_REGION`, `AWS_DEFAULT_REGION` and the region of the profile
   */
  region?: Input<string>;
  /**
   * Profile of the shared AWS configuration whose credentials make the calls. It takes the place of the
   * credentials and roles of an `aws.Provider` or of the stack. Changing it to a profile of another account
   * replaces the resource, otherwise it is an update without calls that change anything.
   *
   * @default - the credentials of the `aws.Provider`, of the stack's configuration, or of the machine
   */
  profile?: Input<string>;
  /**
   * ARN of a role to assume for all calls, for example `arn:aws:iam::111122223333:role/backup`. It takes the place
   * of the roles of an `aws.Provider` or of the stack. Changing it to a role of another account replaces the
   * resource, otherwise it is an update without calls that change anything.
   *
   * @default - the roles of the `aws.Provider` or of the stack's configuration, if there are any
   */
  assumeRoleArn?: Input<string>;
}

/** Arguments of every resource that makes a backup. */
export interface BackupArgs extends ResourceArgs {
  /**
   * Any values, by names of your choice. Changing them replaces the resource: a new snapshot is taken, and the
   * old one is deleted afterwards. A secret value stays secret.
   *
   * @default - no triggers
   */
  triggers?: Input<{ [key: string]: Input<string> }>;
  /**
   * Whether to wait until AWS reports the end. With `false` the resource is created as soon as AWS accepted
   * the request, and a snapshot that is still being made is no drift. Changing it updates in place. A secret value stays secret.
   *
   * @default true
   */
  waitForCompletion?: Input<boolean>;
  /**
   * How long AWS may show no headway (the same status, the same per cent, the same megabytes) before the wait is
   * given up, for example `30m`. The snapshot is kept, and the next `pulumi up` goes on waiting. Where AWS tells
   * nothing but a status (MemoryDB, ElastiCache) this is a limit for that status. Changing it updates in place.
   *
   * @default - none: only `customTimeouts` end a wait
   */
  stallTimeout?: Input<string>;
}

/** Arguments of every backup on which AWS keeps tags. */
export interface TaggedBackupArgs extends BackupArgs {
  /**
   * Tags of the resource in AWS, beside the default tags of the `aws.Provider` or of the stack, which they
   * override. `null` and `""` are the empty value; keys may not begin with `aws:`. Changing them updates in
   * place; tags that others put on the resource are left alone. A secret value stays secret.
   *
   * @default - only the default tags
   */
  tags?: Input<{ [key: string]: Input<string | null> }>;
}
