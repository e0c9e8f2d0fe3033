import { createVerb, takesTime } from "../kinds/kind.js";
import { PartialFailure } from "../state/partial-failure.js";
import { goneStatus, lastStatus } from "../state/state.js";
import { noted, type Stored } from "../state/stored.js";
import type { Props, Tags } from "../values/json.js";
import { unmark } from "./creating/mark.js";
import { applySettings } from "./in-place.js";
import type { Session } from "./session.js";
import { untilFinished } from "./until-finished.js";

/** The work that is left on a resource that AWS has accepted. */
export interface Unsettled {
  readonly operation: "create" | "update";
  /** Whether the resource carries the creating tag. */
  readonly marked: boolean;
  /** The settings that are known to be in AWS. */
  readonly settings: Props;
  /** Tags to add, because the create request could not bring them. */
  readonly tags?: Tags;
}

/**
 * Completes a resource that AWS has accepted: adds tags, waits for AWS, writes settings. Removes the creating tag at the
 * end, also after a failure: the state then has the resource, so no later run needs to recognise it.
 */
export async function settle<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  accepted: Remote | undefined,
  { operation, marked, settings, tags = {} }: Unsettled,
): Promise<Stored> {
  const { kind, inputs } = session;
  const waits = inputs.waitForCompletion && takesTime(kind);
  const known = { ...inputs.props, ...settings };
  try {
    await addTags(session, id, known, accepted, tags, operation);
    const made = waits ? await untilFinished(session, id, known, accepted, operation) : accepted;
    const remote = made && (await applySettings(session, id, made, settings));
    return noted(session.stored(inputs.props, remote), marked ? await unmark(session, id) : {});
  } catch (error) {
    const { message, stored } =
      error instanceof PartialFailure
        ? error
        : {
            message: session.sentence(createVerb(kind), error),
            stored: session.stored(known, accepted),
          };
    const left = marked && lastStatus(stored.props) !== goneStatus ? await unmark(session, id) : {};
    throw new PartialFailure(message, id, noted(stored, left), { cause: error });
  }
}

/** Adds the tags that the create request could not bring. */
async function addTags<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  accepted: Remote | undefined,
  tags: Tags,
  operation: Unsettled["operation"],
): Promise<void> {
  try {
    await session.addTags(id, tags, session.timeouts[operation]);
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
