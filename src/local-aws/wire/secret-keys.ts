import { isLongLivedKey } from "./caller.js";

/** The secret of every long-lived access key that local AWS hands out. */
export const LOCAL_SECRET = "local";

/** The secrets of the access keys that local AWS has issued. Callers may use other keys, whose secrets it does not know. */
export class SecretKeys {
  readonly #temporary = new Map<string, string>();

  /** Stores the secret of a temporary key. */
  add(accessKeyId: string, secret: string): void {
    this.#temporary.set(accessKeyId, secret);
  }

  /** Returns the secret of a key; undefined if only its holder knows it. */
  of(accessKeyId: string): string | undefined {
    return (
      this.#temporary.get(accessKeyId) ?? (isLongLivedKey(accessKeyId) ? LOCAL_SECRET : undefined)
    );
  }
}
