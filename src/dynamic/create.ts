import type { dynamic } from "@pulumi/pulumi";
import { hasCode } from "./errors.js";
import { exportTarget } from "./export.js";
import { inputsOf, type Kind, type Props } from "./kind.js";
import { parseArn } from "./names.js";
import { carriesMark, markOf, markTag, resume } from "./recovery.js";
import { deleteUntilGone } from "./remove.js";
import { untilAccepted } from "./request.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { settle } from "./settle.js";
import { readTags } from "./tags.js";
import { timeoutOf } from "./timeouts.js";

/**
 * Ids that this process knows: those that its own creates returned, which it never deletes, and those that the
 * state holds, which a create never takes over. After a replacement the engine deletes the old id, whatever
 * the new one is.
 */
export interface Known {
  readonly made: Set<string>;
  readonly held: Set<string>;
}

/**
 * Makes a resource: takes over what a killed run of it left, or sends the create request, and waits for the end.
 * Until AWS has accepted, a failure leaves nothing; afterwards every failure keeps the resource.
 */
export async function create<Client, Remote>(
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
    await confirmSources(session, inputs);
    accepted =
      (mark === undefined ? undefined : await resume(session, inputs, mark, known.held)) ??
      (await untilAccepted(session, kind.codes.busy, timeout, () =>
        request(session, inputs, mark, known.held),
      ));
  } catch (error) {
    throw session.error(kind.doing, error);
  }
  const id = target?.uri ?? (accepted && kind.arn(accepted));
  if (id === undefined) {
    throw session.error(kind.doing, new Error("AWS accepted it and answered no ARN"));
  }
  known.made.add(id);
  if (target === undefined) {
    session.name = (accepted && kind.nameOf(accepted)) ?? session.name;
  }
  const outs = await settle(session, id, inputs, accepted, mark !== undefined, "create");
  return { id, outs };
}

/**
 * The create call. One that exists already is ours if it carries our mark: the SDK sends a request again when its
 * answer was lost. One that failed and is in the state under this very name has to make room.
 */
async function request<Client, Remote>(
  session: Session<Client, Remote>,
  inputs: Props,
  mark: string | undefined,
  held: ReadonlySet<string>,
): Promise<Remote | undefined> {
  const { kind, client } = session;
  const tags = { ...readTags(inputs["tagsAll"]), ...markTag(mark) };
  const send = () => kind.create(client, inputsOf(inputs), tags);
  try {
    return await send();
  } catch (error) {
    const existing = hasCode(error, kind.codes.exists) ? await session.find() : undefined;
    const arn = existing && kind.arn(existing);
    if (existing === undefined || arn === undefined) {
      throw error;
    }
    if (mark !== undefined && (await carriesMark(session, existing, mark))) {
      return existing;
    }
    if (held.has(arn) && kind.failed.includes(kind.status(existing) ?? "")) {
      await deleteUntilGone(session, arn, timeoutOf(inputs, "delete"));
      return send();
    }
    throw error;
  }
}

/** Compares the account of sources that are given by ARN with the caller's: the calls go by name. */
async function confirmSources<Client, Remote>(
  session: Session<Client, Remote>,
  inputs: Props,
): Promise<void> {
  for (const [key, { ownAccount }] of Object.entries(session.kind.inputs)) {
    const value = inputs[key];
    const arn = typeof value === "string" ? parseArn(value) : undefined;
    if (ownAccount && arn !== undefined) {
      await session.confirmAccount(arn.account, `${key} ${value}`);
    }
  }
}
