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

function add(all: Map<string, Set<string>>, key: string, value: string): void {
  all.set(key, (all.get(key) ?? new Set()).add(value));
}

/**
 * The rule: nothing that can be restored from is deleted while what replaces it, or is made from it, is not available.
 *
 * The engine keeps to it only by halves. It takes a failure that keeps the resource for a resource that was made, and with
 * `--continue-on-error` goes on to delete the one that was replaced; it knows nothing of AWS's statuses where a create
 * was not waited for; and what one run could not delete it deletes in the next one, whatever became of the new one. So
 * each delete asks here first. What is not available, and was not given up, is waited for; otherwise the delete is
 * refused, and the engine keeps what was to be deleted for a later run.
 *
 * Three exceptions need no code, because then nothing replaces it as far as this process has heard: the delete that
 * `deleteBeforeReplace` puts before the create, `pulumi destroy`, and a resource that the program has no more. Nor is
 * anything kept that failed: nothing can be restored from it.
 *
 * All kinds of a process share one.
 */
export class Guard {
  /** What the program has under a URN, or is to have, as this process heard last. */
  readonly #current = new Map<string, Backup>();
  /** By their ids. */
  readonly #copies = new Map<string, Backup>();
  /** The URNs that the program has now, by the ids and by the URNs that the state holds: a resource may have been renamed. */
  readonly #urns = new Map<string, Set<string>>();
  readonly #formerUrns = new Map<string, Set<string>>();

  /** Learns how a resource was called before and is called now. */
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

  /** Notes what the state holds under a URN of the program. */
  see(kind: Kind, life: Life, id: string, before: Stored, call: Call): Backup {
    this.learn(before, call, id);
    const backup = this.expect(kind, life, { ...before.call, urn: call.urn }, before.props);
    this.accepted(backup, id);
    return backup;
  }

  /** Notes that one is about to be made. */
  expect(kind: Kind, life: Life, call: Call, props: Props): Backup {
    const backup = new Backup(kind, life, call, props);
    if (call.urn !== undefined) {
      this.#current.set(call.urn, backup);
    }
    return backup;
  }

  /** Notes that AWS has accepted one. */
  accepted(backup: Backup, id: string): void {
    backup.id = id;
    if (backup.kind.makes === "copy") {
      this.#copies.set(id, backup);
    }
  }

  /** Notes that this process has deleted one: nothing waits for it any more. */
  deleted(id: string): void {
    this.#copies.delete(id);
  }

  /**
   * Notes what comes of making one, or of going on with it. The state then holds the URNs that it had before: what it
   * replaces may be under one of them in the state, and has to be deleted by a later run.
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

  /** Waits, for so many seconds at most, until it may be deleted by the rule. Fails where it may not. */
  async untilDeletable(
    waiting: Waiting,
    { urn }: Call,
    id: string,
    timeout: number,
  ): Promise<void> {
    const deadline = waiting.clock.now() + timeout * 1000;
    for (const replacement of this.#replacementsOf(id, urn)) {
      await this.#until(replacement, replaces, waiting, deadline);
    }
    const pending = [...this.#copies.values()].filter(
      (copy) => !copy.isAvailable && copy.isMadeFrom(id),
    );
    for (const copy of pending) {
      await this.#until(copy, copies, waiting, deadline);
    }
  }

  /** What the program has under the URNs by which it may call one, other than that itself. */
  #replacementsOf(id: string, own: string | undefined): Backup[] {
    const urns = new Set([own]);
    for (const former of [id, String(own)]) {
      for (const urn of this.#urns.get(former) ?? []) {
        urns.add(urn);
      }
    }
    return [...urns]
      .flatMap((urn) => this.#current.get(String(urn)) ?? [])
      .filter((backup) => backup.id !== id);
  }

  /** Waits until one is available. Of a copy it is enough that AWS is at work on it no more. */
  async #until(backup: Backup, role: Role, waiting: Waiting, deadline: number): Promise<void> {
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
    const { id, kind, life, call, props, isGivenUp } = backup;
    const { subject, status, isOver } = await life
      .standing({ id, call, props, isGivenUp }, role.does, waiting, timeout)
      .catch((error: unknown) => {
        throw new Error(
          `kept: it is not known whether ${what} is available: ${causeOf(error, kind)} The next \`pulumi up\` checks again`,
          { cause: error },
        );
      });
    backup.props = { ...backup.props, status };
    if (backup.isAvailable || (isOver && role === copies)) {
      return;
    }
    const waited = formatSeconds((waiting.clock.now() - start) / 1000);
    const state =
      isOver || backup.isGivenUp ? `is "${status}"` : `is still "${status}" after ${waited}`;
    throw new Error(
      `kept: ${what} is not available: ${subject} ${state}. ${whatNext(backup, role, isOver)}`,
    );
  }
}

/** What one is to another that is to be deleted. */
interface Role {
  readonly does: string;
  readonly called: string;
}
const replaces: Role = { does: "replaces it", called: "the replacement" };
const copies: Role = { does: "is made from it", called: "the copy" };

/** What is to be done about one that is not available. Of what nobody waited for the state does not know how it ended. */
function whatNext({ isGivenUp }: Backup, { called }: Role, isOver: boolean): string {
  if (isOver && !isGivenUp) {
    return "Run `pulumi up --refresh`: it creates a new snapshot, and deletes this snapshot when the new snapshot is available";
  }
  const next = `The next \`pulumi up\` deletes this snapshot when ${called} is available`;
  return isGivenUp ? next : `${next}. You can also raise customTimeouts.delete`;
}
