import { causeOf, unless } from "../../aws/errors.js";
import { isFailed, isFinished } from "../../kinds/status.js";
import type { ExportTarget } from "../../state/export.js";
import { PartialFailure } from "../../state/partial-failure.js";
import { exportingStatus } from "../../state/state.js";
import { formatSeconds } from "../../values/durations.js";
import { waitFor } from "../../waiting/wait.js";
import type { Session } from "../session.js";

/** Seconds after which an export counts as done if AWS shows neither its beginning nor its end. */
const exportGrace = 60;

/**
 * Waits until an export has ended. No call shows an export, so its source shows the end: the source is busy during the
 * export, and available again afterwards. A source that is never seen busy is watched for a while.
 */
export async function untilExported<Client, Remote>(
  session: Session<Client, Remote>,
  target: ExportTarget,
  timeout: number,
): Promise<void> {
  const { kind, clock, progress } = session;
  const { props, stallTimeout } = session.inputs;
  const start = clock.now();
  let seenBusy = false;
  const free = (remote: Remote) => isFinished(kind, kind.status(remote));
  const failed = (remote: Remote) => isFailed(kind, kind.status(remote));
  const partial = (text: string, status = exportingStatus) =>
    new PartialFailure(
      `exporting to ${target.uri}: ${text}`,
      target.uri,
      session.stored(props, undefined, status),
    );
  progress.show(`exporting to ${target.uri}`);
  const outcome = await waitFor<Remote>({
    clock,
    timeout,
    stallTimeout,
    progress: (remote) => kind.status(remote),
    look: async (within) => {
      await clock.sleep(within);
      // AWS may show an export under its own name. That name need not be valid for a snapshot.
      const shown =
        kind.export?.namedBy === "target"
          ? await unless(["InvalidParameterValue"], session.find())
          : undefined;
      const source = await session.find(target.source);
      const pending = [shown, source].find((remote) => remote !== undefined && !free(remote));
      seenBusy ||= pending !== undefined;
      return pending ?? source;
    },
    reached: (remote) =>
      failed(remote) || (free(remote) && (seenBusy || clock.now() - start >= exportGrace * 1000)),
    report: (remote, elapsed) => {
      const status = remote === undefined ? "unknown" : (kind.status(remote) ?? "unknown");
      progress.show(`exporting to ${target.uri}: source ${status}, ${formatSeconds(elapsed)}`);
    },
  }).catch((error: unknown) => {
    throw partial(`${causeOf(error, kind)} The next \`pulumi up\` continues to wait.`);
  });
  if (outcome.end === "timeout") {
    throw partial(
      `the source is still busy after ${formatSeconds(timeout)}. The next \`pulumi up\` continues to wait.`,
    );
  }
  if (outcome.end === "stalled") {
    throw partial(
      `the source is still ${kind.status(outcome.remote) ?? "busy"}, and AWS reported no progress for ${formatSeconds(stallTimeout ?? 0)}. The next \`pulumi up\` continues to wait.`,
    );
  }
  if (outcome.end === "reached" && failed(outcome.remote)) {
    throw partial(
      "AWS reports that the export failed. Check the bucket's policy and object ownership. The next `pulumi up` exports again.",
      kind.failed[0],
    );
  }
  if (outcome.end === "gone") {
    progress.warn(
      `${session.subject}: its source is gone, so it is not known whether all files were written to ${target.uri}. Check the bucket.`,
    );
  } else if (!seenBusy) {
    progress.show(
      `exported to ${target.uri}: AWS does not report when an export ends, so it counts as done after ${exportGrace} s`,
    );
  } else {
    progress.show(`exported to ${target.uri}`);
  }
}
