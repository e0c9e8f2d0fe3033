import { createHash } from "node:crypto";
import { creatingTag } from "../../abi/mark-tag.js";
import { hasCode } from "../../aws/errors.js";
import type { Kind } from "../../kinds/kind.js";
import { isFailed } from "../../kinds/status.js";
import { autoNames, logicalNameOf } from "../../state/auto-name.js";
import type { Call } from "../../state/call.js";
import type { Notes } from "../../state/stored.js";
import { readTags, tagDifference } from "../../state/tags.js";
import { nameOrArnName, parseArn } from "../../values/arn.js";
import { canonical, type Props, type Tags } from "../../values/json.js";
import { patiently } from "../../waiting/retry.js";
import type { Session } from "../session.js";
import { otherSources } from "./source.js";
import { untag } from "./untag.js";

/** Seconds that the tags of an unfinished one may stay unreadable. */
const longestWait = 3600;

/**
 * The value of the tag that a snapshot carries while its create is under way: whose it is (organization,
 * project, stack and URN) and what was asked for. Both must be equal for the next run to take it over: a
 * snapshot of another cluster, or of the time before a trigger changed, is not the one that is wanted now.
 */
export function markOf(
  kind: Kind,
  { urn, organization }: Pick<Call, "urn" | "organization">,
  inputs: Props,
): string | undefined {
  if (kind.tagging === undefined || urn === undefined) {
    return undefined;
  }
  const { account, inputs: sources } = kind.madeFrom;
  const asked = Object.entries(kind.inputs)
    .filter(([key, spec]) => spec.replaces && key !== kind.naming.input)
    .map(([key, { same }]) => [
      key,
      same ? withoutSpelling(inputs[key], account === "any" && sources.includes(key)) : inputs[key],
    ]);
  return `${hash([organization, urn])}/${hash([asked, inputs["triggers"]])}`;
}

/** Whether a mark is of the same resource, whatever was asked for. */
export function sameOwner(mark: string, other: string): boolean {
  return mark.split("/")[0] === other.split("/")[0];
}

/** The names that are made for this resource where none is given. */
export function autoNamesOf(
  { naming }: Kind,
  { urn }: Pick<Call, "urn">,
): (name: string) => boolean {
  return naming.isOwn && urn !== undefined
    ? autoNames(logicalNameOf(urn), naming.max)
    : () => false;
}

/** The mark as a tag. */
export function markTag(mark: string | undefined): Record<string, string> {
  return mark === undefined ? {} : { [creatingTag]: mark };
}

/** A name in lower case, with its account where another account may have one of that name. */
function withoutSpelling(value: unknown, anyAccount: boolean): unknown {
  if (typeof value !== "string") {
    return value;
  }
  const account = anyAccount ? parseArn(value)?.account : undefined;
  return account === undefined ? nameOrArnName(value) : [account, nameOrArnName(value)];
}

function hash(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex").slice(0, 16);
}

/**
 * Takes over what a killed run of this very resource left, if there is such a thing: one that carries the mark
 * of this create. Marks are looked for only on manual ones of the same source whose name this resource may
 * have given; what carries none is somebody's own.
 */
export async function resume<Client, Remote>(
  session: Session<Client, Remote>,
  inputs: Props,
  mark: string,
  known: { isHeld(arn: string, name: string): boolean },
): Promise<Remote | undefined> {
  const { kind, progress } = session;
  const wanted = inputs[kind.naming.input];
  const isAuto = autoNamesOf(kind, session.call);
  const mayBeOurs = (name: string) => name === wanted || isAuto(name);
  for (const remote of await patiently(session, () => session.siblings())) {
    const arn = kind.arn(remote);
    const name = kind.nameOf(remote);
    if (
      !arn ||
      !name ||
      known.isHeld(arn, name) ||
      !mayBeOurs(name) ||
      isOfOther(kind, inputs, remote) ||
      !(await session.isOwn(remote))
    ) {
      continue;
    }
    const { [creatingTag]: found, ...tags } = await untilReadable(session, arn, name);
    const usable = !isFailed(kind, kind.status(remote));
    const nameFits = name === wanted || isAuto(String(wanted));
    if (found === mark && usable && nameFits) {
      await retag(session, { arn, name }, tags, readTags(inputs["tagsAll"]));
      const other =
        name === wanted
          ? ""
          : ` Run \`pulumi refresh\` once, so that its name is known in previews.`;
      progress.warn(
        `${kind.label} "${name}" in ${session.region} was created by an interrupted run, and this resource adopts it.${other}`,
      );
      // A listing need not say all of each.
      return (await patiently(session, () => session.find(name))) ?? remote;
    }
    if (found !== undefined && sameOwner(found, mark)) {
      progress.warn(
        `${kind.label} "${name}" in ${session.region} was left by an interrupted run with other inputs. It is kept, but not used. Delete it if you do not need it.`,
      );
    }
  }
  return undefined;
}

/** Whether it was taken of something else than what the inputs name. */
function isOfOther<Remote>(kind: Kind<unknown, Remote>, inputs: Props, remote: Remote): boolean {
  const others = otherSources(kind, inputs, remote);
  return kind.madeFrom.oneAtATime.some((key) => key in others);
}

/** Gives one that was begun with other tags those that are wanted now. More tags may be somebody else's. */
async function retag<Client, Remote>(
  session: Session<Client, Remote>,
  { arn, name }: { readonly arn: string; readonly name: string },
  from: Tags,
  to: Tags,
): Promise<void> {
  const { kind, client } = session;
  const { add } = tagDifference(from, to);
  if (Object.keys(add).length > 0) {
    await session.untilTouchable(
      longestWait,
      async () => kind.tagging?.add(client, arn, add),
      name,
    );
  }
}

/** Whether AWS's answer is one that carries this mark. */
export async function carriesMark<Client, Remote>(
  session: Session<Client, Remote>,
  remote: Remote,
  mark: string,
): Promise<boolean> {
  const { kind } = session;
  const arn = kind.arn(remote);
  if (arn === undefined) {
    return false;
  }
  const { [creatingTag]: found } = await untilReadable(session, arn, kind.nameOf(remote));
  return found === mark;
}

/**
 * Takes the mark off. Where that fails a note says so, and the next update tries again; so they do where AWS says that
 * there is no such snapshot, and shows it.
 */
export async function unmark<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
): Promise<Notes> {
  const { kind, progress } = session;
  try {
    await session.tellingUnfinished(() =>
      untag(session, id, [creatingTag], (call) => patiently(session, call)),
    );
    return {};
  } catch (error) {
    if (hasCode(error, kind.codes.gone)) {
      return {};
    }
    progress.warn(
      `${session.sentence("removing the creating tag of", error)} The tag "${creatingTag}" stays for now; the next \`pulumi up\` tries again.`,
    );
    return { marked: true };
  }
}

/** Tags of one that may still be in the making: some services cannot list them until it is made. */
async function untilReadable<Client, Remote>(
  session: Session<Client, Remote>,
  arn: string,
  name: string | undefined,
): Promise<Tags> {
  try {
    return await session.untilTouchable(longestWait, () => session.tags(arn), name);
  } catch (error) {
    if (hasCode(error, session.kind.codes.gone)) {
      return {};
    }
    throw error;
  }
}
