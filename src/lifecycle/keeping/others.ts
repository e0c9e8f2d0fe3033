import type { Backup } from "./backup.js";

/** The question about a resource that is to be deleted. */
export interface Question {
  readonly id: string;
  /** The URNs that the resource has and had, as far as they are known. */
  readonly urns: readonly string[];
}

/** The backups that have to do with a resource that is to be deleted. */
export interface Related {
  /** The backups, other than the resource itself, that the program has under the URNs of the resource. */
  readonly replacements: readonly Backup[];
  /** The copies that are made from the resource and are not available yet. */
  readonly copies: readonly Backup[];
}

/**
 * The other provider processes of the same run. A resource that gets another provider is created by one process and
 * deleted by another. A host whose runs have one process has no others.
 */
export interface Others {
  /** Returns what all of them know. Throws an error if one of them may know something that it did not tell. */
  relatedTo(question: Question): Promise<Related>;
}
