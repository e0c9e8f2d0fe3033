import { expect } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import type { RecordedRequest } from "../../src/local-aws/index.js";
import type { EngineStack } from "../engine/stack.js";
import type { World } from "../engine/world.js";
import { type Backup, backups } from "./backups.js";
import { calls, type Stage } from "./faults.js";
import { backupOf, held } from "./held.js";
import type { Outcome } from "./outcome.js";

/** Returns all values of an input that are not objects or lists. */
function valuesOf(input: unknown): unknown[] {
  return typeof input === "object" && input !== null
    ? Object.values(input).flatMap(valuesOf)
    : [input];
}

function removesCreatingTag({ operation, input }: RecordedRequest): boolean {
  return calls.untag.test(operation) && valuesOf(input).includes(creatingTag);
}

/** Compares AWS with the state of a stack, and complains of each difference. */
export class Stocktaking {
  readonly #world: World;
  readonly #stack: EngineStack;
  readonly #outcome: Outcome;
  /** The content of AWS before the first update. */
  readonly #neighbours: ReadonlySet<string>;
  constructor(world: World, stack: EngineStack, outcome: Outcome) {
    this.#world = world;
    this.#stack = stack;
    this.#outcome = outcome;
    this.#neighbours = new Set(held(world.aws).map(({ arn }) => arn));
  }

  /**
   * No run can find a snapshot again whose creating tag was removed in the very instant before the kill: a person must
   * delete it. That instant is short only if removing the tag is the last that a provider does with a snapshot before
   * the engine stores it. So the last request about such a snapshot must be the one that removed its tag.
   */
  async closeGap(stage: Stage): Promise<void> {
    const ids = await this.#ids();
    const finished = held(this.#world.aws).filter(
      ({ arn, tags }) =>
        !this.#neighbours.has(arn) && !ids.has(arn) && tags?.has(creatingTag) === false,
    );
    for (const { arn, name, lifetime } of finished) {
      const last = this.#requestsAbout(arn, name).at(-1);
      if (last !== undefined && removesCreatingTag(last)) {
        this.#outcome.gap += 1;
      } else {
        this.#outcome.leave(
          backupOf(name)?.kind.name ?? "",
          `${stage}: ${arn} (${name}) is in no state, lost its creating tag, and the last request about it was ${last?.operation}`,
        );
      }
      lifetime?.delete("deleting", 0);
    }
  }

  /** Returns the requests of this stage that name a snapshot, oldest first. */
  #requestsAbout(arn: string, name: string): RecordedRequest[] {
    return this.#world.aws.requests.all().filter(({ input }) => {
      const values = valuesOf(input);
      return values.includes(arn) || values.includes(name);
    });
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
