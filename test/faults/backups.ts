import type * as pulumi from "@pulumi/pulumi";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { kinds } from "../../src/kinds/index.js";
import { type Kind, takesTime } from "../../src/kinds/kind.js";
import type { LocalAws } from "../../src/local-aws/index.js";
import { classOf } from "../engine/classes.js";
import { declare as declarePlugin } from "../engine/plugin-classes.js";
import { addManual, addSource, isSource } from "../engine/sources.js";
import { home } from "../engine/world.js";
import type { Door } from "./sample.js";

/** The program's choices in one step of the life of its backups. */
export interface Wish {
  /** A new value replaces every backup. */
  readonly version: string;
  /** A new value changes every input that changes in place. */
  readonly team: string;
}

/** A resource of the program, with its own source. */
export interface Backup {
  readonly name: string;
  readonly kind: Kind;
  args(wish: Wish): pulumi.Inputs;
  /** The backup that it is a copy of, if its source is in the same program. */
  readonly copyOf?: string;
}

/** The source of a backup. */
export function sourceOf(
  kind: Kind,
  name: string,
): { readonly key: string; readonly name: string } {
  return { key: sourceKey(kind), name: `${name}-src` };
}

/** Returns the input that names the source of a kind. */
export function sourceKey(kind: Kind): string {
  const key = Object.keys(kind.inputs).find((input) => isSource(kind.name, input));
  if (key === undefined) {
    throw new Error(`${kind.label} has no source`);
  }
  return key;
}

/** Inputs that change in place, and inputs that some kinds need in addition to a source. */
function more(kind: Kind, { version, team }: Wish): pulumi.Inputs {
  const { inputs } = kind;
  return {
    ...("sharedAccounts" in inputs && {
      sharedAccounts: [team === "a" ? "222233334444" : "333344445555"],
    }),
    ...("copyTags" in inputs && { copyTags: true }),
    ...("retentionPeriod" in inputs && { retentionPeriod: team === "a" ? 7 : 30 }),
    ...("snapshotRetentionPeriod" in inputs && { snapshotRetentionPeriod: team === "a" ? 7 : 30 }),
    ...("destinationRegion" in inputs
      ? { destinationRegion: version === "1" ? "us-east-1" : "us-west-2" }
      : { triggers: { version } }),
    // A key that AWS chose could not be told from another caller's.
    ...("destinationKmsKeyId" in inputs && {
      destinationKmsKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
    }),
    ...("s3BucketName" in inputs && { s3BucketName: `backups-${version}` }),
    ...(kind.tagging && { tags: { team } }),
  };
}

function backup(kind: Kind, form: string, form_: (wish: Wish) => pulumi.Inputs): Backup {
  const name = `${kind.name.replace(":", "-").toLowerCase()}-${form}`;
  const source = sourceOf(kind, name);
  return {
    name,
    kind,
    args: (wish) => ({ [source.key]: source.name, ...more(kind, wish), ...form_(wish) }),
  };
}

function formsOf(kind: Kind): Backup[] {
  const { input, isOwn } = kind.naming;
  const auto = backup(kind, "auto", () => ({}));
  if (!isOwn) {
    return [auto];
  }
  const fixed = backup(kind, "fixed", ({ version }) => ({
    [input]: `${kind.name.replace(":", "-").toLowerCase()}-fixed-v${version}`,
  }));
  const exported = backup(kind, "export", () => ({ [kind.export?.bucket ?? ""]: "backups" }));
  const copy: Backup = { ...backup(kind, "of-ours", () => ({})), copyOf: auto.name };
  return [
    auto,
    fixed,
    ...(kind.export ? [exported] : []),
    ...(kind.makes === "copy" ? [copy] : []),
  ];
}

/** Every kind with an automatic name and with a fixed name, exports, and copies of copies. */
export const backups: readonly Backup[] = [...kinds.values()].flatMap(formsOf);

/** The inputs of a backup that is not waited for. It cannot be shared before it is finished. */
const unawaited = { waitForCompletion: false, sharedAccounts: undefined };

/** Returns whether a backup is always waited for: AWS creates it at once, or copies it, so that it must be available. */
function isAwaited({ name, kind }: Backup): boolean {
  return !takesTime(kind) || backups.some(({ copyOf }) => copyOf === name);
}

/** Declares a backup as a resource of a door. */
function declareBackup(
  door: Door,
  { name: kind }: Kind,
  name: string,
  inputs: pulumi.Inputs,
): pulumi.CustomResource {
  return door === "plugin" ? declarePlugin(kind, name, inputs) : new (classOf(kind))(name, inputs);
}

/**
 * Returns the program with these backups, or with none, as resources of a door. It waits for every second backup, from
 * the first or the second on.
 */
export function program(door: Door, wish: Wish | undefined, waitsForFirst: boolean) {
  return async () => {
    const made = new Map<string, pulumi.CustomResource>();
    for (const [at, backup] of (wish === undefined ? [] : backups).entries()) {
      const { name, kind, args, copyOf } = backup;
      const waits = isAwaited(backup) || (at % 2 === 0) === waitsForFirst;
      const inputs = {
        ...args(wish ?? { version: "", team: "" }),
        ...(waits ? {} : unawaited),
      };
      const source = copyOf === undefined ? undefined : made.get(copyOf);
      const own = source === undefined ? {} : { [sourceKey(kind)]: source.id };
      made.set(name, declareBackup(door, kind, name, { ...inputs, ...own }));
    }
  };
}

/** Adds the sources, and for each backup neighbours that its recovery must leave alone. */
export function addNeighbours(aws: LocalAws): void {
  for (const { name, kind, copyOf } of backups) {
    const { key, name: source } = sourceOf(kind, name);
    addSource(aws, home, kind.name, key, source);
    if (kind.tagging === undefined || copyOf !== undefined) {
      continue;
    }
    // Snapshots that an earlier stack kept with retainOnDelete, and that another stack is creating.
    addManual(aws, home, kind.name, key, source, `${name}-1234567`, new Map());
    const others = new Map([[creatingTag, `${"0".repeat(16)}/${"0".repeat(16)}`]]);
    addManual(aws, home, kind.name, key, source, `${name}-89abcde`, others);
  }
}
