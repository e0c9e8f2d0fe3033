import { type AwsSettings, identityKeys } from "../aws/connection.js";
import type { Kind } from "../kinds/kind.js";
import { type Call, connectionProps } from "../state/call.js";
import { PartialFailure } from "../state/partial-failure.js";
import { carriedOver, goneStatus, inputsBehind, isLost, isUnfinished } from "../state/state.js";
import { type Notes, noted, type Stored } from "../state/stored.js";
import { isIgnored, observedOf, readTags, tagDifference } from "../state/tags.js";
import { timeoutOf } from "../state/timeouts.js";
import { parseArn } from "../values/arn.js";
import { equal, type Props, type Tags } from "../values/json.js";
import { untag } from "./creating/untag.js";
import { settingsOf } from "./in-place.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { settle } from "./settle.js";

/** Brings a resource to its new inputs: sets tags, goes on with a wait, takes a left mark off. Calls AWS only for these. */
export async function update<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  call: Call,
  id: string,
  before: Stored,
  news: Props,
): Promise<Stored> {
  const { props: olds, notes } = before;

  // 1. See what AWS must be told.
  const connection = connectionProps(call, news);
  const tags = {
    before: readTags(olds["tagsAll"]),
    wanted: wantedTags(olds, news, () => runtime.connections.settings(connection)),
  };
  const settings = settingsOf(kind, inputsBehind(kind, before));
  const asked = { ...olds, waitForCompletion: news["waitForCompletion"] };
  const callsNothing =
    !isUnfinished(kind, { ...before, props: asked }) &&
    equal(tags.before, tags.wanted) &&
    equal(settings, settingsOf(kind, news));

  // 2. Where that is nothing, keep the new inputs. Another way to AWS must lead to the same account.
  const connectionBefore = connectionProps(before.call, olds);
  const isSameCaller = identityKeys.every((key) => equal(connectionBefore[key], connection[key]));
  if (callsNothing && isSameCaller) {
    return carriedOver(kind, before, call, news);
  }
  const session = await Session.open(kind, runtime, call, news, id);
  if (callsNothing) {
    await session.confirmAccount(parseArn(id)?.account, id).catch((error: unknown) => {
      throw session.error("updating", error);
    });
    return carriedOver(kind, before, call, news);
  }

  // 3. Find it. One that is lost is replaced by the next update.
  const partial = (cause: unknown, stored: Stored) =>
    new PartialFailure(session.sentence("updating", cause), id, stored, { cause });
  const remote = await session.findExactly(id).catch((error: unknown) => {
    throw partial(error, before);
  });
  if (remote === undefined || isLost(kind, { status: kind.status(remote) })) {
    const status = remote === undefined ? goneStatus : kind.status(remote);
    throw partial(
      new Error(`AWS reports "${status}". The next \`pulumi up\` creates a new snapshot.`),
      session.stored({ ...news, ...settings, tagsAll: tags.before }, remote, status),
    );
  }

  // 4. Set its tags.
  const marked = notes.marked === true;
  let reached: Tags = tags.before;
  try {
    for await (const step of retag(session, id, tags.before, tags.wanted, notes)) {
      reached = step;
    }
  } catch (error) {
    // AWS may have set them all the same, and only its answer was lost: the next update compares.
    const tagsAll = { ...tags.wanted, ...reached };
    const known = { ...news, ...settings, tags: olds["tags"], tagsAll };
    const left = { inDoubt: true, ...(marked && { marked }) } as const;
    throw partial(error, noted(session.stored(known, remote), left));
  }

  // 5. Wait for it, give it its settings, and take a left mark off.
  return settle(session, id, news, remote, { operation: "update", marked, settings });
}

/** The tags that it is to have. A tag that is ignored from now on is left as it is. */
function wantedTags(olds: Props, news: Props, settings: () => AwsSettings): Tags {
  const ignored = Object.entries(readTags(olds["tagsAll"])).filter(([key]) =>
    isIgnored(key, settings()),
  );
  return { ...Object.fromEntries(ignored), ...readTags(news["tagsAll"]) };
}

/**
 * Turns its tags into those that are wanted, and tells after each call what they are. Where an update before is in doubt,
 * AWS is asked first which they are. Some services let nobody touch them while it is being made.
 */
async function* retag<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  known: Tags,
  to: Tags,
  { inDoubt }: Notes,
): AsyncGenerator<Tags> {
  const { kind, client, call } = session;
  const timeout = timeoutOf(call, "update");
  const send = <Answer>(request: () => Promise<Answer>) => session.untilTouchable(timeout, request);
  const from = inDoubt ? observedOf(known, await send(() => session.tags(id))) : known;
  yield from;
  const { add, remove } = tagDifference(from, to);
  // The old ones first: together with the new ones they may be more than AWS takes.
  if (remove.length > 0) {
    await untag(session, id, remove, send);
    yield Object.fromEntries(Object.entries(from).filter(([key]) => !remove.includes(key)));
  }
  if (Object.keys(add).length > 0) {
    await send(async () => kind.tagging?.add(client, id, add));
  }
}
