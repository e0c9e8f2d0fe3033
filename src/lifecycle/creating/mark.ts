import { createHash } from "node:crypto";
import { creatingTag } from "../../abi/mark-tag.js";
import { dynamicUrn } from "../../abi/stored-text.js";
import { hasCode, unless } from "../../aws/errors.js";
import type { Kind } from "../../kinds/kind.js";
import { isFailed } from "../../kinds/status.js";
import { autoNames, logicalNameOf } from "../../state/auto-name.js";
import type { Call } from "../../state/call.js";
import type { Notes } from "../../state/stored.js";
import { tagDifference } from "../../state/tags.js";
import { nameOrArnName, parseArn } from "../../values/arn.js";
import { canonical, type Props, type Tags } from "../../values/json.js";
import { patiently } from "../../waiting/retry.js";
import type { Session } from "../session.js";
import { otherSources } from "./source.js";
import { untag } from "./untag.js";

// In this file and in the lifecycle, a mark is the value of the creating tag.

/** Seconds for which the tags of an unfinished snapshot may be unreadable. */
const longestWait = 3600;

/**
 * Returns the value of the creating tag: hashes of the resource (organization and URN) and of the request (replacing inputs
 * and triggers). The next run adopts a snapshot only if both are equal: a snapshot of another cluster, or from before a
 * trigger changed, is not the wanted one.
 *
 * Every version must compute the same hash. So the inputs are hashed as check returns them, not as typed values. Every host
 * hashes the URN that the resource has in the dynamic host, so that a stack that moves to another host still finds the
 * snapshots that it began.
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
    .map(([key, { isSame }]) => [
      key,
      isSame
        ? withoutSpelling(inputs[key], account === "any" && sources.includes(key))
        : inputs[key],
    ]);
  return `${hash([organization, dynamicUrn(urn)])}/${hash([asked, inputs["triggers"]])}`;
}

/** Whether two values of the creating tag name the same resource, whatever the requests were. */
export function sameOwner(mark: string, other: string): boolean {
  return mark.split("/")[0] === other.split("/")[0];
}

/** Matches the names that are made automatically for this resource. */
export function autoNamesOf(
  { naming }: Kind,
  { urn }: Pick<Call, "urn">,
): (name: string) => boolean {
  return naming.isOwn && urn !== undefined
    ? autoNames(logicalNameOf(urn), naming.max)
    : () => false;
}

/** Returns the creating tag with that value; no tag if there is no value. */
export function markTag(mark: string | undefined): Tags {
  return mark === undefined ? {} : { [creatingTag]: mark };
}

/** Returns a name in lower case. The account is added if other accounts may have the same name. */
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
 * Adopts the snapshot that an interrupted run of this resource left, if there is one: a snapshot with the creating tag of
 * this create. Only manual snapshots of the same source are looked at, and only names that this resource may have used. A
 * snapshot without a creating tag belongs to somebody else.
 */
export async function adopt<Client, Remote>(
  session: Session<Client, Remote>,
  mark: string,
  known: { isHeld(arn: string, name: string): boolean },
): Promise<Remote | undefined> {
  const { kind, inputs, progress } = session;
  const wanted = inputs.props[kind.naming.input];
  const isAuto = autoNamesOf(kind, session.call);
  // Names that Pulumi proposes follow a pattern that nobody tells, so the mark alone decides.
  const isProposed = session.call.autonaming !== undefined;
  const mayBeOurs = (name: string) => isProposed || name === wanted || isAuto(name);
  for (const remote of await patiently(session, () => session.existing())) {
    const arn = kind.arn(remote);
    const name = kind.nameOf(remote);
    if (
      !arn ||
      !name ||
      known.isHeld(arn, name) ||
      !mayBeOurs(name) ||
      hasOtherSource(kind, inputs.props, remote) ||
      !(await session.isOwn(remote))
    ) {
      continue;
    }
    const { [creatingTag]: found, ...tags } = await untilReadable(session, arn, name);
    const usable = !isFailed(kind, kind.status(remote));
    const nameFits = isProposed || name === wanted || isAuto(String(wanted));
    if (found === mark && usable && nameFits) {
      // The snapshot may lack tags that are wanted now. Further tags stay, because somebody else may have added them.
      const { add } = tagDifference(tags, inputs.tagsAll);
      await session.addTags(arn, add, longestWait, name);
      const other =
        name === wanted
          ? ""
          : ` Run \`pulumi refresh\` once, so that its name is known in previews.`;
      progress.warn(
        `${kind.label} "${name}" in ${session.region} was created by an interrupted run, and this resource adopts it.${other}`,
      );
      // A listing need not show all members of a snapshot.
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

/** Whether a snapshot was made from another source than the inputs name. */
function hasOtherSource<Remote>(
  kind: Kind<unknown, Remote>,
  inputs: Props,
  remote: Remote,
): boolean {
  const others = otherSources(kind, inputs, remote);
  return kind.madeFrom.oneAtATime.some((key) => key in others);
}

/** Whether a snapshot carries the creating tag with that value. */
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
 * Removes the creating tag. If that fails, the returned note says that the tag is left, and the next update tries again.
 * AWS's answer that there is no such snapshot counts as success, unless AWS shows the snapshot.
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

/** Returns the tags of a snapshot. Some services cannot list them until they have created the snapshot. */
async function untilReadable<Client, Remote>(
  session: Session<Client, Remote>,
  arn: string,
  name: string | undefined,
): Promise<Tags> {
  const tags = session.untilTouchable(longestWait, () => session.tags(arn), name);
  return (await unless(session.kind.codes.gone, tags)) ?? {};
}
