import { expect, vi } from "vitest";
import { creatingTag } from "../../src/abi/mark-tag.js";
import { processesWith } from "../engine/processes.js";
import type { EngineStack, Run } from "../engine/stack.js";
import { makeWorld, rate, type World } from "../engine/world.js";
import { addNeighbours, type Backup, backups, program, type Wish } from "./backups.js";
import { Drawn } from "./drawn.js";
import { calls, type Fault, type Stage, stages } from "./faults.js";
import { backupOf, type Held, held, isOurs } from "./held.js";

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
export interface Outcome {
  readonly fault: string;
  readonly tolls: Readonly<Record<string, Toll>>;
  /** Updates that did not come to an end. */
  hangs: number;
  /** Finished and unmarked when its run was killed, and not in the state yet: the gap that docs/waits.md names. */
  gap: number;
  /** Operations of the engine. */
  runs: number;
  /** How often the fault struck in each stage. */
  readonly struck: Record<Stage, number>;
  /** What went wrong, in words. */
  readonly complaints: string[];
}

const wishes: Readonly<Record<Stage, Wish | undefined>> = {
  create: { version: "1", team: "a" },
  update: { version: "1", team: "b" },
  replace: { version: "2", team: "b" },
  delete: undefined,
};

/** Milliseconds after which an update counts as hanging. None takes a tenth of that by itself. */
const patience = 120_000;

/**
 * Milliseconds on the wall that the engine may need to write down what has just lost its mark. Of 81 that ended within
 * a second on an idle machine the slowest took 58, since the engine writes one after the other; two lives at once
 * and whatever else runs beside them may take many times that.
 */
const beforeKill = 1000;

/** Milliseconds on the wall in which a call still arrives that was sent before the kill: it waits in a buffer of this machine. */
const afterKill = 100;

/** Updates that it may take to mend what a fault did: one to find out, one to mend. */
const mendings = 3;

/** The life of all backups in one stack, struck by a fault in each of its stages. */
export class Life {
  readonly outcome: Outcome;
  readonly #fault: Fault;
  readonly #world: World;
  readonly #stack: EngineStack;
  readonly #neighbours: ReadonlySet<string>;
  readonly #drawn: Drawn;

  private constructor(fault: Fault, world: World, stack: EngineStack) {
    this.#fault = fault;
    this.#world = world;
    this.#stack = stack;
    this.#drawn = new Drawn(fault.title);
    this.#neighbours = new Set(held(world.aws).map(({ arn }) => arn));
    const kinds = [...new Set(backups.map(({ kind }) => kind.name))];
    const tolls = Object.fromEntries(
      kinds.map((kind): [string, Toll] => [kind, { orphans: 0, losses: 0, untrue: 0 }]),
    );
    const struck = { create: 0, update: 0, replace: 0, delete: 0 };
    const { title } = fault;
    this.outcome = { fault: title, tolls, hangs: 0, gap: 0, runs: 0, struck, complaints: [] };
  }

  /** Lives it from the first snapshot to the last. */
  static async of(fault: Fault): Promise<Outcome> {
    const world = await makeWorld({
      snapshotDuration: 20,
      copyDuration: 20,
      exportDuration: 20,
      deleteDuration: 4,
      manualClusterSnapshots: 1000,
      ...fault.behaviour,
    });
    try {
      addNeighbours(world.aws);
      const life = new Life(fault, world, await world.stack());
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
    const wanted = program(wishes[stage], this.#drawn.waitsForFirst);
    const { aws } = this.#world;
    await this.#untilFinished();
    const watching = stage === "replace" && !this.#fault.destroys ? this.#watch() : undefined;
    aws.requests.clear();
    this.#spareDeletesBeforeReplacement(stage);
    const strike = this.#fault.strike({ aws, stage });
    const up = this.#bounded(stage, this.#stack.up(wanted, this.#drawn.options(stage)));
    const killed = await strike.meanwhile?.(up);
    const hits = killed && this.#stack.kill(killed);
    const killedAt = aws.clock.now();
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
      await this.#closeGap(stage, killedAt);
    }
    await this.#mend(stage, wanted);
    await this.#unmarkUnawaited(stage, wanted);
    clearInterval(watching);
    await this.#takeStock(stage);
  }

  /**
   * With `--continue-on-error` Pulumi's engine never ends an update in which a delete fails that comes before a
   * replacement (docs/decisions/0012). A fault that only makes an answer late is put in first, so no other one hits.
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

  /** What nobody waits for is finished by AWS before the next stage begins. */
  async #untilFinished(): Promise<void> {
    const isUnfinished = ({ lifetime }: Held) =>
      /^(creating|copying)$/i.test(lifetime?.status ?? "");
    await vi.waitUntil(() => !held(this.#world.aws).filter(isOurs).some(isUnfinished), {
      timeout: 20_000,
    });
  }

