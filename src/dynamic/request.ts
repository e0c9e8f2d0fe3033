import type { Clock } from "./clock.js";
import { formatSeconds } from "./durations.js";
import { type Code, hasCode, isNetworkError, isPassing, wordsOf } from "./errors.js";
import type { Progress } from "./progress.js";
import { pollInterval } from "./wait.js";

/** What it takes to wait: time, and somebody who is told. */
export interface Waiting {
  readonly clock: Clock;
  readonly progress: Progress;
}

/** Milliseconds that an address which does not answer is tried: nothing waits for the end of a wrong endpoint. */
const networkPatience = 30_000;

/**
 * Sends a request until AWS accepts it. While AWS refuses it with one of these codes, or is overloaded, waits and
 * sends it again; other errors are thrown.
 */
export async function untilAccepted<Answer>(
  { clock, progress }: Waiting,
  codes: readonly Code[],
  timeout: number,
  send: () => Promise<Answer>,
  advice = "Run it again later.",
): Promise<Answer> {
  const start = clock.now();
  let silentSince: number | undefined;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const now = clock.now();
      const elapsed = now - start;
      silentSince = isNetworkError(error) ? (silentSince ?? now) : undefined;
      const unreachable = silentSince !== undefined && now - silentSince > networkPatience;
      if (unreachable || (!hasCode(error, codes) && !isPassing(error))) {
        throw error;
      }
      const word = wordsOf(error);
      if (elapsed > timeout * 1000) {
        throw new Error(
          `AWS refused for ${formatSeconds(elapsed / 1000)}, and last said: ${word} ${advice}`,
          { cause: error },
        );
      }
      progress.show(`waiting ${formatSeconds(elapsed / 1000)}: ${word}`);
      await clock.sleep(pollInterval(elapsed));
    }
  }
}

/** Seconds that an overloaded AWS is asked again for something that takes no time by itself. */
export const patience = 600;

/**
 * Sends a request again while AWS is overloaded, or refuses it with one of these codes. The SDK has tried a few times
 * by then, within seconds.
 */
export function patiently<Answer>(
  waiting: Waiting,
  send: () => Promise<Answer>,
  codes: readonly Code[] = [],
): Promise<Answer> {
  return untilAccepted(waiting, codes, patience, send);
}
