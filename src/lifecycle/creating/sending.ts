import { causeOf, hasCode } from "../../aws/errors.js";
import type { DescribedSource, Kind } from "../../kinds/kind.js";
import { parseArn } from "../../values/arn.js";
import type { Ticket } from "../../waiting/queue.js";
import { untilAccepted } from "../../waiting/retry.js";
import type { Session } from "../session.js";
import { busySource } from "./busy-source.js";

/** Sends a create request in its turn, until AWS accepts it or the time for a create is up. */
export function sendInTurn<Client, Remote, Answer>(
  session: Session<Client, Remote>,
  ticket: Ticket | undefined,
  source: DescribedSource<Client> | undefined,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const { kind, client, timeouts } = session;
  const limitCodes = kind.concurrencyLimit?.codes ?? [];
  const busy = busySource(session, source?.client ?? client);
  return untilAccepted(
    session,
    [...kind.codes.busy, ...limitCodes],
    timeouts.create,
    () => busy.watched(() => inTurn(ticket, limitCodes, send)),
    {
      advice: "Try again later, or raise customTimeouts.create.",
      beside: busy.words,
      apart: () => ticket?.waited() ?? 0,
    },
  );
}

/** Sends a request in its turn. If AWS refuses it because of a concurrency limit, the request returns to the queue. */
async function inTurn<Answer>(
  ticket: Ticket | undefined,
  limitCodes: readonly string[],
  send: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    await ticket?.turn();
    try {
      return await send();
    } catch (error) {
      if (!hasCode(error, limitCodes) || !ticket?.refused()) {
        throw error;
      }
    }
  }
}

/**
 * Confirms that sources that are given by ARN are in the caller's account. AWS's calls use only the name, so a source of
 * another account would be mistaken for the caller's own source of the same name.
 */
export async function confirmSources<Client, Remote>(
  session: Session<Client, Remote>,
): Promise<void> {
  const { inputs: keys, account } = session.kind.madeFrom;
  for (const key of account === "own" ? keys : []) {
    const value = session.inputs.ofKind[key];
    const arn = typeof value === "string" ? parseArn(value) : undefined;
    if (arn !== undefined) {
      await session.confirmAccount(arn.account, `${key} ${value}`);
    }
  }
}

/**
 * Whether AWS refused a request because its name exists. Some services use the same code for a busy source: then the
 * meaning is not certain, and the answer is false.
 */
export function isTaken({ codes }: Kind, error: unknown): boolean {
  return hasCode(error, codes.exists) && !hasCode(error, codes.busy);
}

/**
 * Wraps an error whose code has two meanings, one of which is waited out. The new error has no code, so nothing waits for
 * it.
 */
export function finalError(kind: Kind, error: unknown, advice?: string): Error {
  return new Error(causeOf(error, kind, advice), { cause: error });
}
