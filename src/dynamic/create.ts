import { formatSeconds } from "./durations.js";
import { hasCode, isPassing, PartialFailure } from "./errors.js";
import { inputsOf, type Props, type Tags } from "./kind.js";
import { markTag, mayBeOurs, sameOwner } from "./recovery.js";
import type { Session } from "./session.js";
import { goneStatus, outputsOf } from "./state.js";
import { creatingTag } from "./tags.js";
import { pollInterval, waitFor } from "./wait.js";

/**
 * Takes over what a killed run of this very resource left, if there is such a thing: one that carries the mark
 * of this create. Marks are looked for only on manual ones of the same source whose name this resource may
 * have given; what carries none is somebody's own.
 */
export async function resume<Client, Remote>(
  session: Session<Client, Remote>,
  inputs: Props,
  mark: string,
  heldInState: ReadonlySet<string>,
): Promise<Remote | undefined> {
  const { kind, client, progress } = session;
  for (const remote of await kind.siblings(client, inputsOf(inputs))) {
    const arn = kind.arn(remote);
    const name = kind.nameOf(remote);
    const usable = !kind.failed.includes(kind.status(remote) ?? "");
    if (!arn || !name || !usable || heldInState.has(arn) || !mayBeOurs(kind, inputs, name)) {
      continue;
    }
    const found = (await untilReadable(session, arn))[creatingTag];
    if (found === mark) {
      return remote;
    }
    if (found !== undefined && sameOwner(found, mark)) {
      progress.warn(
        `${kind.label} "${name}" in ${session.region} was left by an interrupted run that asked for something else. It is kept and not used: delete it if nobody needs it.`,
      );
    }
  }
  return undefined;
}

/** Sends the create request; while AWS says that the source is busy, waits and sends it again. */
export async function request<Client, Remote>(
  session: Session<Client, Remote>,
  inputs: Props,
  mark: string | undefined,
  tags: Tags,
  timeout: number,
): Promise<Remote | undefined> {
  const { kind, client, clock, progress } = session;
  const start = clock.now();
  for (;;) {
    try {
      return await kind.create(client, inputsOf(inputs), { ...tags, ...markTag(mark) });
    } catch (error) {
      if (mark !== undefined && hasCode(error, kind.codes.exists)) {
        // The SDK sends a request again when its answer was lost: then this is our own.
        const existing = await session.find();
        const arn = existing && kind.arn(existing);
        if (arn && (await untilReadable(session, arn))[creatingTag] === mark) {
          return existing;
        }
      }
      const elapsed = clock.now() - start;
      if (!hasCode(error, kind.codes.busy) && !isPassing(error)) {
        throw error;
      }
      if (elapsed > timeout * 1000) {
        throw new Error(
          `its source stayed busy for ${formatSeconds(elapsed / 1000)}, so nothing was made. AWS's last word: ${error instanceof Error ? error.message : String(error)}`,
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

/** Tags of one that may still be in the making: some services cannot list them until it is made. */
async function untilReadable<Client, Remote>(
  session: Session<Client, Remote>,
  arn: string,
): Promise<Tags> {
  const { kind, clock } = session;
  const start = clock.now();
  for (;;) {
    try {
      return await session.tags(arn);
    } catch (error) {
      const waiting = hasCode(error, kind.codes.busy) || isPassing(error);
      if (hasCode(error, kind.codes.gone)) {
        return {};
      }
      if (!waiting || clock.now() - start > 3_600_000) {
        throw error;
      }
      session.progress.show("waiting: the tags of an unfinished one cannot be read yet");
      await clock.sleep(pollInterval(clock.now() - start));
    }
  }
}

/** Waits until AWS has finished it. Every way that this can fail keeps the resource, with its last status. */
export async function untilFinished<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  accepted: Remote | undefined,
  timeout: number,
): Promise<Remote> {
  const { kind, clock, progress } = session;
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
      `${session.sentence("asking for", error)} It is kept in the stack; the next \`pulumi up\` goes on waiting.`,
    );
  });
  if (outcome.end === "timeout") {
    throw partial(
      `still "${status(latest)}" after ${formatSeconds(timeout)} (asked ${outcome.polls} times). It is kept in the stack: run \`pulumi up\` again to go on waiting, or raise customTimeouts.create.`,
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
