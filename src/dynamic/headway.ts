import { formatSeconds } from "./durations.js";
import type { Headway, Kind } from "./kind.js";

/** Per cent before which the rate so far says little about the rest. */
const leastPercent = 5;

/** Seconds that AWS will still need: by its own figures, or by the rate so far; undefined where nobody can tell. */
export function secondsLeft(
  { percent, secondsLeft: left, megabytes }: Headway,
  elapsed: number,
): number | undefined {
  if (left !== undefined && left > 0) {
    return left;
  }
  const done = percent ?? percentOf(megabytes);
  return done === undefined || done < leastPercent || done >= 100
    ? undefined
    : (elapsed * (100 - done)) / done;
}

/** How far one is, as its row says it: `AWS: copying 42%, 3.1 of 7.4 GB, 4m 10s, about 6m left`. */
export function rowText<Remote>(
  kind: Kind<unknown, Remote>,
  remote: Remote,
  elapsed: number,
): string {
  const left = secondsLeft(kind.headway?.(remote) ?? {}, elapsed);
  const estimate = left === undefined ? "" : `, about ${formatSeconds(roundly(left))} left`;
  return `AWS: ${howFar(kind, remote)}, ${formatSeconds(elapsed)}${estimate}`;
}

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

function percentOf(megabytes: Headway["megabytes"]): number | undefined {
  const [done, total] = megabytes ?? [];
  return done === undefined || total === undefined || total <= 0 ? undefined : (done / total) * 100;
}

function sizes(done: number, total: number): string {
  return total < 1024
    ? `${Math.round(done)} of ${Math.round(total)} MB`
    : `${(done / 1024).toFixed(1)} of ${(total / 1024).toFixed(1)} GB`;
}

/** An estimate is no more exact than its words: whole minutes where it is minutes. */
function roundly(seconds: number): number {
  return seconds < 60 ? Math.ceil(seconds / 5) * 5 : Math.ceil(seconds / 60) * 60;
}
