import { isPassing } from "../aws/errors.js";
import type { Clock } from "../values/clock.js";

/** How long a newly accepted resource may be unknown to AWS's describe calls, in milliseconds. */
const unseenGrace = 300_000;
/** How often in a row one that was there must be missing before it is believed to be gone. */
const missesUntilGone = 2;

/** Longest pause between two looks, however overloaded AWS is, in milliseconds. */
const longestInterval = 60_000;

/** What AWS says within so many milliseconds: `undefined` where there is none of that name. */
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
  /** Seconds until it is given up. */
  readonly timeout: number;
  readonly look: Look<Remote>;
  /** The one that was there when it began, if there was: it need not be seen again to be missed. */
  readonly known?: Remote;
  /** Seconds without any headway after which it is given up, if it ever is. */
  readonly stallTimeout?: number | undefined;
  /** What shows headway: two equal answers show none. */
  headway?(remote: Remote): unknown;
  /** Seconds that it will still take, as far as anybody can tell. */
  secondsLeft?(remote: Remote | undefined, elapsedSeconds: number): number | undefined;
  /** Whether that is the end. */
  reached(remote: Remote): boolean;
  /** Tells a person how it stands. */
  report(remote: Remote | undefined, elapsedSeconds: number): void;
}

/**
 * Asks AWS again and again until the end is reached, it is gone, or time is up. Answers of overload and lost
 * connections only make it slower; other errors are thrown.
 */
export async function waitFor<Remote>(wait: Wait<Remote>): Promise<Outcome<Remote>> {
  const { clock } = wait;
  const start = clock.now();
  let latest = wait.known;
  let misses = 0;
  let slowdown = 1;
  let moved = { at: start, headway: "" };
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
      const headway = JSON.stringify(remote && wait.headway?.(remote));
      if (headway !== undefined && headway !== moved.headway) {
        moved = { at: clock.now(), headway };
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
    const still = clock.now() - moved.at;
    if (latest !== undefined && still > (wait.stallTimeout ?? Number.POSITIVE_INFINITY) * 1000) {
      return { end: "stalled", remote: latest };
    }
    wait.report(latest, elapsed / 1000);
  }
}

/**
 * Milliseconds until the next look: 3 s at first and later a tenth of the age, or a quarter of the time that is
 * left where that is known; 12 s at most in the first half hour, 30 s after it. Never in step with others.
 */
export function pollInterval(age: number, secondsLeft?: number): number {
  const longest = age < 1_800_000 ? 12_000 : 30_000;
  const wanted = secondsLeft === undefined ? age / 10 : secondsLeft * 250;
  return Math.min(longest, Math.max(3_000, wanted)) * (0.9 + Math.random() * 0.1);
}
