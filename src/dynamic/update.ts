import { isLost, isUnfinished } from "./diff.js";
import { PartialFailure } from "./errors.js";
import { isExport } from "./export.js";
import { settingsOf } from "./in-place.js";
import { equal } from "./json.js";
import type { Kind, Props } from "./kind.js";
import { parseArn } from "./names.js";
import { patiently } from "./request.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { settle } from "./settle.js";
import { carriedOver, goneStatus, inputsBehind, outputsOf } from "./state.js";
import { connectionInputs } from "./surroundings.js";
import { isIgnored, readTags, tagDifference } from "./tags.js";

/** Brings a resource to its new inputs: sets tags, goes on with a wait, takes a left mark off. Calls AWS only for these. */
export async function update<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  id: string,
  olds: Props,
  news: Props,
): Promise<Props> {
  const before = readTags(olds["tagsAll"]);
  const { add, remove } = tagDifference(before, readTags(news["tagsAll"]));
  // A tag that is ignored from now on is left as it is.
  const gone = remove.filter((key) => !isIgnored(key, runtime.connections.settings(news)));
  const tagsChange = Object.keys(add).length + gone.length > 0;
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
  let applied = before;
  const partial = (cause: unknown, properties: Props) =>
    new PartialFailure(session.sentence("updating", cause), id, properties, { cause });
  try {
    remote = await session.findExactly(id);
  } catch (error) {
    throw partial(error, olds);
  }
  if (remote === undefined || isLost(kind, { __status: kind.status(remote) })) {
    const status = remote === undefined ? goneStatus : kind.status(remote);
    throw partial(
      new Error(`AWS reports "${status}". The next \`pulumi up\` makes a new one.`),
      outputsOf(kind, { ...news, ...settings, tagsAll: before }, remote, status),
    );
  }
  try {
    // The old ones first: together with the new ones they may be more than AWS takes.
    if (gone.length > 0) {
      await patiently(session, async () => kind.tagging?.remove(session.client, id, gone));
      applied = Object.fromEntries(Object.entries(before).filter(([key]) => !gone.includes(key)));
    }
    if (Object.keys(add).length > 0) {
      await patiently(session, async () => kind.tagging?.add(session.client, id, add));
    }
  } catch (error) {
    throw partial(error, {
      ...outputsOf(kind, { ...news, ...settings, tags: olds["tags"], tagsAll: applied }, remote),
      ...(olds["__marked"] === true ? { __marked: true } : {}),
    });
  }
  return settle(session, id, news, remote, {
    operation: "update",
    marked: olds["__marked"] === true,
    settings,
  });
}
