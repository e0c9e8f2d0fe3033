import { type AwsSettings, identityKeys } from "../aws/connection.js";
import type { Kind } from "../kinds/kind.js";
import { type Call, connectionProps } from "../state/call.js";
import { parseInputs, type ResourceInputs } from "../state/inputs.js";
import { PartialFailure } from "../state/partial-failure.js";
import { carriedOver, goneStatus, inputsBehind, isLost, isUnfinished } from "../state/state.js";
import { type Notes, noted, type Stored } from "../state/stored.js";
import { isIgnored, observedOf, tagDifference } from "../state/tags.js";
import { parseArn } from "../values/arn.js";
import { equal, type Tags } from "../values/json.js";
import { untag } from "./creating/untag.js";
import { settingsOf } from "./in-place.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { settle } from "./settle.js";

/**
 * Brings a resource to its new inputs: writes tags and settings, continues a wait, removes a creating tag that is left.
 * Calls AWS only if one of these is necessary.
 */
export async function update<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  call: Call,
  id: string,
  before: Stored,
  news: ResourceInputs,
): Promise<Stored> {
  const { notes } = before;
  const olds = parseInputs(kind, before.props);

  // 1. Find out whether AWS must be called.
  const connection = connectionProps(call, news.props);
  const wantedTags = withIgnored(olds.tagsAll, news.tagsAll, () =>
    runtime.connections.settings(connection),
  );
  const settings = settingsOf(kind, inputsBehind(kind, before));
  const callsNothing =
    !isUnfinished(kind, before, news.waitForCompletion) &&
    equal(olds.tagsAll, wantedTags) &&
    equal(settings, settingsOf(kind, news.props));

  // 2. If not, keep the new inputs. Changed credentials must belong to the same account.
  const connectionBefore = connectionProps(before.call, olds.props);
  const isSameCaller = identityKeys.every((key) => equal(connectionBefore[key], connection[key]));
  if (callsNothing && isSameCaller) {
    return carriedOver(kind, before, call, news.props);
  }
  const session = await Session.open(kind, runtime, call, news, id);
  if (callsNothing) {
    await session.confirmAccount(parseArn(id)?.account, id).catch((error: unknown) => {
      throw session.error("updating", error);
    });
    return carriedOver(kind, before, call, news.props);
  }

  // 3. Find the resource. If it is gone or has failed, the next update replaces it.
  const partial = (cause: unknown, stored: Stored) =>
    new PartialFailure(session.sentence("updating", cause), id, stored, { cause });
  const remote = await session.findExactly(id).catch((error: unknown) => {
    throw partial(error, before);
  });
  if (remote === undefined || isLost(kind, { status: kind.status(remote) })) {
    const status = remote === undefined ? goneStatus : kind.status(remote);
    throw partial(
      new Error(`AWS reports "${status}". The next \`pulumi up\` creates a new snapshot.`),
      session.stored({ ...news.props, ...settings, tagsAll: olds.tagsAll }, remote, status),
    );
  }

  // 4. Write its tags.
  const marked = notes.marked === true;
  let reached: Tags = olds.tagsAll;
  try {
    for await (const step of writeTags(session, id, olds.tagsAll, wantedTags, notes)) {
      reached = step;
    }
  } catch (error) {
    // AWS may have written all tags, and only its answer was lost. So the next update compares.
    const tagsAll = { ...wantedTags, ...reached };
    const known = { ...news.props, ...settings, tags: olds.props["tags"], tagsAll };
    const left = { inDoubt: true, ...(marked && { marked }) } as const;
    throw partial(error, noted(session.stored(known, remote), left));
  }

  // 5. Wait for AWS, write settings, and remove a creating tag that is left.
  return settle(session, id, remote, { operation: "update", marked, settings });
}

/** Returns the tags that the resource is to have. A tag that `aws:ignoreTags` names from now on stays as it is. */
function withIgnored(olds: Tags, news: Tags, settings: () => AwsSettings): Tags {
  const ignored = Object.entries(olds).filter(([key]) => isIgnored(key, settings()));
  return { ...Object.fromEntries(ignored), ...news };
}

/**
 * Turns the tags of a resource into the wanted tags, and yields the tags that are known to be in AWS after each step. If an
 * earlier update left the tags in doubt, asks AWS for them first. Some services refuse calls for tags while they are
 * creating the resource.
 */
async function* writeTags<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  known: Tags,
  to: Tags,
  { inDoubt }: Notes,
): AsyncGenerator<Tags> {
  const { timeouts } = session;
  const send = <Answer>(request: () => Promise<Answer>) =>
    session.untilTouchable(timeouts.update, request);
  const from = inDoubt ? observedOf(known, await send(() => session.tags(id))) : known;
  yield from;
  const { add, remove } = tagDifference(from, to);
  // Old tags are removed first: together with the new tags they may be more than AWS allows.
  if (remove.length > 0) {
    await untag(session, id, remove, send);
    yield Object.fromEntries(Object.entries(from).filter(([key]) => !remove.includes(key)));
  }
  await session.addTags(id, add, timeouts.update);
}
