import { doing, takesTime } from "../kinds/kind.js";
import { PartialFailure } from "../state/partial-failure.js";
import { goneStatus, lastStatus } from "../state/state.js";
import { noted, type Stored } from "../state/stored.js";
import { timeoutOf } from "../state/timeouts.js";
import type { Props, Tags } from "../values/json.js";
import { unmark } from "./creating/mark.js";
import { applySettings } from "./in-place.js";
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
): Promise<Stored> {
  const { kind, call } = session;
  const waits = inputs["waitForCompletion"] !== false && takesTime(kind);
  const known = { ...inputs, ...settings };
  try {
    await addTags(session, id, known, accepted, tags, timeoutOf(call, operation));
    const made = waits ? await untilFinished(session, id, known, accepted, operation) : accepted;
    const remote = made && (await applySettings(session, id, inputs, made, settings));
    return noted(session.stored(inputs, remote), marked ? await unmark(session, id) : {});
  } catch (error) {
    if (!(error instanceof PartialFailure)) {
      throw new PartialFailure(
        session.sentence(doing(kind), error),
        id,
        noted(session.stored(known, accepted), marked ? await unmark(session, id) : {}),
        { cause: error },
      );
    }
    const left =
      marked && lastStatus(error.stored.props) !== goneStatus ? await unmark(session, id) : {};
    throw new PartialFailure(error.message, id, noted(error.stored, left), { cause: error });
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
      session.stored(without, accepted),
      { cause: error },
    );
  }
}
