import { isLongLivedKey } from "./caller.js";

/** The secret of every long-lived access key that local AWS hands out. */
export const LOCAL_SECRET = "local";

/** The secrets of the access keys that local AWS has handed out. Callers may use others, whose secrets it does not know. */
export class SecretKeys {
  readonly #temporary = new Map<string, string>();

  /** Keeps the secret of a temporary key. */
  add(accessKeyId: string, secret: string): void {
    this.#temporary.set(accessKeyId, secret);
  }

  /** The secret of a key; undefined where only its holder knows it. */
  of(accessKeyId: string): string | undefined {
    return (
      this.#temporary.get(accessKeyId) ?? (isLongLivedKey(accessKeyId) ? LOCAL_SECRET : undefined)
    );
  }
}
