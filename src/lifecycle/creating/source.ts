import { creatingTag } from "../../abi/mark-tag.js";
import type { DescribedSource, Kind } from "../../kinds/kind.js";
import { isSameString } from "../../preview/changes.js";
import type { Props, Tags } from "../../values/json.js";
import { patiently } from "../../waiting/retry.js";
import type { Session } from "../session.js";

/**
 * Asks AWS about the source of a create, if the kind needs that; otherwise returns undefined. Throws an error if the
 * source cannot be used.
 */
export async function lookAtSource<Client, Remote>(
  session: Session<Client, Remote>,
): Promise<DescribedSource<Client> | undefined> {
  const { describe, region: regionOfSource } = session.kind.madeFrom;
  if (describe === undefined) {
    return undefined;
  }
  const { ofKind } = session.inputs;
  const client = await session.clientIn(regionOfSource?.(ofKind) ?? session.region);
  const seen = await patiently(session, () => describe(client, ofKind, session.region));
  if (seen.problem !== undefined) {
    throw new Error(seen.problem);
  }
  return { ...seen, client };
}

/** The tags of a create request. */
export interface CreateTags {
  /** Tags that the request brings. */
  readonly sent: Tags;
  /** Tags to add when AWS has accepted the request. */
  readonly later: Tags;
  /** Whether the request may also bring the creating tag. */
  readonly marking: boolean;
}

/**
 * Decides which tags a create request brings. AWS gives a new snapshot the tags of its source only if the request brings
 * no tags, and the request brings at least the creating tag. So the tags of the source are read and sent too. If they
 * cannot be read, the request brings no tags, and AWS copies those of the source.
 */
export async function tagsOfCreate<Client, Remote>(
  session: Session<Client, Remote>,
  source: DescribedSource<Client> | undefined,
  marked: boolean,
): Promise<CreateTags> {
  const own = session.inputs.tagsAll;
  if (source === undefined || !source.passesOnTags) {
    return { sent: own, later: {}, marking: marked };
  }
  let given: Tags;
  try {
    given = await session.tags(source.arn, source.client);
  } catch (error) {
    // For example, only the owner of a source in another account may read its tags.
    session.progress.warn(
      `${session.sentence("reading the tags of the source of", error)} AWS copies them instead, and the copy's own tags are added afterwards. If this run is killed, it may leave a copy that no later run recognises.`,
    );
    return { sent: {}, later: own, marking: false };
  }
  const { [creatingTag]: _, ...arriving } = given;
  const sent = { ...arriving, ...own };
  const limit = session.kind.tagging?.limit ?? 0;
  const count = Object.keys(sent).length + (marked ? 1 : 0);
  if (count > limit) {
    throw new Error(
      `it would have ${count} tags (its own, those of its source${marked ? " and the temporary creating tag" : ""}), but AWS allows ${limit}. Use fewer tags, or omit copyTags`,
    );
  }
  return { sent, later: {}, marking: marked };
}

/** Returns the sources that AWS reports for a snapshot, as far as they are not those in the inputs. */
export function otherSources<Remote>(
  kind: Kind<unknown, Remote>,
  inputs: Props,
  remote: Remote,
): Props {
  const scope = { region: undefined, inputs };
  const others = Object.entries(kind.inputsFrom(remote)).filter(([key, answered]) => {
    const given = inputs[key];
    return (
      typeof given === "string" &&
      typeof answered === "string" &&
      !isSameString(kind.inputs[key], given, answered, scope)
    );
  });
  return Object.fromEntries(others);
}
