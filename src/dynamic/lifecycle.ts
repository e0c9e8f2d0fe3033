import type { dynamic } from "@pulumi/pulumi";
import type { Provider } from "./boundary.js";
import { check, type Surroundings } from "./check.js";
import { request, resume, untilFinished } from "./create.js";
import { diff, isLost, isUnfinished } from "./diff.js";
import { hasCode, PartialFailure } from "./errors.js";
import { exportTarget, isExport, untilExported } from "./export.js";
import { equal, isRecord } from "./json.js";
import type { Kind, Props } from "./kind.js";
import { parseArn } from "./names.js";
import { markOf } from "./recovery.js";
import { remove } from "./remove.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import {
  carriedOver,
  exportedStatus,
  goneStatus,
  inputsBehind,
  lastStatus,
  outputsOf,
} from "./state.js";
import { creatingTag, observedOf, readTags, tagDifference } from "./tags.js";
import { timeoutOf } from "./timeouts.js";
import { isUnknown } from "./unknown.js";

/**
 * Ids that this process knows: those that its own creates returned, which it never deletes, and those that the
 * state holds, which a create never takes over. After a replacement the engine deletes the old id, whatever
 * the new one is.
 */
interface Known {
  readonly made: Set<string>;
  readonly held: Set<string>;
}

/** The lifecycle of a kind: what the engine asks of a provider, in terms of what the kind says about itself. */
export function lifecycle<Client, Remote>(kind: Kind<Client, Remote>, runtime: Runtime): Provider {
  const known: Known = { made: new Set(), held: new Set() };
  return {
    check: async (olds: Props, news: Props) =>
      check(kind, await surroundings(kind, runtime, news), olds, news),

    diff: async (id: string, olds: Props, news: Props): Promise<dynamic.DiffResult> => {
      known.held.add(id);
      return diff(kind, olds, news, await otherAccount(runtime, id, olds, news));
    },

    create: async (inputs: Props) => create(kind, runtime, known, inputs),

    read: async (id: string, props: Props) => {
      known.held.add(id);
      return read(kind, runtime, id, props);
    },

    update: async (id: string, olds: Props, news: Props) => {
      known.held.add(id);
      return { outs: await update(kind, runtime, id, olds, news) };
    },

    delete: async (id: string, props: Props) => {
      if (known.made.has(id)) {
        return;
      }
      await remove(kind, runtime, id, props);
    },
  };
}

async function surroundings(kind: Kind, runtime: Runtime, news: Props): Promise<Surroundings> {
  const marking = runtime.marking && kind.tagging !== undefined;
  try {
    const settings = runtime.connections.settings(news);
    const region = await runtime.connections.region(news);
    const problem =
      region === undefined
        ? { property: "region", reason: "must be given: neither aws:region nor AWS_REGION is set" }
        : undefined;
    return { settings, region, problem, marking };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const region = typeof news["region"] === "string" ? news["region"] : undefined;
    return { settings: undefined, region, problem: { property: "", reason }, marking };
  }
}

/** The input by which the resource would move to another account, if one does. */
async function otherAccount(
  runtime: Runtime,
  id: string,
  olds: Props,
  news: Props,
): Promise<string | undefined> {
  const changed = ["profile", "assumeRoleArn", "__connection"].find(
    (key) => !equal(olds[key], news[key]),
  );
  const arn = parseArn(id);
  if (changed === undefined || arn === undefined) {
    return undefined;
  }
  if (isUnknown(news[changed])) {
    return changed;
  }
  try {
    const account = await runtime.connections.account(news, arn.region);
    return account === arn.account ? undefined : changed;
  } catch {
    // Without an answer nothing can be said at preview; update and delete compare the accounts again.
    return undefined;
  }
}

async function create<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  known: Known,
  inputs: Props,
): Promise<dynamic.CreateResult> {
  const session = await Session.open(kind, runtime, inputs);
  const target = exportTarget(kind, inputs);
  const mark = target === undefined && runtime.marking ? markOf(kind, inputs) : undefined;
  const timeout = timeoutOf(inputs, "create");
  let accepted: Remote | undefined;
  try {
    accepted =
      (mark === undefined ? undefined : await resume(session, inputs, mark, known.held)) ??
      (await request(session, inputs, mark, readTags(inputs["tagsAll"]), timeout));
  } catch (error) {
    throw session.error(kind.doing, error);
  }
  const id = target?.uri ?? (accepted && kind.arn(accepted));
  if (id === undefined) {
    throw session.error(kind.doing, new Error("AWS accepted it and answered no ARN"));
  }
  known.made.add(id);
  const outs = await settle(session, id, inputs, accepted, mark !== undefined, timeout);
  return { id, outs };
}

