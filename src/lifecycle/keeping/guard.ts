import { causeOf } from "../../aws/errors.js";
import type { Kind } from "../../kinds/kind.js";
import type { Call } from "../../state/call.js";
import { PartialFailure } from "../../state/partial-failure.js";
import { noted, type Stored } from "../../state/stored.js";
import { formatSeconds } from "../../values/durations.js";
import type { Props } from "../../values/json.js";
import type { Waiting } from "../../waiting/retry.js";
import type { Life } from "../life.js";
import { Backup } from "./backup.js";
import type { Others, Question, Related } from "./others.js";

function add(all: Map<string, Set<string>>, key: string, value: string): void {
  all.set(key, (all.get(key) ?? new Set()).add(value));
}

/**
 * Keeps the rule: no backup that can be restored from is deleted before its replacement, and every copy that AWS is making
 * from it, is available.
 *
 * The engine alone does not keep this rule. It treats a failure that keeps the resource as a success, and with
 * `--continue-on-error` goes on to delete the replaced resource. It knows nothing about AWS's statuses if a create did
 * not wait. And a delete that failed in one run is repeated in the next run, whatever became of the new resource.
 *
 * So each delete asks the guard first. The guard waits for a backup that is not available yet, and refuses the delete if
 * the backup does not become available. After a refusal the engine keeps the old resource for a later run.
 *
 * If a resource gets another provider, another process creates its replacement. So a delete also asks the other processes
 * of the run what they have, and is refused if one of them gives no answer.
 *
 * Three deletes need no exception, because no process knows of a replacement then: the delete that
 * `deleteBeforeReplace` puts before the create, `pulumi destroy`, and the delete of a resource that the program no longer
 * has. A failed snapshot is deleted without asking the guard, because it cannot be restored from.
 *
 * All kinds in a process share one guard.
 */
export class Guard {
  /** The backups that the program has, or is about to have, by URN. */
  readonly #current = new Map<string, Backup>();
  /** Copies by id. */
  readonly #copies = new Map<string, Backup>();
  /** Present URNs of resources by their ids, and by their URNs in the state, because a resource may have been renamed. */
  readonly #urns = new Map<string, Set<string>>();
  /** URNs that resources had before, by their present URNs. */
  readonly #formerUrns = new Map<string, Set<string>>();

  readonly #others: Others | undefined;

  constructor(others?: Others) {
    this.#others = others;
  }

