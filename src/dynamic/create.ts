import type { dynamic } from "@pulumi/pulumi";
import { causeOf, hasCode } from "./errors.js";
import { exportTarget } from "./export.js";
import { settingsAtCreate } from "./in-place.js";
import { inputsOf, type Kind, type Props, type Tags } from "./kind.js";
import { parseArn } from "./names.js";
import { carriesMark, markOf, markTag, resume } from "./recovery.js";
import { deleteUntilGone } from "./remove.js";
import { patiently, untilAccepted } from "./request.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { settle } from "./settle.js";
import { lookAtSource, tagsOfCreate } from "./source.js";
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
  const wantedMark = target === undefined && runtime.marking ? markOf(kind, inputs) : undefined;
  const timeout = timeoutOf(inputs, "create");
  let accepted: Remote | undefined;
  let mark: string | undefined;
  let later: Tags = {};
  let takenOver = false;
  try {
    await confirmSources(session, inputs);
    const resumed = wantedMark && (await resume(session, inputs, wantedMark, known.held));
    if (resumed) {
      takenOver = true;
      [accepted, mark] = [resumed, wantedMark];
    } else {
      const source = await lookAtSource(session, inputs);
      const tags = await tagsOfCreate(session, inputs, source, wantedMark !== undefined);
      [mark, later] = [tags.marking ? wantedMark : undefined, tags.later];
      const send = () =>
        kind.create(session.client, inputsOf(inputs), { ...tags.sent, ...markTag(mark) }, source);
      // One that cannot be marked and was not there before is ours, if a request of ours met it.
      const wasThere = kind.isAsAsked && (await patiently(session, () => session.find()));
      const isNew = kind.isAsAsked !== undefined && wasThere === undefined;
      const waitable = [...kind.codes.busy, ...(kind.crowd?.codes ?? [])];
      accepted = await untilAccepted(session, waitable, timeout, () =>
        request(session, inputs, mark, isNew, known, send),
      );
    }
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
  const outs = await settle(session, id, inputs, accepted, {
    operation: "create",
    marked: mark !== undefined,
    settings: settingsAtCreate(kind, inputs, takenOver),
    tags: later,
  });
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
  isNew: boolean,
  { made, held }: Known,
  send: () => Promise<Remote | undefined>,
): Promise<Remote | undefined> {
  const { kind } = session;
  try {
    return await send();
  } catch (error) {
    const { codes = [], isPassing } = kind.crowd ?? {};
    if (hasCode(error, codes) && !(await isPassing?.(session.client))) {
      // One of the crowd may have ended between the refusal and this look.
      return send().catch((second: unknown) => {
        throw hasCode(second, codes) ? finalError(kind, second) : second;
      });
    }
    const existing = hasCode(error, kind.codes.exists) ? await session.find() : undefined;
    const arn = existing && kind.arn(existing);
    if (existing === undefined || arn === undefined) {
      throw error;
    }
    const isOurs =
      mark === undefined
        ? !made.has(arn) &&
          !held.has(arn) &&
          (isNew || kind.isAsAsked?.(existing, inputsOf(inputs)))
        : await carriesMark(session, existing, mark);
    if (isOurs) {
      if (mark === undefined && !isNew) {
        session.progress.warn(
          `${session.subject} exists as it is asked for, and is taken over: ${arn}`,
        );
      }
      return existing;
    }
    if (held.has(arn) && kind.failed.includes(kind.status(existing) ?? "")) {
      await deleteUntilGone(session, arn, existing, timeoutOf(inputs, "delete"));
      return send();
    }
    throw finalError(kind, error);
  }
}

/** An error whose code has two meanings, one of which would be waited out: this is the other one. */
function finalError(kind: Kind, error: unknown): Error {
  return new Error(causeOf(error, kind), { cause: error });
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
