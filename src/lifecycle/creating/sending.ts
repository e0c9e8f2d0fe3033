import { causeOf, hasCode } from "../../aws/errors.js";
import type { Kind, SeenSource } from "../../kinds/kind.js";
import { timeoutOf } from "../../state/timeouts.js";
import { parseArn } from "../../values/arn.js";
import type { Props } from "../../values/json.js";
import type { Place } from "../../waiting/queue.js";
import { untilAccepted } from "../../waiting/retry.js";
import type { Session } from "../session.js";
import { busySource } from "./busy-source.js";

/** Sends a create request when it is its turn, until AWS accepts it or the time for a create is up. */
export function sendInTurn<Client, Remote, Answer>(
  session: Session<Client, Remote>,
  inputs: Props,
  place: Place | undefined,
  source: SeenSource<Client> | undefined,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const { kind, call, client } = session;
  const crowd = kind.crowd?.codes ?? [];
  const busy = busySource(session, inputs, source?.client ?? client);
  return untilAccepted(
    session,
    [...kind.codes.busy, ...crowd],
    timeoutOf(call, "create"),
    () => busy.watched(() => inTurn(place, crowd, send)),
    {
      advice: "Try again later, or raise customTimeouts.create.",
      beside: busy.words,
      apart: () => place?.stood() ?? 0,
    },
  );
}

/** Sends a request when it is its turn. One that AWS refuses because there are too many goes back into the line. */
async function inTurn<Answer>(
  place: Place | undefined,
  crowd: readonly string[],
  send: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    await place?.turn();
    try {
      return await send();
    } catch (error) {
      if (!hasCode(error, crowd) || !place?.refused()) {
        throw error;
      }
    }
  }
}

/** Compares the account of sources that are given by ARN with the caller's: the calls go by name. */
export async function confirmSources<Client, Remote>(
  session: Session<Client, Remote>,
  inputs: Props,
): Promise<void> {
  const { inputs: keys, account } = session.kind.madeFrom;
  for (const key of account === "own" ? keys : []) {
    const value = inputs[key];
    const arn = typeof value === "string" ? parseArn(value) : undefined;
    if (arn !== undefined) {
      await session.confirmAccount(arn.account, `${key} ${value}`);
    }
  }
}

/** Whether AWS refuses a name that something else has. A code of this meaning may also mean that the source is busy. */
export function isTaken({ codes }: Kind, error: unknown): boolean {
  return hasCode(error, codes.exists) && !hasCode(error, codes.busy);
}

/** An error whose code has two meanings, one of which would be waited out: this is the other one. */
export function finalError(kind: Kind, error: unknown, advice?: string): Error {
  return new Error(causeOf(error, kind, advice), { cause: error });
}
