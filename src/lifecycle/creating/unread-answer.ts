import { EmptyAnswer, isUnreadable } from "../../aws/errors.js";
import { takesTime } from "../../kinds/kind.js";
import { isAtWork } from "../../kinds/status.js";
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
  return takesTime(kind) ? isAtWork(kind, found) : isNew;
}
