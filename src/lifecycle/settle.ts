import { doing, takesTime } from "../kinds/kind.js";
import { exportTarget } from "../state/export-address.js";
import { PartialFailure } from "../state/partial-failure.js";
import {
  exportedStatus,
  exportingStatus,
  goneStatus,
  lastStatus,
  outputsOf,
} from "../state/state.js";
import { timeoutOf } from "../state/timeouts.js";
import type { Props, Tags } from "../values/json.js";
import { untilExported } from "./export.js";
import { applySettings } from "./in-place.js";
import { unmark } from "./mark.js";
import type { Session } from "./session.js";
import { untilFinished } from "./until-finished.js";

/** What is left to be done with one that AWS accepted. */
export interface Unsettled {
  readonly operation: "create" | "update";
  /** Whether it carries the mark. */
  readonly marked: boolean;
  /** Settings that AWS has of it so far. */
  readonly settings: Props;
  /** Tags that did not go with the create call. */
  readonly tags?: Tags;
}

/**
 * Brings one that AWS accepted to its end: waits for it, gives it its settings, and takes the mark off however
 * that ended.
 */
export async function settle<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  accepted: Remote | undefined,
  { operation, marked, settings, tags = {} }: Unsettled,
): Promise<Props> {
  const { kind } = session;
  const waits = inputs["waitForCompletion"] !== false && takesTime(kind);
  const known = { ...inputs, ...settings };
  const target = exportTarget(kind, inputs);
  try {
    if (target !== undefined) {
      await (waits && untilExported(session, target, inputs, timeoutOf(inputs, operation)));
      return outputsOf(kind, inputs, undefined, waits ? exportedStatus : exportingStatus);
    }
    await addTags(session, id, known, accepted, tags, timeoutOf(inputs, operation));
    const made = waits ? await untilFinished(session, id, known, accepted, operation) : accepted;
    const remote = made && (await applySettings(session, id, inputs, made, settings));
    return {
      ...outputsOf(kind, inputs, remote),
      ...(marked ? await unmark(session, id) : {}),
    };
  } catch (error) {
    if (!(error instanceof PartialFailure)) {
      throw new PartialFailure(
        session.sentence(doing(kind), error),
        id,
        { ...outputsOf(kind, known, accepted), ...(marked ? await unmark(session, id) : {}) },
        { cause: error },
      );
    }
    const left =
      marked && lastStatus(error.properties) !== goneStatus ? await unmark(session, id) : {};
    throw new PartialFailure(error.message, id, { ...error.properties, ...left }, { cause: error });
  }
}

/** Gives it tags that could not go with the create call. */
async function addTags<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  accepted: Remote | undefined,
  tags: Tags,
  timeout: number,
): Promise<void> {
  if (Object.keys(tags).length === 0) {
    return;
  }
  try {
    const { kind, client } = session;
    await session.untilTouchable(timeout, async () => kind.tagging?.add(client, id, tags));
  } catch (error) {
    const without = { ...inputs, tags: undefined, tagsAll: {} };
    throw new PartialFailure(
      session.sentence("tagging", error),
      id,
      outputsOf(session.kind, without, accepted),
      { cause: error },
    );
  }
}