/** Brings one that AWS accepted to its end: waits for it, and takes the mark off however the wait ended. */
async function settle<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  accepted: Remote | undefined,
  marked: boolean,
  timeout: number,
): Promise<Props> {
  const { kind } = session;
  const target = exportTarget(kind, inputs);
  try {
    if (target !== undefined) {
      const wait = inputs["waitForCompletion"] !== false;
      await (wait ? untilExported(session, target, inputs, timeout) : undefined);
      return outputsOf(kind, inputs, undefined, exportedStatus);
    }
    const remote =
      inputs["waitForCompletion"] === false
        ? accepted
        : await untilFinished(session, id, inputs, accepted, timeout);
    return {
      ...outputsOf(kind, inputs, remote),
      ...(marked ? await unmark(session, id) : {}),
    };
  } catch (error) {
    if (!(error instanceof PartialFailure)) {
      throw new PartialFailure(
        session.sentence(kind.doing, error),
        id,
        { ...outputsOf(kind, inputs, accepted), ...(marked ? await unmark(session, id) : {}) },
        { cause: error },
      );
    }
    const left =
      marked && lastStatus(error.properties) !== goneStatus ? await unmark(session, id) : {};
    throw new PartialFailure(error.message, id, { ...error.properties, ...left }, { cause: error });
  }
}

/** Takes the mark off. Where that fails the outputs say so, and the next update tries again. */
async function unmark<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
): Promise<Props> {
  const { kind, client, progress } = session;
  try {
    await kind.tagging?.remove(client, id, [creatingTag]);
    return {};
  } catch (error) {
    if (hasCode(error, ["TagNotFoundFault", ...kind.codes.gone])) {
      return {};
    }
    progress.warn(
      `${session.sentence("taking the tag of an unfinished create off", error)} The tag "${creatingTag}" stays for now; the next \`pulumi up\` tries again.`,
    );
    return { __marked: true };
  }
}

async function read<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  id: string,
  props: Props,
): Promise<dynamic.ReadResult> {
  if (isExport(id)) {
    return { id, props, inputs: inputsBehind(kind, props) };
  }
  const lookup = props["__lookup"] === true;
  const session = await Session.open(kind, runtime, props, id);
  let remote: Remote | undefined;
  try {
    remote = await session.findExactly(id);
  } catch (error) {
    throw session.error("reading", error);
  }
  if (remote === undefined) {
    if (lookup) {
      throw session.error("looking up", new Error(`there is none with the ARN ${id}`));
    }
    return {};
  }
  const { __lookup: _, __marked: __, ...rest } = props;
  const given = lookup
    ? { ...kind.lookedUp(remote), region: session.region }
    : { ...inputsBehind(kind, rest), [kind.naming.input]: kind.nameOf(remote) };
  const inputs = await withObservedTags(session, id, given, lookup);
  const marked = inputs.marked ? { __marked: true } : {};
  return {
    id,
    inputs: inputs.props,
    props: { ...rest, ...outputsOf(kind, inputs.props, remote), ...marked },
  };
}

/** Inputs with the tags that AWS holds: of a lookup all, else of the given ones those that are left. */
async function withObservedTags<Client, Remote>(
  session: Session<Client, Remote>,
  id: string,
  inputs: Props,
  all: boolean,
): Promise<{ props: Props; marked: boolean }> {
  if (session.kind.tagging === undefined) {
    return { props: inputs, marked: false };
  }
  try {
    const { [creatingTag]: mark, ...observed } = await session.tags(id);
    const own = isRecord(inputs["tags"])
      ? { tags: observedOf(readTags(inputs["tags"]), observed) }
      : {};
    const tagsAll = all ? observed : observedOf(readTags(inputs["tagsAll"]), observed);
    return { props: { ...inputs, ...own, tagsAll }, marked: mark !== undefined };
  } catch (error) {
    session.progress.warn(
      `${session.sentence("reading the tags of", error)} They are taken to be as they were.`,
    );
    return { props: inputs, marked: false };
  }
}

async function update<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  id: string,
  olds: Props,
  news: Props,
): Promise<Props> {
  const before = readTags(olds["tagsAll"]);
  const { add, remove: gone } = tagDifference(before, readTags(news["tagsAll"]));
  const tagsChange = Object.keys(add).length + gone.length > 0;
  const unfinished = isUnfinished(kind, { ...olds, waitForCompletion: news["waitForCompletion"] });
  if (!unfinished && (!tagsChange || isExport(id))) {
    return carriedOver(kind, olds, news);
  }
  const session = await Session.open(kind, runtime, news, id);
  const timeout = timeoutOf(news, "update");
  if (isExport(id)) {
    return settle(session, id, news, undefined, false, timeout);
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
      outputsOf(kind, { ...news, tagsAll: before }, remote, status),
    );
  }
  try {
    if (Object.keys(add).length > 0) {
      await kind.tagging?.add(session.client, id, add);
      applied = { ...applied, ...add };
    }
    if (gone.length > 0) {
      await kind.tagging?.remove(session.client, id, gone);
    }
  } catch (error) {
    throw partial(error, {
      ...outputsOf(kind, { ...news, tags: olds["tags"], tagsAll: applied }, remote),
      ...(olds["__marked"] === true ? { __marked: true } : {}),
    });
  }
  return settle(session, id, news, remote, olds["__marked"] === true, timeout);
}
