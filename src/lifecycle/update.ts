import { identityKeys } from "../aws/connection.js";
import type { Kind } from "../kinds/kind.js";
import { type Call, connectionProps } from "../state/call.js";
import { PartialFailure } from "../state/partial-failure.js";
import { carriedOver, goneStatus, inputsBehind, isLost, isUnfinished } from "../state/state.js";
import { noted, type Stored } from "../state/stored.js";
import { isIgnored, observedOf, readTags, tagDifference } from "../state/tags.js";
import { timeoutOf } from "../state/timeouts.js";
import { parseArn } from "../values/arn.js";
import { equal, type Props, type Tags } from "../values/json.js";
import { settingsOf } from "./in-place.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { settle } from "./settle.js";
import { untag } from "./untag.js";

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
  const [oldConnection, connection] = [
    connectionProps(before.call, olds),
    connectionProps(call, news),
  ];
  let tags = readTags(olds["tagsAll"]);
  // A tag that is ignored from now on is left as it is.
  const kept = Object.entries(tags).filter(([key]) =>
    isIgnored(key, runtime.connections.settings(connection)),
  );
  const wanted = { ...Object.fromEntries(kept), ...readTags(news["tagsAll"]) };
  const tagsChange = !equal(tags, wanted);
  const asked = { ...olds, waitForCompletion: news["waitForCompletion"] };
  const unfinished = isUnfinished(kind, { ...before, props: asked });
  const settings = settingsOf(kind, inputsBehind(kind, before));
  const settingsChange = !equal(settings, settingsOf(kind, news));
  const connectionChanges = identityKeys.some((key) => !equal(oldConnection[key], connection[key]));
  const callsNothing = !unfinished && !tagsChange && !settingsChange;
  if (callsNothing && !connectionChanges) {
    return carriedOver(kind, before, call, news);
  }
  const session = await Session.open(kind, runtime, call, news, id);
  if (callsNothing) {
    await session.confirmAccount(parseArn(id)?.account, id).catch((error: unknown) => {
      throw session.error("updating", error);
    });
    return carriedOver(kind, before, call, news);
  }
  let remote: Remote | undefined;
  let reached = tags;
  const marked = notes.marked === true;
  const partial = (cause: unknown, stored: Stored) =>
    new PartialFailure(session.sentence("updating", cause), id, stored, { cause });
  try {
    remote = await session.findExactly(id);
  } catch (error) {
    throw partial(error, before);
  }
  if (remote === undefined || isLost(kind, { status: kind.status(remote) })) {
    const status = remote === undefined ? goneStatus : kind.status(remote);
    throw partial(
      new Error(`AWS reports "${status}". The next \`pulumi up\` makes a new one.`),
      session.stored({ ...news, ...settings, tagsAll: tags }, remote, status),
    );
  }
  try {
    const timeout = timeoutOf(call, "update");
    if (notes.inDoubt) {
      tags = observedOf(tags, await session.untilTouchable(timeout, () => session.tags(id)));
    }
    reached = tags;
    for await (const step of retag(session, id, tags, wanted, timeout)) {
      reached = step;
    }
  } catch (error) {
    // AWS may have set them all the same, and only its answer was lost: the next update compares.
    const known = {
      ...news,
      ...settings,
      tags: olds["tags"],
      tagsAll: { ...wanted, ...reached },
    };
    const left = { inDoubt: true, ...(marked && { marked }) } as const;
    throw partial(error, noted(session.stored(known, remote), left));
  }
  return settle(session, id, news, remote, { operation: "update", marked, settings });
}

/**
 * Turns its tags into those that are wanted, and tells after each call what they are. Some services let nobody
 * touch them while it is being made.
 */
async function* retag<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  from: Tags,
  to: Tags,
  timeout: number,
): AsyncGenerator<Tags> {
  const { kind, client } = session;
  const { add, remove } = tagDifference(from, to);
  const send = (call: () => Promise<void>) => session.untilTouchable(timeout, call);
  // The old ones first: together with the new ones they may be more than AWS takes.
  if (remove.length > 0) {
    await untag(session, id, remove, send);
    yield Object.fromEntries(Object.entries(from).filter(([key]) => !remove.includes(key)));
  }
  if (Object.keys(add).length > 0) {
    await send(async () => kind.tagging?.add(client, id, add));
  }
}
