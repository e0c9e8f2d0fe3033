import type { Clock } from "./clock.js";
import { isPassing } from "./errors.js";

/** How long a newly accepted resource may be unknown to AWS's describe calls, in milliseconds. */
const unseenGrace = 60_000;
/** How often in a row one that was there must be missing before it is believed to be gone. */
const missesUntilGone = 2;

/** Longest pause between two looks, however overloaded AWS is, in milliseconds. */
const longestInterval = 60_000;

/** What one look at AWS says: `undefined` where there is none of that name. */
export type Look<Remote> = () => Promise<Remote | undefined>;

/** How a wait ended. */
export type Outcome<Remote> =
  | { readonly end: "reached"; readonly remote: Remote }
  | { readonly end: "gone" }
  | { readonly end: "timeout"; readonly remote: Remote | undefined; readonly polls: number };

/** A wait for AWS to finish something. */
export interface Wait<Remote> {
  readonly clock: Clock;
  /** Seconds until it is given up. */
  readonly timeout: number;
  readonly look: Look<Remote>;
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
  let latest: Remote | undefined;
  let misses = 0;
  let slowdown = 1;
  for (let polls = 1; ; polls++) {
    const age = clock.now() - start;
    const left = wait.timeout * 1000 - age;
    if (left <= 0) {
      return { end: "timeout", remote: latest, polls: polls - 1 };
    }
    await clock.sleep(Math.ceil(Math.min(pollInterval(age) * slowdown, longestInterval, left)));
    try {
      const remote = await wait.look();
      slowdown = 1;
      misses = remote === undefined ? misses + 1 : 0;
      latest = remote ?? latest;
      if (remote !== undefined && wait.reached(remote)) {
        return { end: "reached", remote };
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
    wait.report(latest, elapsed / 1000);
  }
}

/** Milliseconds until the next look: 3 s at first, a tenth of the age later, 30 s at most, never in step. */
export function pollInterval(age: number): number {
  return Math.min(30_000, Math.max(3_000, age / 10)) * (0.9 + Math.random() * 0.1);
}
