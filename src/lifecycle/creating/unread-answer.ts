import { EmptyAnswer, isPassing, isUnreadable } from "../../aws/errors.js";
import { takesTime } from "../../kinds/kind.js";
import { isPending } from "../../kinds/status.js";
import { Cancelled } from "../../values/clock.js";
import { patiently } from "../../waiting/retry.js";
import type { Session } from "../session.js";
import { carriesMark } from "./mark.js";

/** By what a resource is known to be this one. */
export interface Ownership {
  /** The mark that the request brought. */
  readonly mark: string | undefined;
  /** Whether none was there before; only known of kinds that cannot be marked. */
  readonly isNew: boolean;
  /** Whether the state or this process has it as another resource. */
  isOther(arn: string): boolean;
}

/**
 * Sends a create request. Where AWS accepts it with an answer that is empty or cannot be read, looks up what it has made
 * before anything else is decided: asking again would at best meet a name that is taken.
 */
export async function sendOrLookUp<Client, Remote>(
  session: Session<Client, Remote>,
  ownership: Ownership,
  send: () => Promise<Remote | undefined>,
): Promise<Remote | undefined> {
  try {
    const remote = await send();
    if ((remote && session.kind.arn(remote)) !== undefined) {
      return remote;
    }
    throw new EmptyAnswer();
  } catch (error) {
    if (!isUnreadable(error)) {
      throw error;
    }
    const found = await patiently(session, () => session.find());
    if (found !== undefined && (await isOurs(session, ownership, found))) {
      return found;
    }
    throw error;
  }
}

/**
 * Sends a create request in its turn. If the run is cancelled while nobody knows whether AWS has accepted the request,
 * looks once for what it may have made, because nothing is looked for later in this run.
 */
export async function evenIfCancelled<Client, Remote>(
  session: Session<Client, Remote>,
  ownership: Ownership,
  send: () => Promise<Remote | undefined>,
  inTurn: (send: () => Promise<Remote | undefined>) => Promise<Remote | undefined>,
): Promise<Remote | undefined> {
  let isInDoubt = false;
  const noting = () =>
    send().catch((error: unknown) => {
      isInDoubt = isPassing(error) || error instanceof Cancelled;
      throw error;
    });
  try {
    return await inTurn(noting);
  } catch (error) {
    if (!(error instanceof Cancelled) || !isInDoubt) {
      throw error;
    }
    const found = await session.find();
    if (found !== undefined && (await isProbablyOurs(session, ownership, found))) {
      return found;
    }
    throw error;
  }
}

/** The same as {@link isOurs}. If AWS cannot show the tags of what it is making, one that it has begun is believed. */
async function isProbablyOurs<Client, Remote>(
  session: Session<Client, Remote>,
  ownership: Ownership,
  found: Remote,
): Promise<boolean> {
  try {
    return await isOurs(session, ownership, found);
  } catch (error) {
    if (!(error instanceof Cancelled)) {
      throw error;
    }
    return isOurs(session, { ...ownership, mark: undefined }, found);
  }
}

async function isOurs<Client, Remote>(
  session: Session<Client, Remote>,
  { mark, isNew, isOther }: Ownership,
  found: Remote,
): Promise<boolean> {
  const { kind } = session;
  if (mark !== undefined) {
    return carriesMark(session, found, mark);
  }
  if (isOther(kind.arn(found) ?? "")) {
    return false;
  }
  // What answered need not have been AWS: without a mark one is believed that AWS has only just begun.
  return takesTime(kind) ? isPending(kind, found) : isNew;
}
