import { EmptyAnswer, isPassing, isUnreadable } from "../../aws/errors.js";
import { takesTime } from "../../kinds/kind.js";
import { isPending } from "../../kinds/status.js";
import { Cancelled } from "../../values/clock.js";
import { patiently } from "../../waiting/retry.js";
import type { Session } from "../session.js";
import { carriesMark } from "./mark.js";

/** The facts by which a create recognises a snapshot in AWS as its own. */
export interface Ownership {
  /** Value of the creating tag that the request brings; undefined if it brings none. */
  readonly mark: string | undefined;
  /** Whether the name did not exist before the request. Known only for kinds that cannot have a creating tag. */
  readonly isNew: boolean;
  /** Whether that ARN belongs to another resource, which is in the state or was created by this process. */
  isOfOther(arn: string): boolean;
}

/**
 * Sends a create request. If AWS accepts the request with an answer that is empty or cannot be read, looks up the new
 * snapshot. Sending the request again would only find that its name exists.
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
  { mark, isNew, isOfOther }: Ownership,
  found: Remote,
): Promise<boolean> {
  const { kind } = session;
  if (mark !== undefined) {
    return carriesMark(session, found, mark);
  }
  if (isOfOther(kind.arn(found) ?? "")) {
    return false;
  }
  // The unreadable answer may not come from AWS. So without a creating tag, only a snapshot that AWS has just begun is
  // taken for this one.
  return takesTime(kind) ? isPending(kind, found) : isNew;
}
