import type { Headway, Kind } from "../kinds/kind.js";
import { formatSeconds } from "../values/durations.js";

/** Per cent before which the rate so far says little about the rest. */
const leastPercent = 5;

/** A wait, as far as it says how long the rest will take. */
export interface Waited {
  /** Seconds since it began. */
  readonly elapsed: number;
  /** How far it was then: a wait that is resumed begins in the middle. */
  readonly begun: Headway;
}

/** Seconds that AWS will still need: by its own figures, or by the rate so far; undefined where nobody can tell. */
export function secondsLeft(headway: Headway, { elapsed, begun }: Waited): number | undefined {
  const { secondsLeft: left } = headway;
  if (left !== undefined && left > 0) {
    return left;
  }
  const done = percentOf(headway);
  const since = done === undefined ? 0 : done - (percentOf(begun) ?? 0);
  return done === undefined || since < leastPercent || done >= 100
    ? undefined
    : (elapsed * (100 - done)) / since;
}

/** Seconds after which a row says that it need not be watched. */
const patience = 60;

/** How far one is, as its row says it: `AWS: copying 42%, 4m 10s, about 6m left (^C twice is safe: the next up resumes)`. */
export function rowText<Remote>(
  kind: Kind<unknown, Remote>,
  remote: Remote,
  waited: Waited,
): string {
  const { elapsed } = waited;
  const left = secondsLeft(kind.headway?.(remote) ?? {}, waited);
  const estimate = left === undefined ? "" : `, about ${roundly(left)} left`;
  const hint = elapsed < patience ? "" : ` (${safeToStop})`;
  return `AWS: ${howFar(kind, remote)}, ${formatSeconds(elapsed)}${estimate}${hint}`;
}

/**
 * Pulumi does not tell a provider of the first ^C, which waits for all creates that run. So a row says all the time that
 * nobody has to wait for it.
 */
const safeToStop = "^C twice is safe: the next up resumes";

/** The status of one, and how far it is: `copying 42%, 3.1 of 7.4 GB`. */
export function howFar<Remote>(kind: Kind<unknown, Remote>, remote: Remote | undefined): string {
  if (remote === undefined) {
    return "unknown";
  }
  const { percent, megabytes: [done, total] = [] } = kind.headway?.(remote) ?? {};
  const share = percent === undefined ? "" : ` ${percent}%`;
  const size =
    done === undefined || total === undefined || total <= 0 ? "" : `, ${sizes(done, total)}`;
  return `${kind.status(remote) ?? "unknown"}${share}${size}`;
}

function percentOf({ percent, megabytes }: Headway): number | undefined {
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

/** An estimate is no more exact than its words: whole minutes where it is minutes. */
function roundly(seconds: number): string {
  const rounded = seconds < 55 ? Math.ceil(seconds / 5) * 5 : Math.ceil(seconds / 60) * 60;
  return formatSeconds(rounded).replace(" 0s", "");
}
