import { type Kind, takesTime } from "../kinds/kind.js";
import { isFinished, isPending } from "../kinds/status.js";
import { parseInputs } from "../state/inputs.js";
import { goneStatus } from "../state/state.js";
import { parseArn } from "../values/arn.js";
import { formatSeconds } from "../values/durations.js";
import type { Waiting } from "../waiting/retry.js";
import { waitFor } from "../waiting/wait.js";
import { create } from "./creating/create.js";
import { remove } from "./delete.js";
import type { Known } from "./keeping/known.js";
import type { AwaitedBackup, BackupStatus, Life } from "./life.js";
import { lookUp } from "./look-up.js";
import { read } from "./read.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { update } from "./update.js";

/** Returns the life of a resource that AWS keeps. Its id is its ARN. */
export function snapshotLife<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  known: Known,
): Life {
  return {
    noun: "snapshot",
    create: (call, inputs, accepting) => create(kind, runtime, known, call, inputs, accepting),
    read: (call, id, before) => (call.isLookup ? lookUp : read)(kind, runtime, call, id, before),
    update: (call, id, before, inputs) => update(kind, runtime, call, id, before, inputs),
    delete: (call, id, before) => remove(kind, runtime, call, id, before),
    isAvailable: (status) => (takesTime(kind) ? isFinished(kind, status) : status !== goneStatus),
    untilEnded: (backup, role, waiting, timeout) =>
      untilEnded(kind, runtime, backup, role, waiting, timeout),
  };
}

async function untilEnded<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  { id, call, props, isGivenUp, isOfOtherProcess }: AwaitedBackup,
  role: string,
  { clock, progress }: Waiting,
  timeout: number,
): Promise<BackupStatus> {
  // Without a URN the session shows nothing: the row of the backup has ended.
  const silent = { ...call, urn: undefined };
  const session = await Session.open(kind, runtime, silent, parseInputs(kind, props), id);
  const { subject } = session;
  if (isOfOtherProcess) {
    await confirmReach(session, id);
  }
  const isBackup = (remote: Remote | undefined) => remote !== undefined && kind.arn(remote) === id;
  const hasEnded = (remote: Remote | undefined) => !isBackup(remote) || !isPending(kind, remote);
  const statusOf = (remote: Remote | undefined) => remote && kind.status(remote);
  const result = (remote: Remote | undefined): BackupStatus => ({
    subject,
    status: (isBackup(remote) ? statusOf(remote) : goneStatus) ?? "unknown",
    hasEnded: hasEnded(remote),
  });
  if (isGivenUp) {
    return result(await session.findExactly(id));
  }
  const outcome = await waitFor<Remote>({
    clock,
    timeout,
    look: (within) => session.findWithin(within),
    reached: hasEnded,
    report: (remote, elapsed) => {
      progress.show(
        `waiting ${formatSeconds(elapsed)}: ${subject}, which ${role}, is "${statusOf(remote) ?? "unknown"}"`,
      );
    },
  });
  return result(outcome.end === "gone" ? undefined : outcome.remote);
}

/** Throws an error unless this process has credentials for the account of a backup that another process has. */
async function confirmReach<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
): Promise<void> {
  const wanted = parseArn(id)?.account;
  const account = await session.account();
  if (account !== wanted) {
    throw new Error(
      `it is in account ${wanted}, but the provider that deletes this snapshot has credentials of account ${account}.`,
    );
  }
}
