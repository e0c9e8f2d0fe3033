import { connectionInputs } from "../aws/connection.js";
import type { Kind } from "../kinds/kind.js";
import { isExport } from "../state/export-address.js";
import { PartialFailure } from "../state/partial-failure.js";
import {
  carriedOver,
  goneStatus,
  inputsBehind,
  isLost,
  isUnfinished,
  outputsOf,
} from "../state/state.js";
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
  id: string,
  olds: Props,
  news: Props,
): Promise<Props> {
  let before = readTags(olds["tagsAll"]);
  // A tag that is ignored from now on is left as it is.
  const kept = Object.entries(before).filter(([key]) =>
    isIgnored(key, runtime.connections.settings(news)),
  );
  const wanted = { ...Object.fromEntries(kept), ...readTags(news["tagsAll"]) };
  const tagsChange = !equal(before, wanted);
  const unfinished = isUnfinished(kind, { ...olds, waitForCompletion: news["waitForCompletion"] });
  const settings = settingsOf(kind, inputsBehind(kind, olds));
  const settingsChange = !equal(settings, settingsOf(kind, news));
  const connectionChanges = connectionInputs.some((key) => !equal(olds[key], news[key]));
  const callsNothing = !unfinished && ((!tagsChange && !settingsChange) || isExport(id));
  if (callsNothing && (!connectionChanges || isExport(id))) {
    return carriedOver(kind, olds, news);
  }
  const session = await Session.open(kind, runtime, news, id);
  if (callsNothing) {
    await session.confirmAccount(parseArn(id)?.account, id).catch((error: unknown) => {
      throw session.error("updating", error);
    });
    return carriedOver(kind, olds, news);
  }
  if (isExport(id)) {
    return settle(session, id, news, undefined, { operation: "update", marked: false, settings });
  }
  let remote: Remote | undefined;
  let reached = before;
  const inDoubt = olds["__inDoubt"] === true;
  const partial = (cause: unknown, properties: Props) =>
    new PartialFailure(session.sentence("updating", cause), id, properties, { cause });
  try {
    remote = await session.findExactly(id);
  } catch (error) {
    throw partial(error, olds);
  }
  if (remote === undefined || isLost(kind, { status: kind.status(remote) })) {
    const status = remote === undefined ? goneStatus : kind.status(remote);
    throw partial(
      new Error(`AWS reports "${status}". The next \`pulumi up\` creates a new snapshot.`),
      outputsOf(kind, { ...news, ...settings, tagsAll: before }, remote, status),
    );
  }
  try {
    if (inDoubt) {
      const timeout = timeoutOf(news, "update");
      const tags = await session.untilTouchable(timeout, () => session.tags(id));
      before = observedOf(before, tags);
    }
    reached = before;
    for await (const step of retag(session, id, before, wanted, timeoutOf(news, "update"))) {
      reached = step;
    }
  } catch (error) {
    // AWS may have set them all the same, and only its answer was lost: the next update compares.
    throw partial(error, {
      ...outputsOf(
        kind,
        { ...news, ...settings, tags: olds["tags"], tagsAll: { ...wanted, ...reached } },
        remote,
      ),
      __inDoubt: true,
      ...(olds["__marked"] === true ? { __marked: true } : {}),
    });
  }
  return settle(session, id, news, remote, {
    operation: "update",
    marked: olds["__marked"] === true,
    settings,
  });
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
