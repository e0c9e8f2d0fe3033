import { expect } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import type { EngineStack } from "../engine/stack.js";
import type { World } from "../engine/world.js";
import { type Backup, backups } from "./backups.js";
import { calls, type Stage } from "./faults.js";
import { backupOf, held } from "./held.js";
import type { Outcome } from "./outcome.js";

/**
 * The milliseconds of real time that the engine may need to store a snapshot after its creating tag was removed. Of 81
 * that ended within a second on an idle machine the slowest took 58, because the engine stores one after the other; two
 * concurrent lives on a busy machine may need many times that.
 */
const beforeKill = 1000;

/**
 * The milliseconds of real time in which a call can still arrive that was sent before the kill, because it is in a
 * buffer of this machine.
 */
const afterKill = 100;

/** Compares AWS with the state of a stack, and complains of each difference. */
export class Stocktaking {
  readonly #world: World;
  readonly #stack: EngineStack;
  readonly #outcome: Outcome;
  /** The content of AWS before the first update. */
  readonly #neighbours: ReadonlySet<string>;
  /**
   * The last time in this stage at which AWS was asked to remove the creating tag of a snapshot, by ARN, in
   * milliseconds of real time.
   */
  readonly #unmarked = new Map<string, number>();

  constructor(world: World, stack: EngineStack, outcome: Outcome) {
    this.#world = world;
    this.#stack = stack;
    this.#outcome = outcome;
    this.#neighbours = new Set(held(world.aws).map(({ arn }) => arn));
  }

  /** Records, until faults are cleared, when AWS is asked to remove a creating tag. Added before all faults. */
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
   * No run can find a snapshot again whose creating tag was removed in the very instant before the kill: a person must
   * delete it. A snapshot whose tag was removed earlier or later must be in the state, because a process that outlives
   * the kill must finish nothing.
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

  /** Compares AWS with the state, and both with the program, which wants each backup or none. */
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

  /** Checks all through a replacement that each backup can be restored from something. */
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
