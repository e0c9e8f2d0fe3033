import { AwsError } from "../wire/aws-error.js";

const DAY = 24 * 60 * 60 * 1000;

/** Counts a manual snapshot of a source. Throws if there were too many in the last 24 hours. */
export function countOne(times: number[], now: number, most: number, code: string, of: string) {
  if (times.filter((time) => time > now - DAY).length >= most) {
    throw new AwsError(
      code,
      `${of} already has ${most} manual snapshots in the last 24 hours, which is the limit.`,
    );
  }
  times.push(now);
}
