import { creatingTag } from "../abi/mark-tag.js";
import { hasCode, unfinishedCode } from "../aws/errors.js";
import type { Kind } from "../kinds/kind.js";
import { isPending } from "../kinds/status.js";
import type { KindName } from "../schema/inputs.js";
import { lookupOutputs } from "../schema/lookups.js";
import { repeatedOutputs } from "../schema/repeated-outputs.js";
import { withoutReserved } from "../state/tags.js";
import type { Props, Tags } from "../values/json.js";
import { tellingUnfinished } from "../waiting/find.js";
import { patiently } from "../waiting/retry.js";
import type { Place } from "./place.js";

/** What a lookup returns about something in AWS: the outputs that its declaration has, without those that are absent. */
export function resultOf<Client, Remote>(
  { kind, region }: Pick<Place<Client, Remote>, "kind" | "region">,
  remote: Remote,
  tags: Tags | undefined,
): Props {
  const arn = kind.arn(remote);
  const known: Props = {
    ...kind.inputsFrom(remote),
    ...kind.outputs(remote),
    status: kind.status(remote),
    [kind.naming.input]: kind.nameOf(remote),
    id: arn,
    region,
    tags: tags && visible(kind, tags),
    createdAt: kind.listing?.takenAt(remote)?.toISOString(),
  };
  for (const [key, same] of Object.entries(repeated[kind.name] ?? {})) {
    known[key] = known[same];
  }
  return Object.fromEntries(
    (declared[kind.name] ?? []).flatMap((key) =>
      known[key] === undefined || known[key] === null ? [] : [[key, known[key]]],
    ),
  );
}

const declared: Readonly<Record<string, readonly string[]>> = lookupOutputs;
const repeated: Readonly<Record<string, Readonly<Record<string, string>>>> =
  repeatedOutputs satisfies Readonly<Record<KindName, unknown>>;

/** The tags that people put on a snapshot. */
function visible({ tagging }: Kind, tags: Tags): Tags {
  const { [creatingTag]: _, ...others } = withoutReserved(tags, tagging?.reserved);
  return others;
}

/**
 * Reads the tags of a snapshot; undefined if the kind has none, or if AWS is still at work on the snapshot and does not
 * show them before it is finished.
 *
 * @throws AWS's error with a code of `gone` if the snapshot is gone
 */
export async function readTags<Client, Remote>(
  place: Place<Client, Remote>,
  remote: Remote,
): Promise<Tags | undefined> {
  const { kind, client } = place;
  const { tagging } = kind;
  const arn = kind.arn(remote);
  if (tagging === undefined || arn === undefined) {
    return undefined;
  }
  const read = () => patiently(place, () => tagging.list(client, arn));
  if (!isPending(kind, remote)) {
    return read();
  }
  try {
    return await tellingUnfinished(place, { name: kind.nameOf(remote) ?? "", arn }, read);
  } catch (error) {
    if (hasCode(error, [...kind.codes.busy, unfinishedCode])) {
      return undefined;
    }
    throw error;
  }
}
