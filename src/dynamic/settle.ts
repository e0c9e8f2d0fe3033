import { formatSeconds } from "./durations.js";
import { causeOf, PartialFailure } from "./errors.js";
import { exportTarget, untilExported } from "./export.js";
import type { Props } from "./kind.js";
import { unmark } from "./recovery.js";
import type { Session } from "./session.js";
import { exportedStatus, exportingStatus, goneStatus, lastStatus, outputsOf } from "./state.js";
import { timeoutOf } from "./timeouts.js";
import { waitFor } from "./wait.js";

/** Brings one that AWS accepted to its end: waits for it, and takes the mark off however the wait ended. */
export async function settle<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  accepted: Remote | undefined,
  marked: boolean,
  operation: "create" | "update",
): Promise<Props> {
  const { kind } = session;
  const waits = inputs["waitForCompletion"] !== false;
  const target = exportTarget(kind, inputs);
  try {
    if (target !== undefined) {
      await (waits && untilExported(session, target, inputs, timeoutOf(inputs, operation)));
      return outputsOf(kind, inputs, undefined, waits ? exportedStatus : exportingStatus);
    }
    const remote = waits ? await untilFinished(session, id, inputs, accepted, operation) : accepted;
    return {
      ...outputsOf(kind, inputs, remote),
      ...(marked ? await unmark(session, id) : {}),
    };
  } catch (error) {
    if (!(error instanceof PartialFailure)) {
      throw new PartialFailure(
        session.sentence(kind.doing, error),
        id,
        { ...outputsOf(kind, inputs, accepted), ...(marked ? await unmark(session, id) : {}) },
        { cause: error },
      );
    }
    const left =
      marked && lastStatus(error.properties) !== goneStatus ? await unmark(session, id) : {};
    throw new PartialFailure(error.message, id, { ...error.properties, ...left }, { cause: error });
  }
}

/** Waits until AWS has finished it. Every way that this can fail keeps the resource, with its last status. */
async function untilFinished<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  accepted: Remote | undefined,
  operation: "create" | "update",
): Promise<Remote> {
  const { kind, clock, progress } = session;
  const timeout = timeoutOf(inputs, operation);
  const status = (remote: Remote | undefined) => (remote && kind.status(remote)) ?? "unknown";
  const ended = (remote: Remote) => [...kind.finished, ...kind.failed].includes(status(remote));
  if (accepted !== undefined && kind.finished.includes(status(accepted))) {
    return accepted;
  }
  let latest = accepted;
  const partial = (text: string, known?: string) =>
    new PartialFailure(
      `waiting for ${session.subject}: ${text}`,
      id,
      outputsOf(kind, inputs, latest, known),
    );
  progress.show(`AWS: ${status(accepted)}`);
  const outcome = await waitFor<Remote>({
    clock,
    timeout,
    look: async () => {
      const remote = await session.find();
      latest = remote ?? latest;
      return remote;
    },
    reached: ended,
    report: (remote, elapsed) =>
      progress.show(`AWS: ${status(remote ?? accepted)}, ${formatSeconds(elapsed)}`),
  }).catch((error: unknown) => {
    throw partial(
      `${causeOf(error, kind)} It is kept in the stack; the next \`pulumi up\` goes on waiting.`,
    );
  });
  if (outcome.end === "timeout") {
    throw partial(
      `still "${status(latest)}" after ${formatSeconds(timeout)} (asked ${outcome.polls} times). It is kept in the stack: run \`pulumi up\` again to go on waiting, or raise customTimeouts.${operation}.`,
    );
  }
  if (outcome.end === "gone") {
    throw partial(
      "it was deleted while it was being made. The next `pulumi up` makes a new one.",
      goneStatus,
    );
  }
  if (kind.failed.includes(status(outcome.remote))) {
    throw partial(
      `AWS reports "${status(outcome.remote)}", so there is nothing to restore from. The next \`pulumi up\` deletes it and makes a new one; look at the events of its source for the reason.`,
    );
  }
  progress.show(`AWS: ${status(outcome.remote)}`);
  return outcome.remote;
}
