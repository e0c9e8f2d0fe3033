import { causeOf } from "../aws/errors.js";
import { isFailed, isFinished, isPending } from "../kinds/status.js";
import { PartialFailure } from "../state/partial-failure.js";
import { goneStatus } from "../state/state.js";
import { formatSeconds } from "../values/durations.js";
import type { Props } from "../values/json.js";
import { progressText, rowText, secondsLeft } from "../waiting/aws-progress.js";
import { waitFor } from "../waiting/wait.js";
import type { Session } from "./session.js";

/** Waits until AWS has finished a resource. Every failure keeps the resource, with its last status. */
export async function untilFinished<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  known: Props,
  accepted: Remote | undefined,
  operation: "create" | "update",
): Promise<Remote> {
  const { kind, clock, progress } = session;
  const { stallTimeout } = session.inputs;
  const timeout = session.timeouts[operation];
  const status = (remote: Remote | undefined) => (remote && kind.status(remote)) ?? "unknown";
  if (accepted !== undefined && isFinished(kind, status(accepted))) {
    return accepted;
  }
  let latest = accepted;
  const begun = (accepted && kind.awsProgress?.(accepted)) ?? {};
  const partial = (text: string, lastSeen?: string) =>
    new PartialFailure(
      `waiting for ${session.subject}: ${text}`,
      id,
      session.stored(known, latest, lastSeen),
    );
  progress.show(`AWS: ${status(accepted)}`);
  const outcome = await waitFor<Remote>({
    clock,
    timeout,
    look: async (within) => {
      const remote = await session.findWithin(within);
      latest = remote ?? latest;
      return remote;
    },
    reached: (remote) => !isPending(kind, remote),
    stallTimeout,
    progress: (remote) => [status(remote), kind.awsProgress?.(remote)],
    secondsLeft: (remote, elapsed) =>
      remote === undefined
        ? undefined
        : secondsLeft(kind.awsProgress?.(remote) ?? {}, { elapsed, begun }),
    report: (remote, elapsed) => {
      const shown = remote ?? accepted;
      if (shown !== undefined) {
        progress.show(rowText(kind, shown, { elapsed, begun }));
      }
    },
  }).catch((error: unknown) => {
    throw partial(
      `${causeOf(error, kind)} It stays in the stack, and the next \`pulumi up\` continues to wait.`,
    );
  });
  const goOn = "It stays in the stack. Run `pulumi up` again to continue to wait";
  if (outcome.end === "stalled") {
    throw partial(
      `AWS reported no progress for ${formatSeconds(stallTimeout ?? 0)}: still "${progressText(kind, latest)}". ${goOn}, or raise stallTimeout.`,
    );
  }
  if (outcome.end === "timeout") {
    throw partial(
      `still "${progressText(kind, latest)}" after ${formatSeconds(timeout)} (checked ${outcome.polls} times). ${goOn}, or raise customTimeouts.${operation}.`,
    );
  }
  if (outcome.end === "gone") {
    throw partial(
      "it was deleted while AWS was creating it. The next `pulumi up` creates it again.",
      goneStatus,
    );
  }
  if (isFailed(kind, status(outcome.remote))) {
    throw partial(
      `AWS reports "${status(outcome.remote)}", so there is nothing to restore from. See the events of the source for the reason. The next \`pulumi up\` creates a new snapshot and deletes this one.`,
    );
  }
  progress.show(`AWS: ${status(outcome.remote)}`);
  return outcome.remote;
}
