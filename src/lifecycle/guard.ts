import { causeOf } from "../aws/errors.js";
import type { Kind } from "../kinds/kind.js";
import { isAtWork, isFailed } from "../kinds/status.js";
import { exportTarget } from "../state/export-address.js";
import { PartialFailure } from "../state/partial-failure.js";
import { exportedStatus, goneStatus, lastStatus } from "../state/state.js";
import { formatSeconds } from "../values/durations.js";
import type { Props } from "../values/json.js";
import { waitFor } from "../waiting/wait.js";
import { Backup } from "./backup.js";
import { untilExported } from "./export.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";

/** Output that holds the URNs of before. */
const formerUrns = "__formerUrns";

function add(all: Map<string, Set<string>>, key: string, value: string): void {
  all.set(key, (all.get(key) ?? new Set()).add(value));
}

function urnsOf({ [formerUrns]: urns }: Props): unknown[] {
  return Array.isArray(urns) ? urns : [];
}

const guards = new WeakMap<Runtime, Guard>();

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
 */
export class Guard {
  readonly #runtime: Runtime;
  /** What the program has under a URN, or is to have, as this process heard last. */
  readonly #current = new Map<string, Backup>();
  /** By their ids. */
  readonly #copies = new Map<string, Backup>();
  /** The URNs that the program has now, by the ids and by the URNs that the state holds: a resource may have been renamed. */
  readonly #urns = new Map<string, Set<string>>();
  readonly #formerUrns = new Map<string, Set<string>>();

  private constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** The guard of a process: all kinds share it. */
  static of(runtime: Runtime): Guard {
    const guard = guards.get(runtime) ?? new Guard(runtime);
    guards.set(runtime, guard);
    return guard;
  }

