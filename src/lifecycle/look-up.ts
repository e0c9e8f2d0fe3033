import { creatingTag } from "../abi/mark-tag.js";
import type { Kind } from "../kinds/kind.js";
import { type Call, connectionProps } from "../state/call.js";
import { parseInputs } from "../state/inputs.js";
import { noted, type Stored } from "../state/stored.js";
import { ownTags, unignored } from "../state/tags.js";
import { parseArn } from "../values/arn.js";
import type { Props } from "../values/json.js";
import { regionProblem } from "../values/region.js";
import { patiently } from "../waiting/retry.js";
import type { Found } from "./provider.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";

/**
 * Reads a resource of which only the id is known: for a program that looks it up, or for a stack that imports it. Fails
 * if AWS has no such resource.
 */
export async function lookUp<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  call: Call,
  id: string,
  { props }: Stored,
): Promise<Found> {
  const doing = call.isImport ? "importing" : "looking up";
  const problem = idProblem(kind, id);
  if (problem !== undefined) {
    throw new Error(`${doing} ${kind.label}: "${id}" ${problem}`);
  }
  const session = await Session.open(kind, runtime, call, parseInputs(kind, props), id);
  let remote: Remote;
  try {
    remote = await existing(session, id);
    if (call.isImport && kind.isAutomatic?.(remote)) {
      throw new Error(
        "AWS created it automatically, and deletes it automatically, so a stack cannot keep it. Import a manual snapshot, or copy this one",
      );
    }
  } catch (error) {
    throw session.error(doing, error);
  }
  const { region } = session;
  const told = { ...kind.inputsFrom(remote), [kind.naming.input]: kind.nameOf(remote), region };
  const settings = await observedSettings(session, remote);
  const { marked, ...tags } = await observedTags(
    session,
    id,
    runtime,
    connectionProps(call, props),
  );
  const chosen = call.isImport ? mayBeChosen(kind, remote) : {};
  const inputs = { ...chosen, ...told, ...settings, ...tags };
  const stored = session.stored(inputs, remote);
  const others = Object.entries(props).filter(([key]) => !(key in kind.inputs));
  return {
    inputs,
    stored: {
      ...noted(stored, marked ? { marked } : {}),
      props: { ...Object.fromEntries(others), ...stored.props },
    },
  };
}

/**
 * Returns the inputs of which AWS does not say whether somebody gave them or AWS chose them, for example a key. An import
 * has them, so that what replaces the resource one day is like it.
 */
function mayBeChosen<Remote>(kind: Kind<unknown, Remote>, remote: Remote): Props {
  const { inputs, madeFrom, settings = {} } = kind;
  const outputs = kind.outputs(remote);
  const keys = Object.keys(inputs).filter(
    (key) => inputs[key]?.returned === true && !madeFrom.inputs.includes(key) && !(key in settings),
  );
  return Object.fromEntries(keys.map((key) => [key, outputs[key]]));
}

/** Returns what is wrong with the id of a resource that AWS keeps. */
function idProblem(kind: Kind, id: string): string | undefined {
  const arn = parseArn(id);
  if (kind.makes === "export") {
    return "does not have the form s3://bucket/name";
  }
  if (arn === undefined) {
    return "is not an ARN. The id must be the ARN of the resource";
  }
  if (arn.service !== kind.actions || (kind.arnType ?? arn.type) !== arn.type || arn.name === "") {
    return `is not the ARN of a ${kind.label}`;
  }
  const problem = regionProblem(arn.region);
  return problem === undefined ? undefined : `has no valid region: ${problem}`;
}

/** Returns the resource with that ARN. If there is none, the error says why, as far as that is known. */
async function existing<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
): Promise<Remote> {
  const { kind, client, name } = session;
  const remote = await session.findExactly(id);
  if (remote !== undefined) {
    return remote;
  }
  const why = await patiently(session, async () => kind.whyNotFound?.(client, { name, arn: id }));
  throw new Error(why ?? `AWS has nothing with the ARN ${id}`);
}

/** Returns the inputs that change in place, as AWS has them. An import leaves out an empty list, as programs do. */
async function observedSettings<Client, Remote>(
  session: Session<Client, Remote>,
  remote: Remote,
): Promise<Props> {
  const { kind, client, call, progress } = session;
  const observed: Props = {};
  for (const [key, { read }] of Object.entries(kind.settings ?? {})) {
    try {
      const value = await patiently(session, () => read(client, remote));
      const isEmpty = Array.isArray(value) && value.length === 0;
      observed[key] = call.isImport && isEmpty ? undefined : value;
    } catch (error) {
      progress.warn(`${session.sentence(`reading ${key} of`, error)} It is left out.`);
    }
  }
  return observed;
}

/**
 * Returns all tags that AWS has, those of them that the program must give because the default tags do not, and whether the
 * creating tag is there.
 */
async function observedTags<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  { connections }: Runtime,
  asked: ReturnType<typeof connectionProps>,
): Promise<{ tags?: Props; tagsAll?: Props; marked: boolean }> {
  if (session.kind.tagging === undefined) {
    return { marked: false };
  }
  try {
    const { [creatingTag]: mark, ...observed } = await session.tags(id);
    const settings = connections.settings(asked);
    const tagsAll = unignored(observed, settings);
    const tags = ownTags(tagsAll, settings);
    const isAny = Object.keys(tags).length > 0;
    return { ...(isAny && { tags }), tagsAll, marked: mark !== undefined };
  } catch (error) {
    session.progress.warn(`${session.sentence("reading the tags of", error)} They are left out.`);
    return { marked: false };
  }
}