  /** Records the URNs that a resource had before, and its present URN. */
  learn(before: Stored, { urn }: Call, id?: string): void {
    if (urn === undefined) {
      return;
    }
    if (id !== undefined) {
      add(this.#urns, id, urn);
    }
    for (const former of [before.call.urn, ...(before.notes.formerUrns ?? [])]) {
      if (former !== undefined && former !== urn) {
        add(this.#urns, former, urn);
        add(this.#formerUrns, urn, former);
      }
    }
  }

  /** Records the backup that the state has for a resource of the program. */
  see(kind: Kind, life: Life, id: string, before: Stored, call: Call): Backup {
    this.learn(before, call, id);
    const backup = this.expect(kind, life, { ...before.call, urn: call.urn }, before.props);
    this.accepted(backup, id);
    return backup;
  }

  /** Records that a backup is about to be created. */
  expect(kind: Kind, life: Life, call: Call, props: Props): Backup {
    const backup = new Backup(kind, life, call, props);
    if (call.urn !== undefined) {
      this.#current.set(call.urn, backup);
    }
    return backup;
  }

  /** Records that AWS has accepted a backup. */
  accepted(backup: Backup, id: string): void {
    backup.id = id;
    if (backup.kind.makes === "copy") {
      this.#copies.set(id, backup);
    }
  }

  /** Records that this process has deleted a resource, so that nothing waits for it any longer. */
  deleted(id: string): void {
    this.#copies.delete(id);
  }

  /**
   * Records the result of a create or an update of a backup, and returns the result with the former URNs of the resource.
   * The state needs them: a resource that was replaced may still wait there for its delete, under one of these URNs.
   */
  async follow(backup: Backup, outcome: Promise<Stored>): Promise<Stored> {
    try {
      const stored = await outcome;
      Object.assign(backup, { call: stored.call, props: stored.props });
      return this.#withFormerUrns(stored);
    } catch (error) {
      backup.isGivenUp = true;
      if (!(error instanceof PartialFailure)) {
        throw error;
      }
      const { message, id, stored } = error;
      Object.assign(backup, { call: stored.call, props: stored.props });
      throw new PartialFailure(message, id, this.#withFormerUrns(stored), { cause: error });
    }
  }

  #withFormerUrns(stored: Stored): Stored {
    const former = this.#formerUrns.get(String(stored.call.urn));
    return former === undefined ? stored : noted(stored, { formerUrns: [...former] });
  }

  /** Waits until the rule allows to delete a resource, for at most so many seconds. Throws an error if it does not. */
  async untilDeletable(
    waiting: Waiting,
    { urn }: Call,
    id: string,
    timeout: number,
  ): Promise<void> {
    const deadline = waiting.clock.now() + timeout * 1000;
    const question = { id, urns: this.#urnsOf(id, urn === undefined ? [] : [urn]) };
    const { replacements = [], copies = [] } = (await this.#others?.relatedTo(question)) ?? {};
    for (const replacement of [...this.related(question).replacements, ...replacements]) {
      await this.#untilAvailable(replacement, replacementRole, waiting, deadline);
    }
    for (const copy of [...this.related(question).copies, ...copies]) {
      await this.#untilAvailable(copy, copyRole, waiting, deadline);
    }
  }

  /** Returns what this process knows about a resource that it or another process is to delete. */
  related({ id, urns }: Question): Related {
    return {
      replacements: this.#urnsOf(id, urns)
        .flatMap((urn) => this.#current.get(urn) ?? [])
        .filter((backup) => backup.id !== id),
      copies: [...this.#copies.values()].filter((copy) => !copy.isAvailable && copy.isMadeFrom(id)),
    };
  }

  /** Returns the given URNs of a resource, with its present URNs. */
  #urnsOf(id: string, urns: readonly string[]): string[] {
    const present = [id, ...urns].flatMap((key) => [...(this.#urns.get(key) ?? [])]);
    return [...new Set([...urns, ...present])];
  }

  /**
   * Waits until a backup is available, and throws an error if that does not happen. A copy may also have failed: AWS then no
   * longer reads its source.
   */
  async #untilAvailable(
    backup: Backup,
    role: Role,
    waiting: Waiting,
    deadline: number,
  ): Promise<void> {
    if (backup.isAvailable) {
      return;
    }
    const what = `the ${backup.life.noun} that ${role.does}`;
    if (backup.id === undefined) {
      throw new Error(
        `kept: ${what} was not created. The next \`pulumi up\` that creates ${role.called} also deletes this snapshot`,
      );
    }
    const start = waiting.clock.now();
    const timeout = Math.max(1, (deadline - start) / 1000);
    const { id, kind, life, call, props, isGivenUp, isOfOtherProcess } = backup;
    const run = isOfOtherProcess ? "`pulumi up --refresh`" : "`pulumi up`";
    const { subject, status, hasEnded } = await life
      .untilEnded({ id, call, props, isGivenUp, isOfOtherProcess }, role.does, waiting, timeout)
      .catch((error: unknown) => {
        throw new Error(
          `kept: it is not known whether ${what} is available: ${causeOf(error, kind)} The next ${run} checks again`,
          { cause: error },
        );
      });
    backup.props = { ...backup.props, status };
    if (backup.isAvailable || (hasEnded && role === copyRole)) {
      return;
    }
    const waited = formatSeconds((waiting.clock.now() - start) / 1000);
    const state =
      hasEnded || backup.isGivenUp ? `is "${status}"` : `is still "${status}" after ${waited}`;
    throw new Error(
      `kept: ${what} is not available: ${subject} ${state}. ${whatNext(backup, role, hasEnded)}`,
    );
  }
}

/** What a backup has to do with the resource that is to be deleted, in the words of messages. */
interface Role {
  readonly does: string;
  readonly called: string;
}
const replacementRole: Role = { does: "replaces it", called: "the replacement" };
const copyRole: Role = { does: "is made from it", called: "the copy" };

/** Returns what to do if a backup is not available. The state lacks the end of a backup that no run waited for. */
function whatNext({ isGivenUp }: Backup, { called }: Role, hasEnded: boolean): string {
  if (hasEnded && !isGivenUp) {
    return "Run `pulumi up --refresh`: it creates a new snapshot, and deletes this snapshot when the new snapshot is available";
  }
  const next = `The next \`pulumi up\` deletes this snapshot when ${called} is available`;
  return isGivenUp ? next : `${next}. You can also raise customTimeouts.delete`;
}