  /** Learns from inputs or outputs of before, and from the inputs of now, how a resource was called and is called. */
  learn(olds: Props, news: Props, id?: string): void {
    const { __urn: urn } = news;
    if (typeof urn !== "string") {
      return;
    }
    if (id !== undefined) {
      add(this.#urns, id, urn);
    }
    for (const former of [olds["__urn"], ...urnsOf(olds)]) {
      if (typeof former === "string" && former !== urn) {
        add(this.#urns, former, urn);
        add(this.#formerUrns, urn, former);
      }
    }
  }

  /** Notes what the state holds under a URN of the program. */
  see(kind: Kind, id: string, outs: Props, news: Props): Backup {
    this.learn(outs, news, id);
    const backup = this.expect(kind, { ...outs, __urn: news["__urn"] });
    this.accepted(backup, id);
    return backup;
  }

  /** Notes that one is about to be made. */
  expect(kind: Kind, inputs: Props): Backup {
    const backup = new Backup(kind, inputs);
    const { __urn: urn } = inputs;
    if (typeof urn === "string") {
      this.#current.set(urn, backup);
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
   * Notes what comes of making one, or of going on with it. The outputs then hold the URNs that it had before: what it
   * replaces may be under one of them in the state, and has to be deleted by a later run.
   */
  async follow<Result extends { readonly outs: Props }>(
    backup: Backup,
    call: Promise<Result>,
  ): Promise<Result> {
    try {
      const result = await call;
      backup.props = result.outs;
      return { ...result, outs: this.#withFormerUrns(result.outs) };
    } catch (error) {
      backup.isGivenUp = true;
      if (!(error instanceof PartialFailure)) {
        throw error;
      }
      const { message, id, properties } = error;
      backup.props = properties;
      throw new PartialFailure(message, id, this.#withFormerUrns(properties), { cause: error });
    }
  }

  #withFormerUrns(outs: Props): Props {
    const former = this.#formerUrns.get(String(outs["__urn"]));
    return former === undefined ? outs : { ...outs, [formerUrns]: [...former] };
  }

  /** Waits, for so many seconds at most, until it may be deleted by the rule. Fails where it may not. */
  async untilDeletable<Client, Remote>(
    session: Session<Client, Remote>,
    id: string,
    props: Props,
    timeout: number,
  ): Promise<void> {
    const deadline = session.clock.now() + timeout * 1000;
    for (const replacement of this.#replacementsOf(id, props)) {
      await this.#until(replacement, replaces, session, deadline);
    }
    const pending = [...this.#copies.values()].filter(
      (copy) => !copy.isAvailable && copy.isMadeFrom(id),
    );
    for (const copy of pending) {
      await this.#until(copy, copies, session, deadline);
    }
  }

  /** What the program has under the URNs by which it may call one, other than that itself. */
  #replacementsOf(id: string, props: Props): Backup[] {
    const urns = new Set<unknown>([props["__urn"]]);
    for (const former of [id, String(props["__urn"])]) {
      for (const urn of this.#urns.get(former) ?? []) {
        urns.add(urn);
      }
    }
    return [...urns]
      .flatMap((urn) => this.#current.get(String(urn)) ?? [])
      .filter((backup) => backup.id !== id);
  }

  /** Waits until one is available. Of a copy it is enough that AWS is at work on it no more. */
  async #until<Client, Remote>(
    backup: Backup,
    role: Role,
    session: Session<Client, Remote>,
    deadline: number,
  ): Promise<void> {
    if (backup.isAvailable) {
      return;
    }
    const what = `the ${backup.isExport ? "export" : "snapshot"} that ${role.does}`;
    if (backup.id === undefined) {
      throw new Error(
        `kept: ${what} was not created. The next \`pulumi up\` that creates it then deletes this snapshot`,
      );
    }
    const start = session.clock.now();
    const { subject, status, isOver } = await this.#look(backup, role, session, deadline).catch(
      (error: unknown) => {
        const cause = causeOf(error, backup.kind);
        throw new Error(
          `kept: it is not known whether ${what} is available: ${cause} The next \`pulumi up\` checks again`,
          { cause: error },
        );
      },
    );
    if (backup.isAvailable || (isOver && role === copies)) {
      return;
    }
    const waited = formatSeconds((session.clock.now() - start) / 1000);
    const state =
      isOver || backup.isGivenUp ? `is "${status}"` : `is still "${status}" after ${waited}`;
    throw new Error(
      `kept: ${what} is not available: ${subject} ${state}. ${whatNext(backup, role, isOver)}`,
    );
  }

  /** How it stands with one: now, if it was given up in this run, else when AWS has finished it or time is up. */
  async #look<Client, Remote>(
    backup: Backup,
    { does }: Role,
    { clock, progress }: Session<Client, Remote>,
    deadline: number,
  ): Promise<{ subject: string; status: string; isOver: boolean }> {
    const { kind, id = "" } = backup;
    // Its own row has come to its end.
    const props = { ...backup.props, __urn: undefined };
    const other = await Session.open(kind, this.#runtime, props, id);
    const target = exportTarget(kind, props);
    const timeout = Math.max(1, (deadline - clock.now()) / 1000);
    if (target !== undefined) {
      const subject = `the export to ${target.uri}`;
      const last = lastStatus(props) ?? "unknown";
      progress.show(`waiting for ${subject}, which ${does}`);
      if (!backup.isGivenUp) {
        await untilExported(other, target, props, timeout);
        backup.props = { ...props, status: exportedStatus };
      }
      return { subject, status: last, isOver: isFailed(kind, last) };
    }
    const { subject } = other;
    const isIt = (remote: unknown) => remote !== undefined && kind.arn(remote) === id;
    const answer = (remote: unknown) => {
      const status = (isIt(remote) ? kind.status(remote) : goneStatus) ?? "unknown";
      backup.props = { ...backup.props, status };
      return { subject, status, isOver: !isIt(remote) || !isAtWork(kind, remote) };
    };
    if (backup.isGivenUp) {
      return answer(await other.findExactly(id));
    }
    const outcome = await waitFor({
      clock,
      timeout,
      look: (within) => other.findWithin(within),
      reached: (remote) => !isIt(remote) || !isAtWork(kind, remote),
      report: (remote, elapsed) => {
        const status = remote === undefined ? undefined : kind.status(remote);
        progress.show(
          `waiting ${formatSeconds(elapsed)}: ${subject}, which ${does}, is "${status ?? "unknown"}"`,
        );
      },
    });
    return answer(outcome.end === "gone" ? undefined : outcome.remote);
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
