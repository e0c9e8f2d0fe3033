import { vi } from "vitest";
import { type EngineProcess, processesWith } from "../engine/processes.js";
import type { EngineStack, Run } from "../engine/stack.js";
import { makeWorld, type World } from "../engine/world.js";
import { addNeighbours, program, type Wish } from "./backups.js";
import { Drawn } from "./drawn.js";
import { type Fault, type Stage, stages } from "./faults.js";
import { type Held, held, isOurs } from "./held.js";
import { HeldClock } from "./held-clock.js";
import { allReceived } from "./instants.js";
import { Outcome } from "./outcome.js";
import type { Choice, Door } from "./sample.js";
import { Stocktaking } from "./stocktaking.js";

const wishes: Readonly<Record<Stage, Wish | undefined>> = {
  create: { version: "1", team: "a" },
  update: { version: "1", team: "b" },
  replace: { version: "2", team: "b" },
  delete: undefined,
};

/** The milliseconds after which an update counts as hanging. No update needs a tenth of that. */
const patience = 120_000;

/** The number of updates that may be needed after a fault: one to find out, and one to repair. */
const mendings = 3;

/** The life of all backups in a stack, struck by a fault in each of its stages. */
export class Life {
  readonly outcome: Outcome;
  readonly #fault: Fault;
  readonly #door: Door;
  readonly #world: World;
  readonly #stack: EngineStack;
  readonly #clock: HeldClock;
  readonly #drawn: Drawn;
  readonly #stocktaking: Stocktaking;

  private constructor({ fault, door }: Choice, world: World, clock: HeldClock, stack: EngineStack) {
    this.#fault = fault;
    this.#door = door;
    this.#world = world;
    this.#clock = clock;
    this.#stack = stack;
    this.#drawn = new Drawn(fault.title);
    this.outcome = new Outcome(fault);
    this.#stocktaking = new Stocktaking(world, stack, this.outcome);
  }

