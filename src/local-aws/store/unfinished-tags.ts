import { AwsError } from "../wire/aws-error.js";
import type { Behaviour } from "./behaviour.js";
import type { Stored } from "./snapshot-store.js";

/** The codes with which a service protects the tags of an unfinished snapshot. */
export interface UnfinishedTags {
  /** The code for a snapshot that does not exist. */
  readonly gone: string;
  /** The code for a snapshot in the wrong state, if the service has one. */
  readonly state?: string;
}

/** Returns the snapshot. Throws if it is unfinished and its tags are protected from this operation. */
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
