import { type Code, hasCode, isNetworkError, isPassing, sentence, wordsOf } from "../aws/errors.js";
import type { Clock } from "../values/clock.js";
import { formatSeconds } from "../values/durations.js";
import type { Progress } from "./progress.js";
import { pollInterval } from "./wait.js";

/** The clock of a wait, and the row that it reports to. */
export interface Waiting {
  readonly clock: Clock;
  readonly progress: Progress;
}

/** Milliseconds for which calls to an unreachable address are repeated, so that a wrong endpoint fails soon. */
const networkPatience = 30_000;

/** Further facts about a request that AWS may refuse. */
export interface Refused {
  /** Advice for the case that AWS refused the request for too long. */
  readonly advice?: string;
  /** A sentence for people to add to AWS's message. */
  beside?(): string | undefined;
  /** Milliseconds spent on something else so far, which do not count. */
  apart?(): number;
}

/**
 * Sends a request until AWS accepts it. If AWS refuses it with one of these codes, or is overloaded, waits and sends it
 * again; other errors are thrown.
 */
export async function untilAccepted<Answer>(
  { clock, progress }: Waiting,
  codes: readonly Code[],
  timeout: number,
  send: () => Promise<Answer>,
  { advice = "Try again later.", beside, apart = () => 0 }: Refused = {},
): Promise<Answer> {
  const spent = () => clock.now() - apart();
  const start = spent();
  let silentSince: number | undefined;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const now = clock.now();
      const elapsed = spent() - start;
      silentSince = isNetworkError(error) ? (silentSince ?? now) : undefined;
      const unreachable = silentSince !== undefined && now - silentSince > networkPatience;
      if (unreachable || (!hasCode(error, codes) && !isPassing(error))) {
        throw error;
      }
      const more = beside?.();
      const word = more === undefined ? wordsOf(error) : `${sentence(wordsOf(error))} ${more}`;
      const left = timeout * 1000 - elapsed;
      if (left <= 0) {
        throw new Error(
          `AWS refused the request for ${formatSeconds(elapsed / 1000)}. Its last answer: ${sentence(word)} ${advice}`,
          { cause: error },
        );
      }
      progress.show(`waiting ${formatSeconds(elapsed / 1000)}: ${word}`);
      await clock.sleep(Math.min(pollInterval(elapsed), left));
    }
  }
}

/** Seconds for which a short operation is retried while AWS is overloaded. */
export const patience = 600;

/**
 * Repeats a request while AWS is overloaded, or refuses it with one of these codes. The SDK has already retried it a
 * few times, within seconds.
 */
export function patiently<Answer>(
  waiting: Waiting,
  send: () => Promise<Answer>,
  codes: readonly Code[] = [],
): Promise<Answer> {
  return untilAccepted(waiting, codes, patience, send);
}
