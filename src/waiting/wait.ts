import { isPassing } from "../aws/errors.js";
import type { Clock } from "../values/clock.js";

/** Milliseconds for which AWS's describe calls may not know a newly accepted resource. */
const unseenGrace = 300_000;
/** Number of misses in a row after which a resource that existed counts as gone. */
const missesUntilGone = 2;

/** Longest pause between two polls, however overloaded AWS is, in milliseconds. */
const longestInterval = 60_000;

/** Returns AWS's answer within the given milliseconds; `undefined` if nothing has that name. */
export type Look<Remote> = (within: number) => Promise<Remote | undefined>;

/** How a wait ended. */
export type Outcome<Remote> =
  | { readonly end: "reached"; readonly remote: Remote }
  | { readonly end: "gone" }
  | { readonly end: "stalled"; readonly remote: Remote }
  | { readonly end: "timeout"; readonly remote: Remote | undefined; readonly polls: number };

/** A wait for AWS to finish something. */
export interface Wait<Remote> {
  readonly clock: Clock;
  /** Seconds until the wait ends. */
  readonly timeout: number;
  readonly look: Look<Remote>;
  /**
   * The resource as it was when the wait began, if it existed: it can then be missed without having been seen again.
   */
  readonly known?: Remote;
  /** Seconds without progress after which the wait ends, if there is such a limit. */
  readonly stallTimeout?: number | undefined;
  /** Returns the progress: two equal results mean none. */
  progress?(remote: Remote): unknown;
  /** Seconds that AWS still needs, if known. */
  secondsLeft?(remote: Remote | undefined, elapsedSeconds: number): number | undefined;
  /** Whether the end is reached. */
  reached(remote: Remote): boolean;
  /** Reports the progress to people. */
  report(remote: Remote | undefined, elapsedSeconds: number): void;
}

/**
 * Polls AWS until the end is reached, the resource is gone, or time is up. Overload and lost connections only slow it
 * down; other errors are thrown.
 */
export async function waitFor<Remote>(wait: Wait<Remote>): Promise<Outcome<Remote>> {
  const { clock } = wait;
  const start = clock.now();
  let latest = wait.known;
  let misses = 0;
  let slowdown = 1;
  let last = { at: start, progress: "" };
  for (let polls = 1; ; polls++) {
    const age = clock.now() - start;
    const left = wait.timeout * 1000 - age;
    if (left <= 0) {
      return { end: "timeout", remote: latest, polls: polls - 1 };
    }
    const interval = pollInterval(age, wait.secondsLeft?.(latest, age / 1000));
    const within = Math.ceil(Math.min(interval * slowdown, longestInterval, left));
    try {
      const remote = await wait.look(within);
      slowdown = 1;
      misses = remote === undefined ? misses + 1 : 0;
      latest = remote ?? latest;
      if (remote !== undefined && wait.reached(remote)) {
        return { end: "reached", remote };
      }
      const progress = JSON.stringify(remote && wait.progress?.(remote));
      if (progress !== undefined && progress !== last.progress) {
        last = { at: clock.now(), progress };
      }
    } catch (error) {
      if (!isPassing(error)) {
        throw error;
      }
      slowdown = Math.min(slowdown * 2, 8);
    }
    const elapsed = clock.now() - start;
    if (misses >= missesUntilGone && (latest !== undefined || elapsed > unseenGrace)) {
      return { end: "gone" };
    }
    const still = clock.now() - last.at;
    if (latest !== undefined && still > (wait.stallTimeout ?? Number.POSITIVE_INFINITY) * 1000) {
      return { end: "stalled", remote: latest };
    }
    wait.report(latest, elapsed / 1000);
  }
}

/**
 * Returns the milliseconds until the next poll: 3 s at first, later a tenth of the age, or a quarter of the remaining
 * time if that is known; at most 12 s in the first half hour and 30 s after it. Never in step with other waits.
 */
export function pollInterval(age: number, secondsLeft?: number): number {
  const longest = age < 1_800_000 ? 12_000 : 30_000;
  const wanted = secondsLeft === undefined ? age / 10 : secondsLeft * 250;
  return Math.min(longest, Math.max(3_000, wanted)) * (0.9 + Math.random() * 0.1);
}
