import { EmptyAnswer, isUnreadable } from "../aws/errors.js";
import { isAtWork } from "../kinds/status.js";
import { exportTarget } from "../state/export-address.js";
import type { Props } from "../values/json.js";
import { patiently } from "../waiting/retry.js";
import { carriesMark } from "./mark.js";
import type { Session } from "./session.js";

/** By what a resource is known to be this one. */
interface Ownership {
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
  inputs: Props,
  ownership: Ownership,
  send: () => Promise<Remote | undefined>,
): Promise<Remote | undefined> {
  const target = exportTarget(session.kind, inputs);
  try {
    const remote = await send();
    if (target !== undefined || (remote && session.kind.arn(remote)) !== undefined) {
      return remote;
    }
    throw new EmptyAnswer();
  } catch (error) {
    if (!isUnreadable(error)) {
      throw error;
    }
    const { kind } = session;
    const found = await patiently(session, () => session.find(target?.source));
    if (found !== undefined && target !== undefined && isAtWork(kind, found)) {
      // Only its source shows an export.
      return undefined;
    }
    if (found !== undefined && target === undefined && (await isOurs(session, ownership, found))) {
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
  return kind.isAsAsked === undefined ? isAtWork(kind, found) : isNew;
}
