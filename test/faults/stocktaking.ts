import { expect } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import type { EngineStack } from "../engine/stack.js";
import type { World } from "../engine/world.js";
import { type Backup, backups } from "./backups.js";
import { calls, type Stage } from "./faults.js";
import { backupOf, held } from "./held.js";
import type { Outcome } from "./outcome.js";

/**
 * Milliseconds on the wall that the engine may need to write down what has just lost its mark. Of 81 that ended within
 * a second on an idle machine the slowest took 58, since the engine writes one after the other; two lives at once
 * and whatever else runs beside them may take many times that.
 */
const beforeKill = 1000;

/** Milliseconds on the wall in which a call still arrives that was sent before the kill: it waits in a buffer of this machine. */
const afterKill = 100;

/** Compares what AWS holds with what the state of a stack holds, and complains of each difference. */
export class Stocktaking {
  readonly #world: World;
  readonly #stack: EngineStack;
  readonly #outcome: Outcome;
  /** What AWS held before the first update. */
  readonly #neighbours: ReadonlySet<string>;
  /** When AWS was last asked in this stage to take the mark off a snapshot, by ARN, in milliseconds on the wall. */
  readonly #unmarked = new Map<string, number>();

  constructor(world: World, stack: EngineStack, outcome: Outcome) {
    this.#world = world;
    this.#stack = stack;
    this.#outcome = outcome;
    this.#neighbours = new Set(held(world.aws).map(({ arn }) => arn));
  }

  /** Notes from now on, until faults are cleared, when AWS is asked to take a mark off. Goes before all faults. */
  noteUnmarking(): void {
    this.#unmarked.clear();
    this.#world.aws.faults.add({
      operation: calls.untag,
      where: (input) => {
        const values = Object.values(input).flat().map(String);
        if (values.includes(creatingTag)) {
          for (const value of values) this.#unmarked.set(value, Date.now());
        }
        return false;
      },
    });
  }

  /**
   * What lost its mark in the very instant before the kill no run can know again: a person has to delete it. Whatever
   * lost its mark earlier or later must be in the state; a process that outlives the kill must finish nothing.
   */
  async closeGap(stage: Stage, killedAt: number): Promise<void> {
    const ids = await this.#ids();
    const finished = held(this.#world.aws).filter(
      ({ arn, tags }) =>
        !this.#neighbours.has(arn) && !ids.has(arn) && tags?.has(creatingTag) === false,
    );
    for (const { arn, name, lifetime } of finished) {
      const after = (this.#unmarked.get(arn) ?? Number.NaN) - killedAt;
      if (after >= -beforeKill && after <= afterKill) {
        this.#outcome.gap += 1;
      } else {
        const when = Number.isNaN(after) ? "never in this stage" : `${after} ms`;
        this.#outcome.leave(
          backupOf(name)?.kind.name ?? "",
          `${stage}: ${arn} (${name}) is in no state, and lost its mark, counted from the kill: ${when}`,
        );
      }
      lifetime?.delete("deleting", 0);
    }
  }

  /** Compares what AWS holds with what the state holds, and both with the program, which wants a backup of each or none. */
  async take(stage: Stage, wanted: 0 | 1): Promise<void> {
    const state = await this.#stack.state();
    const ids = await this.#ids();
    const there = held(this.#world.aws);
    for (const { arn, name, tags } of there.filter(({ arn }) => !this.#neighbours.has(arn))) {
      const kind = backupOf(name)?.kind.name ?? "";
      if (!ids.has(arn)) {
        this.#outcome.leave(kind, `${stage}: ${arn} (${name}) is in no state`);
      } else if (tags?.has(creatingTag)) {
        this.#outcome.leave(kind, `${stage}: ${arn} (${name}) is still marked`);
      }
    }
    const arns = new Set(there.map(({ arn }) => arn));
    for (const backup of backups) {
      const halves = state[backup.name] ?? [];
      const missing = halves.filter(({ id }) => !id.startsWith("s3:") && !arns.has(id));
      if (halves.length !== wanted || missing.length > 0) {
        this.#outcome.lose(
          backup,
          `${stage}: the state holds ${halves.length} of ${backup.name}, ${missing.length} of which AWS has no more`,
        );
      }
    }
    const gone = [...this.#neighbours].filter((arn) => !arns.has(arn));
    if (gone.length > 0) {
      expect.soft(gone, "somebody else's").toEqual([]);
      this.#outcome.complaints.push(`${stage}: deleted somebody else's ${gone.join(", ")}`);
    }
  }

  /** Looks all through a replacement whether there is something to restore each backup from. */
  watch(): NodeJS.Timeout {
    const unprotected = new Set<string>();
    const exempt = (backup: Backup) =>
      backup.kind.tagging === undefined || /-export$/.test(backup.name);
    return setInterval(() => {
      const good = held(this.#world.aws)
        .filter(
          ({ arn, lifetime }) =>
            !this.#neighbours.has(arn) && /^available$/i.test(lifetime?.status ?? ""),
        )
        .map(({ name }) => backupOf(name)?.name);
      for (const backup of backups.filter((one) => !exempt(one))) {
        if (!good.includes(backup.name) && !unprotected.has(backup.name)) {
          unprotected.add(backup.name);
          this.#outcome.lose(
            backup,
            `replace: for a moment there was nothing to restore ${backup.name} from`,
          );
        }
      }
    }, 25);
  }

  async #ids(): Promise<ReadonlySet<string>> {
    const state = await this.#stack.state();
    return new Set(Object.values(state).flatMap((halves) => halves.map(({ id }) => id)));
  }
}
