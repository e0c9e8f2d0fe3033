import { creatingTag } from "../abi/mark-tag.js";
import type { Kind } from "../kinds/kind.js";
import { isFinished, isPending } from "../kinds/status.js";
import type { Call } from "../state/call.js";
import { parseInputs } from "../state/inputs.js";
import { inputsBehind, lastStatus } from "../state/state.js";
import type { Notes, Stored } from "../state/stored.js";
import { observedOf } from "../state/tags.js";
import { parseArn } from "../values/arn.js";
import type { Props } from "../values/json.js";
import { patiently } from "../waiting/retry.js";
import { otherSources } from "./creating/source.js";
import type { Found } from "./provider.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";

/** Reads a resource with its drift from AWS; returns undefined if it is gone. */
export async function read<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  call: Call,
  id: string,
  before: Stored,
): Promise<Found | undefined> {
  const { props } = before;
  if (parseArn(id) === undefined) {
    throw new Error(`reading ${kind.label}: the id must be an ARN, not "${id}"`);
  }
  const session = await Session.open(kind, runtime, call, parseInputs(kind, props), id);
  let remote: Remote | undefined;
  try {
    remote = await session.findExactly(id);
  } catch (error) {
    throw session.error("reading", error);
  }
  if (remote === undefined) {
    return undefined;
  }
  const known = withOtherSources(kind, inputsBehind(kind, before), remote, props);
  const named = { ...known, [kind.naming.input]: kind.nameOf(remote) };
  const set = await withObservedSettings(session, remote, named);
  const { marked: wasMarked = false, finished: _, ...notes } = before.notes;
  const { inputs, marked } = await withObservedTags(session, id, set, wasMarked);
  // Inputs that AWS no longer has must not stay from before.
  const outputs = Object.fromEntries(
    Object.entries(props).filter(([key]) => !(key in kind.inputs)),
  );
  const now = session.stored(inputs, remote);
  return {
    inputs,
    stored: {
      props: { ...outputs, ...now.props },
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

/**
 * Notes that the create has ended, if only the state still shows it: AWS now reports the status of other work on the
 * resource.
 */
function rememberedEnd<Remote>(
  kind: Kind<unknown, Remote>,
  { props, notes }: Stored,
  remote: Remote,
): Notes {
  const wasFinished = notes.finished === true || isFinished(kind, lastStatus(props));
  return wasFinished && isPending(kind, remote) ? { finished: true } : {};
}

/**
 * Returns the inputs with the source that AWS reports, if it is another source. This happens if the name of the resource
 * was given to another resource in AWS. A kind whose ARNs do not contain the name cannot be mistaken for another
 * resource, so its inputs stay.
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
  const { [part]: answered } = kind.inputsFrom(remote);
  // AWS may report only the part. It belongs to another whole if the state has another part, and the part is not named
  // like the parts of the given whole.
  const hasOtherWhole =
    typeof given === "string" &&
    typeof answered === "string" &&
    answered !== outs[part] &&
    !isPart(answered, given);
  return hasOtherWhole ? { ...others, [whole]: undefined, [part]: answered } : others;
}

/** Returns the inputs with the settings that AWS has. A setting that costs a call is read only if the program gives it. */
async function withObservedSettings<Client, Remote>(
  session: Session<Client, Remote>,
  remote: Remote,
  inputs: Props,
): Promise<Props> {
  const observed = { ...inputs };
  for (const [key, { atCreate, read }] of Object.entries(session.kind.settings ?? {})) {
    if (!atCreate && inputs[key] === undefined) {
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

/** Returns the inputs with the tags that AWS still has, and whether the creating tag is still there. */
async function withObservedTags<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  wasMarked: boolean,
): Promise<{ inputs: Props; marked: boolean }> {
  const { kind, progress } = session;
  if (kind.tagging === undefined) {
    return { inputs, marked: false };
  }
  try {
    const { [creatingTag]: mark, ...observed } = await session.tags(id);
    const { tags, tagsAll } = parseInputs(kind, inputs);
    return {
      inputs: {
        ...inputs,
        ...(tags && { tags: observedOf(tags, observed) }),
        tagsAll: observedOf(tagsAll, observed),
      },
      marked: mark !== undefined,
    };
  } catch (error) {
    progress.warn(
      `${session.sentence("reading the tags of", error)} The tags in the state are kept.`,
    );
    return { inputs, marked: wasMarked };
  }
}
