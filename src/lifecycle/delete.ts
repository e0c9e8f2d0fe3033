import { unless } from "../aws/errors.js";
import type { Kind } from "../kinds/kind.js";
import { isFailed } from "../kinds/status.js";
import type { Call } from "../state/call.js";
import { parseInputs } from "../state/inputs.js";
import { isLost, lastStatus } from "../state/state.js";
import type { Stored } from "../state/stored.js";
import { formatSeconds } from "../values/durations.js";
import { untilAccepted } from "../waiting/retry.js";
import { waitFor } from "../waiting/wait.js";
import { unmark } from "./creating/mark.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";

/** Deletes the resource in the state, in the account and region of its ARN, and waits until it is gone. */
export async function remove<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  call: Call,
  id: string,
  { props, notes }: Stored,
): Promise<void> {
  const session = await Session.open(kind, runtime, call, parseInputs(kind, props), id);
  const timeout = session.timeouts.delete;
  try {
    const remote = await session.findExactly(id);
    // If the state has a failed or deleted snapshot, a good snapshot of the same ARN is another snapshot.
    const isOther =
      remote !== undefined && isLost(kind, props) && !isFailed(kind, kind.status(remote));
    if (isOther) {
      session.progress.warn(
        `${session.subject} was "${lastStatus(props)}" when it was replaced, but AWS now reports "${kind.status(remote) ?? "unknown"}", so it was not deleted. Delete it if you do not need it: ${id}`,
      );
    }
    if (remote === undefined || isOther) {
      return;
    }
    if (notes.marked === true) {
      await unmark(session, id);
    }
    // A failed snapshot cannot be restored from, so it is deleted at once.
    if (!isFailed(kind, kind.status(remote))) {
      await runtime.guard.untilDeletable(session, call, id, timeout);
    }
    await deleteUntilGone(session, id, remote);
  } catch (error) {
    throw session.error("deleting", error);
  }
}

/** Sends the delete request until AWS accepts it, and waits until the resource is gone. */
export async function deleteUntilGone<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  remote: Remote,
): Promise<void> {
  const { kind, client } = session;
  const { gone, undeletable } = kind.codes;
  const timeout = session.timeouts.delete;
  // AWS's answer that there is no such resource counts as success.
  const send = () => unless(gone, kind.delete(client, remote));
  session.progress.show("AWS: deleting");
  await untilAccepted(session, undeletable, timeout, send, {
    advice: "Try again later, or raise customTimeouts.delete.",
  });
  await untilGone(session, id, remote, timeout);
}

async function untilGone<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  remote: Remote,
  timeout: number,
): Promise<void> {
  const { kind, clock, progress } = session;
  const outcome = await waitFor<Remote>({
    clock,
    timeout,
    known: remote,
    look: (within) => session.findWithin(within),
    // A resource of the same name with another ARN is another resource: the deleted resource is gone.
    reached: (found) => kind.arn(found) !== id,
    report: (seen, elapsed) => {
      const status = seen === undefined ? undefined : kind.status(seen);
      progress.show(`AWS: ${status ?? "deleting"}, ${formatSeconds(elapsed)}`);
    },
  });
  if (outcome.end === "timeout") {
    throw new Error(
      `AWS accepted the delete, but has not finished it after ${formatSeconds(timeout)}. Run the command again, or raise customTimeouts.delete`,
    );
  }
}
