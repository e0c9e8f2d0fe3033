import type { AwsProgress, Kind } from "../kinds/kind.js";
import { formatSeconds } from "../values/durations.js";

/** Percentage below which the rate so far says little about the rest. */
const leastPercent = 5;

/** The facts of a wait that an estimate needs. */
export interface Waited {
  /** Seconds since the wait began. */
  readonly elapsed: number;
  /** Progress at the beginning: a resumed wait begins in the middle. */
  readonly begun: AwsProgress;
}

/** Returns the seconds that AWS still needs, by its own figures or by the rate so far; undefined if unknown. */
export function secondsLeft(progress: AwsProgress, { elapsed, begun }: Waited): number | undefined {
  const { secondsLeft: left } = progress;
  if (left !== undefined && left > 0) {
    return left;
  }
  const done = percentOf(progress);
  const since = done === undefined ? 0 : done - (percentOf(begun) ?? 0);
  return done === undefined || since < leastPercent || done >= 100
    ? undefined
    : (elapsed * (100 - done)) / since;
}

/** Seconds after which a row says that the user need not wait. */
const patience = 60;

/**
 * Formats the progress for a row: `AWS: copying 42%, 4m 10s, about 6m left (^C twice is safe: the next up resumes)`.
 */
export function rowText<Remote>(
  kind: Kind<unknown, Remote>,
  remote: Remote,
  waited: Waited,
): string {
  const { elapsed } = waited;
  const left = secondsLeft(kind.awsProgress?.(remote) ?? {}, waited);
  const estimate = left === undefined ? "" : `, about ${roundly(left)} left`;
  const hint = elapsed < patience ? "" : ` (${safeToStop})`;
  return `AWS: ${progressText(kind, remote)}, ${formatSeconds(elapsed)}${estimate}${hint}`;
}

/**
 * Pulumi does not tell a provider about the first ^C, which waits for all running creates. So every row of a long wait
 * says that waiting is not necessary.
 */
const safeToStop = "^C twice is safe: the next up resumes";

/** Formats the status and the progress: `copying 42%, 3.1 of 7.4 GB`. */
export function progressText<Remote>(
  kind: Kind<unknown, Remote>,
  remote: Remote | undefined,
): string {
  if (remote === undefined) {
    return "unknown";
  }
  const { percent, megabytes: [done, total] = [] } = kind.awsProgress?.(remote) ?? {};
  const share = percent === undefined ? "" : ` ${percent}%`;
  const size =
    done === undefined || total === undefined || total <= 0 ? "" : `, ${sizes(done, total)}`;
  return `${kind.status(remote) ?? "unknown"}${share}${size}`;
}

function percentOf({ percent, megabytes }: AwsProgress): number | undefined {
  const [done, total] = megabytes ?? [];
  return percent === undefined && done !== undefined && total !== undefined && total > 0
    ? (done / total) * 100
    : percent;
}

function sizes(done: number, total: number): string {
  return total < 1024
    ? `${Math.round(done)} of ${Math.round(total)} MB`
    : `${(done / 1024).toFixed(1)} of ${(total / 1024).toFixed(1)} GB`;
}

/** Rounds an estimate to the precision of its words: whole minutes if it is in minutes. */
function roundly(seconds: number): string {
  const rounded = seconds < 55 ? Math.ceil(seconds / 5) * 5 : Math.ceil(seconds / 60) * 60;
  return formatSeconds(rounded).replace(" 0s", "");
}