  /** Runs the life from the first snapshot to the last. */
  static async of(choice: Choice): Promise<Outcome> {
    const clock = new HeldClock();
    const world = await makeWorld({
      clock,
      snapshotDuration: 20,
      copyDuration: 20,
      exportDuration: 20,
      deleteDuration: 4,
      manualClusterSnapshots: 1000,
      ...choice.fault.behaviour,
    });
    try {
      addNeighbours(world.aws);
      const life = new Life(choice, world, clock, await world.stack());
      for (const stage of stages) {
        await life.#live(stage);
      }
      life.#sayWhereItMissed();
      if (life.outcome.complaints.length > 0) {
        life.outcome.complaints.push(String(life.#drawn));
      }
      return life.outcome;
    } finally {
      await world.close();
    }
  }

  async #live(stage: Stage): Promise<void> {
    const wanted = program(this.#door, wishes[stage], this.#drawn.waitsForFirst);
    const { aws } = this.#world;
    await this.#untilFinished();
    const watching =
      stage === "replace" && !this.#fault.destroys ? this.#stocktaking.watch() : undefined;
    aws.requests.clear();
    this.#spareDeletesBeforeReplacement(stage);
    const strike = this.#fault.strike({ aws, clock: this.#clock, stage });
    const up = this.#bounded(stage, this.#stack.up(wanted, this.#drawn.options(stage)));
    const killed = await strike.meanwhile?.(up);
    const hits = killed && (await this.#kill(killed));
    const struck = await up;
    await vi.waitUntil(() => processesWith(this.#stack.id).every(({ role }) => role === "other"), {
      timeout: 20_000,
    });
    this.outcome.struck[stage] = hits ?? strike.hits?.() ?? 0;
    strike.end();
    aws.faults.clear();
    if (struck !== undefined) {
      this.#fault.expect?.(struck, stage);
    }
    if (killed !== undefined) {
      await this.#stack.cancel();
      await this.#stocktaking.closeGap(stage);
    }
    await this.#mend(stage, wanted);
    await this.#unmarkUnawaited(stage, wanted);
    clearInterval(watching);
    await this.#stocktaking.take(stage, wishes[stage] === undefined ? 0 : 1);
    await this.#expectRest(stage, wanted);
  }

  /**
   * Kills processes in the middle of what all of them are doing, and returns their number. AWS carries out all that was
   * sent before, and nothing that is sent later: a process that outlives the kill for a moment can learn nothing new.
   */
  async #kill(roles: readonly EngineProcess["role"][]): Promise<number> {
    const { aws } = this.#world;
    this.#stack.pause();
    await allReceived(aws);
    aws.faults.add({ times: Number.POSITIVE_INFINITY, hang: "before" });
    const killed = this.#stack.kill(roles);
    this.#stack.resume();
    return killed;
  }

  /** Checks that the next preview has nothing to do. */
  async #expectRest(stage: Stage, wanted: () => Promise<void>): Promise<void> {
    const quiet = await this.#stack.preview(wanted);
    if (quiet.steps.length > 0) {
      this.outcome.complaints.push(`${stage}: not at rest: ${quiet.steps.join(", ")}`);
    }
    this.outcome.runs += 1;
  }

  /**
   * With `--continue-on-error` Pulumi's engine never ends an update in which a delete before a replacement fails
   * (docs/decisions/0012). A fault that only delays answers is added first, so that no other fault strikes.
   */
  #spareDeletesBeforeReplacement(stage: Stage): void {
    if (stage === "replace" && this.#drawn.options(stage).continueOnError) {
      this.#world.aws.faults.add({
        operation: "DeleteSnapshotCopyConfiguration",
        times: Number.POSITIVE_INFINITY,
        delay: 0,
      });
    }
  }

  /** Finishes in AWS what nobody waits for, before the next stage begins. */
  async #untilFinished(): Promise<void> {
    const isUnfinished = ({ lifetime }: Held) =>
      /^(creating|copying)$/i.test(lifetime?.status ?? "");
    await vi.waitUntil(() => !held(this.#world.aws).filter(isOurs).some(isUnfinished), {
      timeout: 20_000,
    });
  }

  /** A fault that never struck proves nothing. */
  #sayWhereItMissed(): void {
    const { struck, complaints } = this.outcome;
    const missed = this.#fault.stages.filter((stage) => struck[stage] === 0);
    if (missed.length > 0) {
      complaints.push(`it did not strike in ${missed.join(", ")}`);
    } else if (stages.every((stage) => struck[stage] === 0)) {
      complaints.push("it did not strike at all");
    }
  }

  /** Does what a person does then: looks at the preview, and runs the update again. */
  async #mend(stage: Stage, wanted: () => Promise<void>): Promise<void> {
    if (this.#fault.destroys) {
      // Each update alone would find some of the snapshots gone; a refresh finds all.
      await this.#stack.refresh();
    }
    for (let attempt = 1; attempt <= mendings; attempt++) {
      this.#emptyBuckets();
      const preview = await this.#bounded(stage, this.#stack.preview(wanted));
      const up = await this.#bounded(stage, this.#stack.up(wanted, this.#drawn.options(stage)));
      if (preview === undefined || up === undefined) {
        return;
      }
      if (preview.failed) {
        this.outcome.complaints.push(`${stage}: the preview failed: ${preview.output}`);
      }
      this.outcome.compare(stage, preview, up);
      if (this.#fault.isUnheard === true && attempt === 1) {
        // A create that nobody waited for has failed without an error.
        await this.#stack.refresh();
      } else if (!up.failed) {
        return;
      }
      if (attempt === mendings) {
        this.outcome.complaints.push(
          `${stage}: not mended by ${mendings} updates: ${up.diagnostics || up.output}`,
        );
      }
    }
  }

  /**
   * If AWS protects the tags of unfinished snapshots, a snapshot that nobody waited for keeps its creating tag, and the
   * state records that. The update after AWS has finished the snapshot removes the tag.
   */
  async #unmarkUnawaited(stage: Stage, wanted: () => Promise<void>): Promise<void> {
    const state = await this.#stack.state();
    const marked = Object.values(state)
      .flat()
      .filter(({ outputs }) => outputs["__marked"] === true);
    if (marked.length === 0) {
      return;
    }
    await this.#untilFinished();
    await this.#bounded(stage, this.#stack.up(wanted, this.#drawn.options(stage)));
  }

  /** Removes what a killed export left, as a person who exports again does, and as docs/waits.md says. */
  #emptyBuckets(): void {
    const { buckets } = this.#world.aws;
    for (const bucket of ["backups", "backups-1", "backups-2"]) {
      for (const file of buckets.objects(bucket)) {
        buckets.removeObject(bucket, file);
      }
    }
  }

  async #bounded(stage: Stage, run: Promise<Run>): Promise<Run | undefined> {
    this.outcome.runs += 1;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), patience);
    });
    const ended = await Promise.race([run, late]);
    clearTimeout(timer);
    if (ended === undefined) {
      this.outcome.hangs += 1;
      this.outcome.complaints.push(`${stage}: an update did not end`);
      this.#stack.kill(["cli", "provider"]);
      await run;
    }
    return ended;
  }
}
