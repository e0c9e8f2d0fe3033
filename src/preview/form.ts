import type { Kind } from "../kinds/kind.js";
import type { Call } from "../state/call.js";
import { exportSpec, exportTarget, isExport } from "../state/export.js";
import type { Stored } from "../state/stored.js";
import { nameOrArnName, parseArn } from "../values/arn.js";
import { isUnknown } from "../values/engine-values.js";
import type { Props } from "../values/json.js";

/** Facts for the preview that depend on the form of a resource: a snapshot in AWS, or the files of an export. */
export interface Form {
  /** Whether the resource carries the creating tag during its create. */
  readonly isMarked: boolean;
  /** The inputs that form the scope in which a name is unique. */
  readonly scopeInputs: readonly string[];
  /** Says which names must be unique, as a sentence. */
  readonly uniqueness: string;
  /** Whether deleting the resource frees its name. */
  readonly freesName: boolean;
  /** Returns the name with its scope; undefined if unknown. */
  scopedName(inputs: Props): ScopedName | undefined;
  /** Whether the old resource is deleted before the new one is created. */
  oldGoesFirst(call: Call, before: Stored): boolean;
  /**
   * Returns why a resource cannot be replaced under its own name, and what to do. `why` is the first half of the sentence: the
   * reason of the replacement.
   */
  nameConflict(before: Stored, news: Props, why: string): string;
}

/** A name, with the scope in which it is unique. */
export interface ScopedName {
  /** A string that is equal for equal names in the same scope. */
  readonly key: string;
  /** The region in which the name is unique in each account; absent if all accounts share the scope. */
  readonly region?: string;
}

/** Returns the form that these inputs request. */
export function formOf(kind: Kind, inputs: Props): Form {
  return isExport(kind, inputs) ? filesOf(kind) : snapshotOf(kind);
}

/** Returns the form of snapshots. */
function snapshotOf(kind: Kind): Form {
  const { naming } = kind;
  return {
    isMarked: true,
    // A copy in a bucket and a copy in AWS do not conflict.
    scopeInputs: ["region", ...(kind.export === undefined ? [] : [kind.export.bucket])],
    uniqueness: naming.unique,
    freesName: true,
    scopedName: ({ [naming.input]: name, region }) =>
      typeof name !== "string" || typeof region !== "string" || isUnknown(region)
        ? undefined
        : { key: nameKey(kind, region, name), region },
    oldGoesFirst: ({ deleteBeforeReplace }, before) => deleteBeforeReplace && !isKept(before),
    nameConflict: (before, news, why) => {
      const name = nameIn(kind, news);
      if (isKept(before)) {
        const first = "first set retainOnDelete to false in a separate update";
        return naming.isOwn
          ? `${why}, but the new snapshot cannot have the name ${name}, because retainOnDelete keeps the old snapshot in AWS. Choose a new name, omit the name, or ${first}`
          : `${why}. ${naming.unique}, and retainOnDelete keeps that of ${name} in AWS. To replace it, ${first}`;
      }
      return `${why}, but the old snapshot still has the name ${name}. Choose a new name, or omit the name: then nothing is deleted before the new snapshot exists. Or set deleteBeforeReplace, which first deletes the old snapshot and everything in this stack that depends on it. Set it in the resource's options or in a transformation; it has no effect in a transform`;
    },
  };
}

/** Returns the form of exports. Files stay in the bucket until somebody removes them, and nothing reports that. */
function filesOf(kind: Kind): Form {
  const { bucket, namedBy } = exportSpec(kind);
  const [source] = kind.madeFrom.inputs;
  return {
    isMarked: false,
    scopeInputs: [bucket],
    uniqueness: "Export names must be unique in a bucket",
    freesName: false,
    scopedName: (inputs) =>
      typeof inputs[source] !== "string" || isUnknown(inputs[bucket])
        ? undefined
        : { key: exportTarget(kind, inputs).uri },
    oldGoesFirst: () => false,
    nameConflict: (_before, news, why) => {
      const other = namedBy === "target" ? "a new name" : "another bucket";
      return `${why}, but files with the name ${nameIn(kind, news)} are already in the bucket and stay there. Choose ${other}`;
    },
  };
}

/** Returns the key of a name in a region. All kinds that share their names have the same keys. */
export function nameKey({ naming }: Kind, region: unknown, name: string): string {
  return `${naming.unique} ${String(region)} ${nameOrArnName(name)}`;
}

/**
 * Whether the engine leaves the old resource in AWS when it replaces it. The engine uses the option in the state, not
 * the option in the program.
 */
function isKept({ call }: Stored): boolean {
  return call.retainOnDelete === true;
}

/**
 * Whether retainOnDelete may keep the old resource: the program sets the option now, and the state of an earlier version
 * does not record it.
 */
export function mayBeKept(before: Stored, call: Call): boolean {
  return before.call.retainOnDelete === undefined && call.retainOnDelete === true;
}

/** Returns the name in the inputs, in quotes. */
export function nameIn({ naming }: Kind, inputs: Props): string {
  const named = String(inputs[naming.input]);
  return `"${parseArn(named)?.name ?? named}"`;
}
