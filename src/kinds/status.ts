import type { Kind } from "./kind.js";

// Meanings of AWS's status words. Services spell a word in several ways (`create-failed`, `create_failed`,
// `CREATE-FAILED`), so words are compared without case and punctuation. People see AWS's own spelling.

/** Returns whether a status is one of these words, in any spelling. */
export function isStatus(status: string | undefined, words: readonly string[]): boolean {
  return status !== undefined && words.some((word) => plainWord(word) === plainWord(status));
}

function plainWord(status: string): string {
  return status.toLowerCase().replace(/[_\s-]/g, "");
}

/** Returns whether the status is that of a finished resource. */
export function isFinished({ finished }: Kind, status: string | undefined): boolean {
  return isStatus(status, finished);
}

/** Returns whether the status is that of a resource that will never be finished. */
export function isFailed({ failed }: Kind, status: string | undefined): boolean {
  return isStatus(status, failed);
}

/** Returns whether AWS is deleting the resource. All services that report this have the same word. */
export function isBeingDeleted(status: string | undefined): boolean {
  return isStatus(status, ["deleting"]);
}

/** Returns whether AWS is still working on a resource. An unknown status counts as such. */
export function isPending<Remote>(kind: Kind<unknown, Remote>, remote: Remote): boolean {
  const status = kind.status(remote);
  return !isFinished(kind, status) && !isFailed(kind, status);
}

/**
 * Returns whether the status of a cluster, cache or snapshot does not pass without help. The words are those of all
 * services: stopped, failed (also with what failed: `create-failed`), incompatible (also with the cause:
 * `incompatible-network`), and inaccessible because of its key.
 */
export function isStuck(status: string | undefined): boolean {
  return /^stopped$|failed$|^incompatible|^inaccessible/.test(plainWord(status ?? ""));
}
