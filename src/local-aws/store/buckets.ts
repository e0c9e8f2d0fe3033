import type { Clock } from "../clock.js";
import { AwsError } from "../wire/aws-error.js";
import type { Phase } from "./lifetime.js";

/** Why a service cannot use a bucket: it does not find the bucket, or lacks a permission. */
export type BucketRefusal =
  | "another region"
  | "missing"
  | "not owned"
  | "no permission"
  | "READ"
  | "WRITE"
  | "READ_ACP";

/**
 * The S3 buckets that exports go to. Every name is that of a bucket that the services may use, unless `refuse` says
 * otherwise.
 */
export class Buckets {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Map<string, Pick<Phase, "until">>>();
  readonly #refused = new Map<string, BucketRefusal>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the keys in a bucket. Those of an export appear when the export ends. */
  objects(bucket: string): string[] {
    const now = this.#clock.now();
    return [...(this.#buckets.get(bucket) ?? [])]
      .filter(([, { until }]) => until <= now)
      .map(([key]) => key)
      .sort();
  }

  putObject(bucket: string, key: string): void {
    this.#put(bucket, key, { until: this.#clock.now() });
  }

  removeObject(bucket: string, key: string): void {
    this.#buckets.get(bucket)?.delete(key);
  }

  /** Makes the services refuse a bucket, for a reason. */
  refuse(bucket: string, why: BucketRefusal): void {
    this.#refused.set(bucket, why);
  }

  /** Makes objects appear when a phase ends. Throws the service's error if the bucket cannot be used. */
  export(
    bucket: string,
    keys: readonly string[],
    { invalid, service }: { readonly invalid: string; readonly service: string },
    begin: () => Pick<Phase, "until">,
  ): void {
    if (!/^[A-Za-z0-9._-]{1,255}$/.test(bucket)) {
      throw new AwsError(invalid, `"${bucket}" is not the name of a bucket.`);
    }
    const refusal = this.#refused.get(bucket);
    if (refusal !== undefined) throw new AwsError(invalid, refusalText(bucket, refusal, service));
    const taken = keys.find((key) => this.#buckets.get(bucket)?.has(key));
    if (taken !== undefined) {
      throw new AwsError(
        invalid,
        `The S3 bucket ${bucket} already contains an object with key ${taken}.`,
      );
    }
    const phase = begin();
    for (const key of keys) this.#put(bucket, key, phase);
  }

  #put(bucket: string, key: string, phase: Pick<Phase, "until">): void {
    const objects = this.#buckets.get(bucket) ?? new Map<string, Pick<Phase, "until">>();
    this.#buckets.set(bucket, objects.set(key, phase));
  }
}

/** The messages of the services about a bucket that they cannot use. */
function refusalText(bucket: string, refusal: BucketRefusal, service: string): string {
  switch (refusal) {
    case "another region":
      return `The S3 bucket ${bucket} is outside of the region.`;
    case "missing":
      return `The S3 bucket ${bucket} does not exist.`;
    case "not owned":
      return `The S3 bucket ${bucket} is not owned by the authenticated user.`;
    case "no permission":
      return "The authenticated user does not have sufficient permissions to perform the desired activity.";
    default:
      return `${service} has not been granted ${refusal} permissions ${bucket} on the S3 Bucket.`;
  }
}
