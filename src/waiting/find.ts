import { hasCode, noteUnfinished, unless } from "../aws/errors.js";
import type { Kind, Target } from "../kinds/kind.js";
import { patiently, type Waiting } from "./retry.js";
import { pollInterval } from "./wait.js";

/** Whom to ask about one, and how to wait. */
export interface Asker<Client, Remote> extends Waiting {
  readonly kind: Kind<Client, Remote>;
  readonly client: Client;
}

/** The one that is looked for, or undefined where AWS has none. */
export async function findOne<Client, Remote>(
  asker: Asker<Client, Remote>,
  target: Target,
): Promise<Remote | undefined> {
  const { kind, client } = asker;
  const { gone, unreadable } = kind.codes;
  const look = () => kind.find(client, target);
  return unless(gone, unreadable === undefined ? look() : patiently(asker, look, unreadable));
}

/** The same, asked twice: AWS's describe calls forget things now and then, so that one of them proves nothing. */
export async function findPatiently<Client, Remote>(
  asker: Asker<Client, Remote>,
  target: Target,
): Promise<Remote | undefined> {
  const look = () => patiently(asker, () => findOne(asker, target));
  const seen = await look();
  if (seen !== undefined) {
    return seen;
  }
  await asker.clock.sleep(pollInterval(0));
  return look();
}

/**
 * Sends a call that names one by its ARN: for its tags, or for what is set in place. Some services answer "not found" as
 * long as they make it. Where AWS shows it all the same, that is noted on the error.
 */
export async function tellingUnfinished<Client, Remote, Answer>(
  asker: Asker<Client, Remote>,
  target: Target,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    const isThere = async () => (await findPatiently(asker, target)) !== undefined;
    if (hasCode(error, asker.kind.codes.gone) && (await isThere())) {
      noteUnfinished(error);
    }
    throw error;
  }
}
