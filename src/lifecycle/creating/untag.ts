import { hasCode } from "../../aws/errors.js";
import type { Kind } from "../../kinds/kind.js";

/**
 * Takes tags off, with calls that are sent in the way that is given. Those that are off already are as they shall be, also
 * where AWS then refuses to take off the others.
 */
export async function untag<Client, Remote>(
  { kind, client }: { readonly kind: Kind<Client, Remote>; readonly client: Client },
  arn: string,
  keys: readonly string[],
  send: (call: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { tagging } = kind;
  try {
    await send(async () => tagging?.remove(client, arn, [...keys]));
  } catch (error) {
    if (!hasCode(error, tagging?.absent ?? [])) {
      throw error;
    }
    for (const key of keys.length > 1 ? keys : []) {
      await untag({ kind, client }, arn, [key], send);
    }
  }
}
