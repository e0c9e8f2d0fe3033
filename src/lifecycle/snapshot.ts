import { type Kind, takesTime } from "../kinds/kind.js";
import { isAtWork, isFinished } from "../kinds/status.js";
import { goneStatus } from "../state/state.js";
import { formatSeconds } from "../values/durations.js";
import type { Waiting } from "../waiting/retry.js";
import { waitFor } from "../waiting/wait.js";
import { create } from "./creating/create.js";
import { remove } from "./delete.js";
import type { Known } from "./keeping/known.js";
import type { AwaitedBackup, Life, Standing } from "./life.js";
import { read } from "./read.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { update } from "./update.js";

/** The life of a resource that AWS keeps. Its id is its ARN. */
export function snapshotLife<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  known: Known,
): Life {
  return {
    noun: "snapshot",
    create: (call, inputs, accepting) => create(kind, runtime, known, call, inputs, accepting),
    read: (call, id, before) => read(kind, runtime, call, id, before),
    update: (call, id, before, inputs) => update(kind, runtime, call, id, before, inputs),
    delete: (call, id, before) => remove(kind, runtime, call, id, before),
    isAvailable: (status) => (takesTime(kind) ? isFinished(kind, status) : status !== goneStatus),
    standing: (backup, does, other, timeout) =>
      standing(kind, runtime, backup, does, other, timeout),
  };
}

async function standing<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  { id, call, props, isGivenUp }: AwaitedBackup,
  does: string,
  { clock, progress }: Waiting,
  timeout: number,
): Promise<Standing> {
  // Its own row has come to its end.
  const session = await Session.open(kind, runtime, { ...call, urn: undefined }, props, id);
  const { subject } = session;
  const isIt = (remote: Remote | undefined) => remote !== undefined && kind.arn(remote) === id;
  const isOver = (remote: Remote | undefined) => !isIt(remote) || !isAtWork(kind, remote);
  const statusOf = (remote: Remote | undefined) => remote && kind.status(remote);
  const answer = (remote: Remote | undefined): Standing => ({
    subject,
    status: (isIt(remote) ? statusOf(remote) : goneStatus) ?? "unknown",
    isOver: isOver(remote),
  });
  if (isGivenUp) {
    return answer(await session.findExactly(id));
  }
  const outcome = await waitFor<Remote>({
    clock,
    timeout,
    look: (within) => session.findWithin(within),
    reached: isOver,
    report: (remote, elapsed) => {
      progress.show(
        `waiting ${formatSeconds(elapsed)}: ${subject}, which ${does}, is "${statusOf(remote) ?? "unknown"}"`,
      );
    },
  });
  return answer(outcome.end === "gone" ? undefined : outcome.remote);
}
