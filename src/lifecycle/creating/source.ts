import { creatingTag } from "../../abi/mark-tag.js";
import { inputsOf } from "../../kinds/input.js";
import type { Kind, SeenSource } from "../../kinds/kind.js";
import { readTags } from "../../state/tags.js";
import type { Props, Tags } from "../../values/json.js";
import { patiently } from "../../waiting/retry.js";
import type { Session } from "../session.js";

/** Looks at what a resource is made from, where the kind asks for that. One that cannot serve is an error. */
export async function lookAtSource<Client, Remote>(
  session: Session<Client, Remote>,
  props: Props,
): Promise<SeenSource<Client> | undefined> {
  const { look, region: regionOfSource } = session.kind.madeFrom;
  if (look === undefined) {
    return undefined;
  }
  const inputs = inputsOf(session.kind, props);
  const region = regionOfSource?.(inputs) ?? session.region;
  const client = await session.clientIn(region);
  const { region: here } = session;
  const seen = await patiently(session, () => look(client, inputs, here));
  if (seen.problem !== undefined) {
    throw new Error(seen.problem);
  }
  return { ...seen, client };
}

/** The tags of a create call. */
export interface CreateTags {
  /** Tags to send. */
  readonly sent: Tags;
  /** Tags to give it afterwards. */
  readonly later: Tags;
  /** Whether the mark can be among those that are sent. */
  readonly marking: boolean;
}

/**
 * Which tags go with a create call. AWS gives a new snapshot the tags of its source only if the call brings none,
 * and the call brings the mark at least; so the tags of the source are read and sent too. Where they cannot be
 * read none are sent, and AWS gives those of the source itself.
 */
export async function tagsOfCreate<Client, Remote>(
  session: Session<Client, Remote>,
  inputs: Props,
  source: SeenSource<Client> | undefined,
  marked: boolean,
): Promise<CreateTags> {
  const own = readTags(inputs["tagsAll"]);
  if (source === undefined || !source.givesTags) {
    return { sent: own, later: {}, marking: marked };
  }
  let given: Tags;
  try {
    given = await session.tags(source.arn, source.client);
  } catch (error) {
    // Those of another account's source are nobody's to read but its own.
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

/** What AWS says that it was made from, where that is something else than what the inputs name. */
export function otherSources<Remote>(
  kind: Kind<unknown, Remote>,
  inputs: Props,
  remote: Remote,
): Props {
  const scope = { region: undefined, inputs };
  const others = Object.entries(kind.lookedUp(remote)).filter(([key, answered]) => {
    const given = inputs[key];
    const same = kind.inputs[key]?.same ?? ((left: string, right: string) => left === right);
    return (
      typeof given === "string" && typeof answered === "string" && !same(given, answered, scope)
    );
  });
  return Object.fromEntries(others);
}
