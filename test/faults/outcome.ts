import type { Run } from "../engine/stack.js";
import { type Backup, backups } from "./backups.js";
import type { Fault, Stage } from "./faults.js";

/** What the faults of a life did to the backups of one kind. */
export interface Toll {
  /** Left in AWS and in no state. */
  orphans: number;
  /** Wanted and not there, or somebody else's and gone, or for a moment without anything to restore from. */
  losses: number;
  /** Previews that said less than the update then did. */
  untrue: number;
}

/** What came of a life. */
export class Outcome {
  readonly fault: string;
  readonly tolls: Readonly<Record<string, Toll>>;
  /** Updates that did not come to an end. */
  hangs = 0;
  /** Finished and unmarked when its run was killed, and not in the state yet: the gap that docs/waits.md names. */
  gap = 0;
  /** Operations of the engine. */
  runs = 0;
  /** How often the fault struck in each stage. */
  readonly struck: Record<Stage, number> = { create: 0, update: 0, replace: 0, delete: 0 };
  /** What went wrong, in words. */
  readonly complaints: string[] = [];

  constructor({ title }: Fault) {
    this.fault = title;
    const kinds = [...new Set(backups.map(({ kind }) => kind.name))];
    this.tolls = Object.fromEntries(
      kinds.map((kind): [string, Toll] => [kind, { orphans: 0, losses: 0, untrue: 0 }]),
    );
  }

  /** Counts what is left in AWS, and in no state or still marked. */
  leave(kind: string, complaint: string): void {
    this.#toll(kind).orphans += 1;
    this.complaints.push(complaint);
  }

  /** Counts what is wanted, and not there. */
  lose({ kind }: Backup, complaint: string): void {
    this.#toll(kind.name).losses += 1;
    this.complaints.push(complaint);
  }

  /** An update does no more than the preview before it said. */
  compare(stage: Stage, preview: Run, up: Run): void {
    const [said, done] = [changesOf(preview), changesOf(up)];
    for (const { name, kind } of backups) {
      const more = [...(done.get(name) ?? [])].filter((change) => !said.get(name)?.has(change));
      if (more.length > 0) {
        this.#toll(kind.name).untrue += 1;
        this.complaints.push(`${stage}: ${name} had ${more.join(", ")}, and no preview said so`);
      }
    }
  }

  #toll(kind: string): Toll {
    const toll = this.tolls[kind];
    if (toll === undefined) {
      throw new Error(`nothing of a kind "${kind}" was asked for`);
    }
    return toll;
  }
}

/** What a run did or would do to each backup. */
function changesOf({ steps }: Run): Map<string, Set<string>> {
  const changes = new Map<string, Set<string>>();
  for (const step of steps) {
    const [op = "", name = ""] = step.split(" ");
    const change = op
      .replace(/^delete-replaced$/, "delete")
      .replace(/^(create-replacement|replace)$/, "replace");
    changes.set(name, (changes.get(name) ?? new Set()).add(change));
  }
  return changes;
}
