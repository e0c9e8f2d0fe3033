import type { Kind } from "../kinds/kind.js";
import type { Call } from "../state/call.js";
import { exportSpec, exportTarget, isExport } from "../state/export.js";
import type { Stored } from "../state/stored.js";
import { nameOrArnName, parseArn } from "../values/arn.js";
import { isUnknown } from "../values/engine-values.js";
import type { Props } from "../values/json.js";

/** What a preview must know of the form that a resource takes: a snapshot in AWS, or the files of an export. */
export interface Form {
  /** Whether it carries the tag of an unfinished create while it is made. */
  readonly isMarked: boolean;
  /** The inputs beside the name that make up the place in which a name can be had once. */
  readonly place: readonly string[];
  /** What there can be only one of, as a sentence. */
  readonly onlyOne: string;
  /** Whether a name is free again once the resource is deleted. */
  readonly freesName: boolean;
  /** The name with its place; undefined while that is not known. */
  slotOf(inputs: Props): NamedPlace | undefined;
  /** Whether the old resource is gone before the new one is made. */
  goesFirst(call: Call, before: Stored): boolean;
  /** Why a resource cannot be replaced under the name that it has, and what to do. `why` says what replaces it. */
  noRoom(before: Stored, news: Props, why: string): string;
}

/** A name, and where it can be had once. */
export interface NamedPlace {
  readonly place: string;
  /** The region where each account can have it once; absent where all accounts share the place. */
  readonly region?: string;
}

/** The form that these inputs ask for. */
export function formOf(kind: Kind, inputs: Props): Form {
  return isExport(kind, inputs) ? filesOf(kind) : snapshotOf(kind);
}

function snapshotOf(kind: Kind): Form {
  const { naming } = kind;
  return {
    isMarked: true,
    // A copy into a bucket, and one that AWS keeps, are not in each other's way.
    place: ["region", ...(kind.export === undefined ? [] : [kind.export.bucket])],
    onlyOne: naming.unique,
    freesName: true,
    slotOf: ({ [naming.input]: name, region }) =>
      typeof name !== "string" || typeof region !== "string" || isUnknown(region)
        ? undefined
        : { place: placeOf(kind, region, name), region },
    goesFirst: ({ deleteBeforeReplace }, before) => deleteBeforeReplace && !isKept(before),
    noRoom: (before, news, why) => {
      const name = nameIn(kind, news);
      if (isKept(before)) {
        const first = "first set retainOnDelete to false in a separate update";
        return naming.isOwn
          ? `${why}, but the new one cannot have the name ${name}, because retainOnDelete keeps the old one in AWS. Choose a new name (or omit it), or ${first}`
          : `${why}, but ${name} cannot have a second one, and retainOnDelete keeps the old one in AWS. To replace it, ${first}`;
      }
      return `${why}, but the old one still has the name ${name}. Choose a new name (or omit it); then nothing is deleted before the new one exists. Or set deleteBeforeReplace, which first deletes the old one and everything in this stack that depends on it. Set it in the resource's options or by a transformation, because only the engine sees what a transform sets`;
    },
  };
}

/** Files stay in a bucket until somebody takes them out of it, which nobody tells. */
function filesOf(kind: Kind): Form {
  const { bucket, namedBy } = exportSpec(kind);
  const [source] = kind.madeFrom.inputs;
  return {
    isMarked: false,
    place: [bucket],
    onlyOne: "Export names must be unique in a bucket",
    freesName: false,
    slotOf: (inputs) =>
      typeof inputs[source] !== "string" || isUnknown(inputs[bucket])
        ? undefined
        : { place: exportTarget(kind, inputs).uri },
    goesFirst: () => false,
    noRoom: (_before, news, why) => {
      const other = namedBy === "target" ? "a new name" : "another bucket";
      return `${why}, but files with the name ${nameIn(kind, news)} are already in the bucket and stay there. Choose ${other}`;
    },
  };
}

/** A name of a kind in a region, the same for all kinds that share their names. */
export function placeOf({ naming }: Kind, region: unknown, name: string): string {
  return `${naming.unique} ${String(region)} ${nameOrArnName(name)}`;
}

/**
 * Whether the engine leaves the old resource in AWS when it replaces it. It goes by the option that the state holds, not
 * by the one that the program gives now.
 */
function isKept({ call }: Stored): boolean {
  return call.retainOnDelete === true;
}

/** The same of a state of an earlier version, which did not take that option down. */
export function mayBeKept(before: Stored, call: Call): boolean {
  return before.call.retainOnDelete === undefined && call.retainOnDelete === true;
}

/** The name that inputs give, as a person reads it. */
export function nameIn({ naming }: Kind, inputs: Props): string {
  const named = String(inputs[naming.input]);
  return `"${parseArn(named)?.name ?? named}"`;
}
