import type { Run } from "../engine/stack.js";
import { type Backup, backups } from "./backups.js";
import type { Fault, Stage } from "./faults.js";

/** The effects of a life's faults on the backups of a kind. */
export interface Toll {
  /** Snapshots that are in AWS and in no state. */
  orphans: number;
  /** Backups that are wanted and missing, that belong to others and are gone, or that could not be restored for a moment. */
  losses: number;
  /** Previews that announced less than the update did. */
  untrue: number;
}

/** The result of a life. */
export class Outcome {
  readonly fault: string;
  readonly tolls: Readonly<Record<string, Toll>>;
  /** Updates that did not end. */
  hangs = 0;
  /**
   * Snapshots that were finished and without the creating tag when their run was killed, and not in the state yet: the
   * gap that docs/waits.md describes.
   */
  gap = 0;
  /** Operations of the engine. */
  runs = 0;
  /** The number of strikes of the fault in each stage. */
  readonly struck: Record<Stage, number> = { create: 0, update: 0, replace: 0, delete: 0 };
  /** Descriptions of everything that went wrong. */
  readonly complaints: string[] = [];

  constructor({ title }: Fault) {
    this.fault = title;
    const kinds = [...new Set(backups.map(({ kind }) => kind.name))];
    this.tolls = Object.fromEntries(
      kinds.map((kind): [string, Toll] => [kind, { orphans: 0, losses: 0, untrue: 0 }]),
    );
  }

  /** Counts snapshots in AWS that are in no state or still have the creating tag. */
  leave(kind: string, complaint: string): void {
    this.#toll(kind).orphans += 1;
    this.complaints.push(complaint);
  }

  /** Counts backups that are wanted and missing. */
  lose({ kind }: Backup, complaint: string): void {
    this.#toll(kind.name).losses += 1;
    this.complaints.push(complaint);
  }

  /** Checks that an update did no more than its preview announced. */
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

/** Returns the steps of a run for each backup. */
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
