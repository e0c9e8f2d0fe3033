import { EmptyAnswer, isUnreadable } from "../../aws/errors.js";
import { takesTime } from "../../kinds/kind.js";
import { isPending } from "../../kinds/status.js";
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
