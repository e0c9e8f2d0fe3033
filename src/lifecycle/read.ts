import { creatingTag } from "../abi/mark-tag.js";
import type { Kind } from "../kinds/kind.js";
import { isAtWork, isFinished } from "../kinds/status.js";
import type { Call } from "../state/call.js";
import { inputsBehind, lastStatus } from "../state/state.js";
import type { Notes, Stored } from "../state/stored.js";
import { observedOf, readTags } from "../state/tags.js";
import { parseArn } from "../values/arn.js";
import { isRecord, type Props } from "../values/json.js";
import { patiently } from "../waiting/retry.js";
import { otherSources } from "./creating/source.js";
import type { Found } from "./provider.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";

/** Reads what AWS has, with drift; nothing where it is gone. A resource that is looked up must be there. */
export async function read<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  call: Call,
  id: string,
  before: Stored,
): Promise<Found | undefined> {
  const { props } = before;
  const { isLookup } = call;
  if (parseArn(id) === undefined) {
    throw new Error(`reading ${kind.label}: the id must be an ARN, not "${id}"`);
  }
  const session = await Session.open(kind, runtime, call, props, id);
  let remote: Remote | undefined;
  try {
    remote = await session.findExactly(id);
  } catch (error) {
    throw session.error("reading", error);
  }
  if (remote === undefined) {
    if (isLookup) {
      throw session.error("looking up", new Error(`AWS has nothing with the ARN ${id}`));
    }
    return undefined;
  }
  const told = isLookup
    ? { ...kind.lookedUp(remote), region: session.region }
    : withOtherSources(kind, inputsBehind(kind, before), remote, props);
  const given = { ...told, [kind.naming.input]: kind.nameOf(remote) };
  const set = await withObservedSettings(session, remote, given, isLookup);
  const { marked: wasMarked = false, finished: _, ...notes } = before.notes;
  const { inputs, marked } = await withObservedTags(session, id, set, isLookup, wasMarked);
  // What AWS has no more must not stay from before.
  const rest = Object.fromEntries(Object.entries(props).filter(([key]) => !(key in kind.inputs)));
  const now = session.stored(inputs, remote);
  return {
    inputs,
    stored: {
      props: { ...rest, ...now.props },
      call,
      notes: {
        ...notes,
        ...now.notes,
        ...(marked && { marked }),
        ...rememberedEnd(kind, before, remote),
      },
    },
  };
}

/** That its create came to its end, where only the state knows that: its status is one of other work. */
function rememberedEnd<Remote>(
  kind: Kind<unknown, Remote>,
  { props, notes }: Stored,
  remote: Remote,
): Notes {
  const wasFinished = notes.finished === true || isFinished(kind, lastStatus(props));
  return wasFinished && isAtWork(kind, remote) ? { finished: true } : {};
}

/**
 * Inputs of one whose name somebody has given to another one meanwhile: with what that was made from. Where the ARN
 * holds no name, none has it but that one, and it was made from what the inputs say.
 */
function withOtherSources<Remote>(
  kind: Kind<unknown, Remote>,
  inputs: Props,
  remote: Remote,
  outs: Props,
): Props {
  if (!kind.naming.inArn) {
    return inputs;
  }
  const others = { ...inputs, ...otherSources(kind, inputs, remote) };
  if (kind.partAndWhole === undefined) {
    return others;
  }
  const { part, whole, isPart } = kind.partAndWhole;
  const given = inputs[whole];
  const { [part]: answered } = kind.lookedUp(remote);
  // AWS may name the part alone. It is of another whole where it neither was there before nor has a name like those.
  const isOther =
    typeof given === "string" &&
    typeof answered === "string" &&
    answered !== outs[part] &&
    !isPart(answered, given);
  return isOther ? { ...others, [whole]: undefined, [part]: answered } : others;
}

/** Inputs with the settings that AWS has. Those that cost a call are asked for only where the program gives them. */
async function withObservedSettings<Client, Remote>(
  session: Session<Client, Remote>,
  remote: Remote,
  inputs: Props,
  all: boolean,
): Promise<Props> {
  const observed = { ...inputs };
  for (const [key, { atCreate, read }] of Object.entries(session.kind.settings ?? {})) {
    if (!all && !atCreate && inputs[key] === undefined) {
      continue;
    }
    try {
      const value = await patiently(session, () => read(session.client, remote));
      observed[key] = value;
    } catch (error) {
      session.progress.warn(
        `${session.sentence(`reading ${key} of`, error)} The value in the state is kept.`,
      );
    }
  }
  return observed;
}

/** Inputs with the tags that AWS holds: of a lookup all, else of the given ones those that are left. */
async function withObservedTags<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  all: boolean,
  wasMarked: boolean,
): Promise<{ inputs: Props; marked: boolean }> {
  if (session.kind.tagging === undefined) {
    return { inputs, marked: false };
  }
  try {
    const { [creatingTag]: mark, ...observed } = await session.tags(id);
    const own = isRecord(inputs["tags"])
      ? { tags: observedOf(readTags(inputs["tags"]), observed) }
      : {};
    const tagsAll = all ? observed : observedOf(readTags(inputs["tagsAll"]), observed);
    return { inputs: { ...inputs, ...own, tagsAll }, marked: mark !== undefined };
  } catch (error) {
    session.progress.warn(
      `${session.sentence("reading the tags of", error)} The tags in the state are kept.`,
    );
    return { inputs, marked: wasMarked };
  }
}