  /** A life that nothing happened to says nothing about a fault. */
  #sayWhereItMissed(): void {
    const { struck, complaints } = this.outcome;
    const missed = this.#fault.stages.filter((stage) => struck[stage] === 0);
    if (missed.length > 0) {
      complaints.push(`it did not strike in ${missed.join(", ")}`);
    } else if (stages.every((stage) => struck[stage] === 0)) {
      complaints.push("it did not strike at all");
    }
  }

  /** What a person does then: look at the preview, and run it again. */
  async #mend(stage: Stage, wanted: () => Promise<void>): Promise<void> {
    if (this.#fault.destroys) {
      // One update after the other would find some of them gone; a refresh finds all.
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
      this.#compare(stage, preview, up);
      if (this.#fault.isUnheard === true && attempt === 1) {
        // What nobody waited for has failed in silence.
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
   * Where AWS lets nobody touch the tags of an unfinished snapshot, one that nobody waited for keeps its mark, and the
   * state says so. The update after AWS has finished it takes the mark off.
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

  /**
   * What lost its mark in the very instant before the kill no run can know again: a person has to delete it. Whatever
   * lost its mark earlier or later must be in the state; a process that outlives the kill must finish nothing.
   */
  async #closeGap(stage: Stage, killedAt: number): Promise<void> {
    const state = await this.#stack.state();
    const ids = new Set(Object.values(state).flatMap((halves) => halves.map(({ id }) => id)));
    const finished = held(this.#world.aws).filter(
      ({ arn, tags }) =>
        !this.#neighbours.has(arn) && !ids.has(arn) && tags?.has(creatingTag) === false,
    );
    for (const { arn, name, lifetime } of finished) {
      const after = this.#unmarkedAt(arn) - killedAt;
      if (after >= -beforeKill * rate && after <= afterKill * rate) {
        this.outcome.gap += 1;
      } else {
        this.#toll(backupOf(name)?.kind.name ?? "").orphans += 1;
        const when = Number.isNaN(after) ? "never in this stage" : `${after / rate} ms`;
        this.outcome.complaints.push(
          `${stage}: ${arn} (${name}) is in no state, and lost its mark, counted from the kill: ${when}`,
        );
      }
      lifetime?.delete("deleting", 0);
    }
  }

  /** When AWS was asked to take the mark off one, by the clock of AWS. */
  #unmarkedAt(arn: string): number {
    const unmarking = this.#world.aws.requests.all().findLast(({ operation, input }) => {
      const values = Object.values(input).flat();
      return calls.untag.test(operation) && values.includes(arn) && values.includes(creatingTag);
    });
    return unmarking?.at ?? Number.NaN;
  }

  /** A person who exports again removes what a killed export left, as docs/waits.md says. */
  #emptyBuckets(): void {
    const { buckets } = this.#world.aws;
    for (const bucket of ["backups", "backups-1", "backups-2"]) {
      for (const file of buckets.objects(bucket)) {
        buckets.removeObject(bucket, file);
      }
    }
  }

  /** An update does no more than the preview before it said. */
  #compare(stage: Stage, preview: Run, up: Run): void {
    const [said, done] = [changesOf(preview), changesOf(up)];
    for (const { name, kind } of backups) {
      const more = [...(done.get(name) ?? [])].filter((change) => !said.get(name)?.has(change));
      if (more.length > 0) {
        this.#toll(kind.name).untrue += 1;
        this.outcome.complaints.push(
          `${stage}: ${name} had ${more.join(", ")}, and no preview said so`,
        );
      }
    }
  }

  /** Compares what AWS holds with what the state holds, and both with the program. */
  async #takeStock(stage: Stage): Promise<void> {
    const state = await this.#stack.state();
    const ids = new Set(Object.values(state).flatMap((halves) => halves.map(({ id }) => id)));
    const there = held(this.#world.aws);
    for (const { arn, name, tags } of there.filter(({ arn }) => !this.#neighbours.has(arn))) {
      const kind = backupOf(name)?.kind.name ?? "";
      if (!ids.has(arn)) {
        this.#toll(kind).orphans += 1;
        this.outcome.complaints.push(`${stage}: ${arn} (${name}) is in no state`);
      } else if (tags?.has(creatingTag)) {
        this.#toll(kind).orphans += 1;
        this.outcome.complaints.push(`${stage}: ${arn} (${name}) is still marked`);
      }
    }
    const arns = new Set(there.map(({ arn }) => arn));
    for (const backup of backups) {
      const halves = state[backup.name] ?? [];
      const missing = halves.filter(({ id }) => !id.startsWith("s3:") && !arns.has(id));
      if (halves.length !== (wishes[stage] === undefined ? 0 : 1) || missing.length > 0) {
        this.#lose(
          backup,
          `${stage}: the state holds ${halves.length} of ${backup.name}, ${missing.length} of which AWS has no more`,
        );
      }
    }
    const gone = [...this.#neighbours].filter((arn) => !arns.has(arn));
    if (gone.length > 0) {
      expect.soft(gone, "somebody else's").toEqual([]);
      this.outcome.complaints.push(`${stage}: deleted somebody else's ${gone.join(", ")}`);
    }
    const quiet = await this.#stack.preview(program(wishes[stage], this.#drawn.waitsForFirst));
    if (quiet.steps.length > 0) {
      this.outcome.complaints.push(`${stage}: not at rest: ${quiet.steps.join(", ")}`);
    }
    this.outcome.runs += 1;
  }

  /** Looks all through a replacement whether there is something to restore each backup from. */
  #watch(): NodeJS.Timeout {
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
          this.#lose(
            backup,
            `replace: for a moment there was nothing to restore ${backup.name} from`,
          );
        }
      }
    }, 25);
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

  #lose({ kind }: Backup, complaint: string): void {
    this.#toll(kind.name).losses += 1;
    this.outcome.complaints.push(complaint);
  }

  #toll(kind: string): Toll {
    const toll = this.outcome.tolls[kind];
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
