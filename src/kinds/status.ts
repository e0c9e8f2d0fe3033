import type { Kind } from "./kind.js";

// What AWS's words for a status mean. Services spell one word in several ways (`create-failed`, `create_failed`,
// `CREATE-FAILED`), so words are compared without case and punctuation; what a person reads stays AWS's word.

/** Whether AWS's word is one of these, however it is spelled. */
export function isStatus(status: string | undefined, words: readonly string[]): boolean {
  return status !== undefined && words.some((word) => plainWord(word) === plainWord(status));
}

function plainWord(status: string): string {
  return status.toLowerCase().replace(/[_\s-]/g, "");
}

/** Whether that is a status of one that AWS has made. */
export function isFinished({ finished }: Kind, status: string | undefined): boolean {
  return isStatus(status, finished);
}

/** Whether that is a status from which none recovers. */
export function isFailed({ failed }: Kind, status: string | undefined): boolean {
  return isStatus(status, failed);
}

/** Whether AWS is taking one away that says so. The word is the same in all services that have it. */
export function isBeingDeleted(status: string | undefined): boolean {
  return isStatus(status, ["deleting"]);
}

/** Whether AWS is still at work on one that it shows. A status that nobody knows is one of these. */
export function isPending<Remote>(kind: Kind<unknown, Remote>, remote: Remote): boolean {
  const status = kind.status(remote);
  return !isFinished(kind, status) && !isFailed(kind, status);
}

/**
 * Whether that is a status of a cluster, a cache or a snapshot which does not pass by itself. The words are those of all
 * services: stopped, failed (with what did: `create-failed`), incompatible (with what: `incompatible-network`), and without
 * its key.
 */
export function isStuck(status: string | undefined): boolean {
  return /^stopped$|failed$|^incompatible|^inaccessible/.test(plainWord(status ?? ""));
}
