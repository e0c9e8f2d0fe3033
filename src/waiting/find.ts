import { hasCode, noteUnfinished, unless } from "../aws/errors.js";
import type { Kind, Target } from "../kinds/kind.js";
import { patiently, type Waiting } from "./retry.js";
import { pollInterval } from "./wait.js";

/** How to ask AWS about a resource, and how to wait. */
export interface Asker<Client, Remote> extends Waiting {
  readonly kind: Kind<Client, Remote>;
  readonly client: Client;
}

/** Returns the resource, or undefined if AWS has none. */
export async function findOne<Client, Remote>(
  asker: Asker<Client, Remote>,
  target: Target,
): Promise<Remote | undefined> {
  const { kind, client } = asker;
  const { gone, unreadable } = kind.codes;
  const look = () => kind.find(client, target);
  return unless(gone, unreadable === undefined ? look() : patiently(asker, look, unreadable));
}

/** Like {@link findOne}, but asks twice: AWS's describe calls sometimes forget things, so a single call proves nothing. */
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
 * Sends a call that names a resource by its ARN: for its tags, or for a setting that changes in place. Some services
 * answer "not found" while they are creating the resource. If AWS shows the resource nevertheless, the error records
 * that.
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
