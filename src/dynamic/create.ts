import type { dynamic } from "@pulumi/pulumi";
import { hasCode } from "./errors.js";
import { exportTarget } from "./export.js";
import { inputsOf, type Kind, type Props } from "./kind.js";
import { carriesMark, markOf, markTag, resume } from "./recovery.js";
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
    accepted =
      (mark === undefined ? undefined : await resume(session, inputs, mark, known.held)) ??
      (await untilAccepted(session, kind.codes.busy, timeout, () =>
        request(session, inputs, mark),
      ));
  } catch (error) {
    throw session.error(kind.doing, error);
  }
  const id = target?.uri ?? (accepted && kind.arn(accepted));
  if (id === undefined) {
    throw session.error(kind.doing, new Error("AWS accepted it and answered no ARN"));
  }
  known.made.add(id);
  session.name = (accepted && kind.nameOf(accepted)) ?? session.name;
  const outs = await settle(session, id, inputs, accepted, mark !== undefined, "create");
  return { id, outs };
}

/** The create call. One that exists already is ours if it carries our mark: the SDK sends a request again when its answer was lost. */
async function request<Client, Remote>(
  session: Session<Client, Remote>,
  inputs: Props,
  mark: string | undefined,
): Promise<Remote | undefined> {
  const { kind, client } = session;
  const tags = { ...readTags(inputs["tagsAll"]), ...markTag(mark) };
  try {
    return await kind.create(client, inputsOf(inputs), tags);
  } catch (error) {
    const existing =
      mark !== undefined && hasCode(error, kind.codes.exists) ? await session.find() : undefined;
    if (mark !== undefined && existing && (await carriesMark(session, existing, mark))) {
      return existing;
    }
    throw error;
  }
}
