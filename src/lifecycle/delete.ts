import { hasCode } from "../aws/errors.js";
import type { Kind } from "../kinds/kind.js";
import { isFailed } from "../kinds/status.js";
import type { Call } from "../state/call.js";
import { isLost, lastStatus } from "../state/state.js";
import type { Stored } from "../state/stored.js";
import { timeoutOf } from "../state/timeouts.js";
import { formatSeconds } from "../values/durations.js";
import { untilAccepted } from "../waiting/retry.js";
import { waitFor } from "../waiting/wait.js";
import { unmark } from "./creating/mark.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";

/** Deletes what the state holds, in the account and region of its ARN, and waits until it is gone. */
export async function remove<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  call: Call,
  id: string,
  { props, notes }: Stored,
): Promise<void> {
  const session = await Session.open(kind, runtime, call, props, id);
  const timeout = timeoutOf(call, "delete");
  try {
    const remote = await session.findExactly(id);
    // What the state knows as failed or deleted was replaced: a good one under its name is not it.
    const replaced =
      remote !== undefined && isLost(kind, props) && !isFailed(kind, kind.status(remote));
    if (replaced) {
      session.progress.warn(
        `${session.subject} was "${lastStatus(props)}" when it was replaced, but AWS now reports "${kind.status(remote) ?? "unknown"}", so it was not deleted. Delete it if you do not need it: ${id}`,
      );
    }
    if (remote === undefined || replaced) {
      return;
    }
    if (notes.marked === true) {
      await unmark(session, id);
    }
    // Nothing can be restored from what failed.
    if (!isFailed(kind, kind.status(remote))) {
      await runtime.guard.untilDeletable(session, call, id, timeout);
    }
    await deleteUntilGone(session, id, remote, timeout);
  } catch (error) {
    throw session.error("deleting", error);
  }
}

/** Sends the delete request until AWS accepts it, and waits until it is gone. */
export async function deleteUntilGone<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  remote: Remote,
  timeout: number,
): Promise<void> {
  session.progress.show("AWS: deleting");
  const { undeletable } = session.kind.codes;
  await untilAccepted(session, undeletable, timeout, () => request(session, remote), {
    advice: "Try again later, or raise customTimeouts.delete.",
  });
  await untilGone(session, id, remote, timeout);
}

/** The delete call. One that is gone is deleted. */
async function request<Client, Remote>(
  { kind, client }: Session<Client, Remote>,
  remote: Remote,
): Promise<void> {
  try {
    await kind.delete(client, remote);
  } catch (error) {
    if (!hasCode(error, kind.codes.gone)) {
      throw error;
    }
  }
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
    // One of that name with another ARN is another one: ours is gone.
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
