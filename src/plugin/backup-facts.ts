import { kinds } from "../kinds/index.js";
import type { Kind } from "../kinds/kind.js";
import { Backup } from "../lifecycle/keeping/backup.js";
import type { Related } from "../lifecycle/keeping/others.js";
import { livesOf } from "../lifecycle/lives.js";
import type { Runtime } from "../lifecycle/runtime.js";
import { callWith } from "../state/call.js";
import { isRecord, type Props } from "../values/json.js";

/**
 * What a process tells another process about a backup: enough to look at it in AWS, without tags and credentials.
 * Processes with other versions of the plugin read this.
 */
interface BackupFacts {
  readonly kind: string;
  readonly life: string;
  readonly id: string | undefined;
  readonly urn: string | undefined;
  readonly props: Props;
  readonly isGivenUp: boolean;
}

/** What a process tells about all backups that have to do with a resource. */
export interface Facts {
  readonly replacements: readonly BackupFacts[];
  readonly copies: readonly BackupFacts[];
}

/** Returns what a process tells about its backups. */
export function factsOf({ replacements, copies }: Related): Facts {
  return { replacements: replacements.map(factsOfOne), copies: copies.map(factsOfOne) };
}

function factsOfOne({ kind, life, id, call, props, isGivenUp }: Backup): BackupFacts {
  const told = keysOf(kind)
    .map((key) => [key, props[key]] as const)
    .filter(([, value]) => typeof value === "string");
  return {
    kind: kind.name,
    life: life.noun,
    id,
    urn: call.urn,
    props: Object.fromEntries(told),
    isGivenUp,
  };
}

/** The properties by which a backup is found in AWS, and its last known status. All of them are strings. */
function keysOf({ naming, madeFrom, export: spec }: Kind): readonly string[] {
  return [
    naming.input,
    ...madeFrom.inputs,
    ...(spec === undefined ? [] : [spec.bucket]),
    "sourceRegion",
    "region",
    "profile",
    "assumeRoleArn",
    "status",
  ];
}

/** Reads the answers of other processes. Throws an error for what this version of the plugin does not understand. */
export function relatedFrom(answers: readonly unknown[], runtime: Runtime): Related {
  const all = (key: keyof Facts) =>
    answers.flatMap((answer) =>
      parsed(isRecord(answer) ? answer[key] : undefined, Array.isArray, `a list of ${key}`).map(
        (facts: unknown) => backupFrom(facts, runtime),
      ),
    );
  return { replacements: all("replacements"), copies: all("copies") };
}

function backupFrom(facts: unknown, runtime: Runtime): Backup {
  const record = parsed(facts, isRecord, "an object for each backup");
  const kind = kinds.get(parsed(record["kind"], isText, "a kind"));
  if (kind === undefined) {
    throw new Error(`it has a backup of the kind ${JSON.stringify(record["kind"])}`);
  }
  const lives = livesOf(kind, runtime);
  const noun = parsed(record["life"], isNoun, '"snapshot" or "export"');
  const urn = parsed(record["urn"], isOptionalText, "a URN or nothing");
  const props = parsed(record["props"], isRecord, "the properties of a backup");
  const backup = new Backup(kind, lives[noun], callWith(urn), props, true);
  backup.id = parsed(record["id"], isOptionalText, "an id or nothing");
  backup.isGivenUp = parsed(record["isGivenUp"], isBoolean, "whether the backup is given up");
  return backup;
}

function parsed<T>(value: unknown, is: (value: unknown) => value is T, expected: string): T {
  if (!is(value)) {
    throw new Error(`instead of ${expected} it has ${JSON.stringify(value) ?? "nothing"}`);
  }
  return value;
}

const isText = (value: unknown) => typeof value === "string";
const isBoolean = (value: unknown) => typeof value === "boolean";
const isOptionalText = (value: unknown) => value === undefined || typeof value === "string";
const isNoun = (value: unknown) => value === "snapshot" || value === "export";
