import { AwsError } from "../wire/aws-error.js";
import type { Behaviour } from "./behaviour.js";
import type { Stored } from "./snapshot-store.js";

/** The codes in which a service refuses to touch the tags of a snapshot that is being made. */
export interface UnfinishedTags {
  /** There is no such snapshot. */
  readonly gone: string;
  /** It is in the wrong state, where the service says so. */
  readonly state?: string;
}

/** The snapshot, unless it is being made and the service lets nobody do that with its tags meanwhile. */
export function withTagsToTouch<Snapshot extends Stored>(
  snapshot: Snapshot,
  doing: "read" | "change",
  { tagsOfUnfinished: refused }: Behaviour,
  { gone, state }: UnfinishedTags,
): Snapshot {
  if (!snapshot.lifetime.unfinished) return snapshot;
  if (refused === "not found") {
    throw new AwsError(gone, `${snapshot.name} is either not present or not available.`);
  }
  if (state !== undefined && (doing === "read" || refused === "read and change")) {
    throw new AwsError(state, `The snapshot ${snapshot.name} is not in the available state.`);
  }
  return snapshot;
}
