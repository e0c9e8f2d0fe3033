import { AwsError } from "./aws-error.js";
import type { Clock } from "./clock.js";
import type { Phase } from "./lifetime.js";

/** The S3 buckets that exports go to. Any name is that of a bucket. */
export class Buckets {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Map<string, Pick<Phase, "until">>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The keys in a bucket. Those of an export appear when it ends. */
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

  /** Has objects appear when a phase ends, or says in the service's words why they cannot. */
  export(
    bucket: string,
    keys: readonly string[],
    invalid: string,
    begin: () => Pick<Phase, "until">,
  ): void {
    if (!/^[A-Za-z0-9._-]{1,255}$/.test(bucket)) {
      throw new AwsError(invalid, `"${bucket}" is not the name of a bucket.`);
    }
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
