import { hasCode } from "../../aws/errors.js";
import type { Kind } from "../../kinds/kind.js";

/**
 * Removes tags. The caller's `send` sends each call, and may repeat it. Some services refuse a call if one of its tags is
 * already gone: then each tag is removed by a call of its own, and a missing tag counts as removed.
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
