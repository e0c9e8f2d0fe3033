import { formatSeconds } from "./durations.js";
import { hasCode, isPassing } from "./errors.js";
import { isExport } from "./export.js";
import type { Kind, Props } from "./kind.js";
import { progressOf } from "./progress.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { timeoutOf } from "./timeouts.js";
import { pollInterval, waitFor } from "./wait.js";

/** Deletes what the state holds, in the account and region of its ARN, and waits until it is gone. */
export async function remove<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  id: string,
  props: Props,
): Promise<void> {
  if (isExport(id)) {
    progressOf(props["__urn"]).warn(`The files of the export stay in the bucket: ${id}-*.rdb`);
    return;
  }
  const session = await Session.open(kind, runtime, props, id);
  const timeout = timeoutOf(props, "delete");
  try {
    if ((await session.findExactly(id)) === undefined) {
      return;
    }
    const start = session.clock.now();
    session.progress.show("AWS: deleting");
    await requestDelete(session, timeout);
    const left = timeout - (session.clock.now() - start) / 1000;
    await untilGone(session, id, left);
  } catch (error) {
    throw session.error("deleting", error);
  }
}

/** Sends the delete request; while AWS says that it cannot be deleted in its status, waits and sends it again. */
async function requestDelete<Client, Remote>(
  session: Session<Client, Remote>,
  timeout: number,
): Promise<void> {
  const { kind, client, clock, progress, name } = session;
  const start = clock.now();
  for (;;) {
    try {
      return await kind.delete(client, name);
    } catch (error) {
      if (hasCode(error, kind.codes.gone)) {
        return;
      }
      const elapsed = clock.now() - start;
      if (!hasCode(error, kind.codes.undeletable) && !isPassing(error)) {
        throw error;
      }
      if (elapsed > timeout * 1000) {
        throw new Error(
          `AWS refused it for ${formatSeconds(timeout)}; its last word: ${error instanceof Error ? error.message : String(error)}. Run \`pulumi destroy\` again later, or raise customTimeouts.delete`,
          { cause: error },
        );
      }
      progress.show(
        `waiting ${formatSeconds(elapsed / 1000)}: ${error instanceof Error ? error.message : "AWS is busy"}`,
      );
      await clock.sleep(pollInterval(elapsed));
    }
  }
}

async function untilGone<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  timeout: number,
): Promise<void> {
  const { kind, clock, progress } = session;
  // One of that name with another ARN is another one: ours is gone.
  const look = async () => ({ remote: await session.find() });
  const outcome = await waitFor({
    clock,
    timeout,
    look,
    reached: ({ remote }) => remote === undefined || kind.arn(remote) !== id,
    report: (seen, elapsed) => {
      const status = seen?.remote === undefined ? undefined : kind.status(seen.remote);
      progress.show(`AWS: ${status ?? "gone"}, ${formatSeconds(elapsed)}`);
    },
  });
  if (outcome.end === "timeout") {
    throw new Error(
      `AWS accepted it, and it is still there after ${formatSeconds(timeout)}. Run \`pulumi destroy\` again, or raise customTimeouts.delete`,
    );
  }
}
