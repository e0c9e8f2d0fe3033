import { isUnreadable } from "../../aws/errors.js";
import { createVerb, type Kind } from "../../kinds/kind.js";
import { isFailed, isPending } from "../../kinds/status.js";
import { connectionProps } from "../../state/call.js";
import { type ExportTarget, exportInputs, exportTarget } from "../../state/export.js";
import { parseInputs } from "../../state/inputs.js";
import {
  exportedStatus,
  exportingStatus,
  inputsBehind,
  isUnfinished,
  lastStatus,
  outputsOf,
} from "../../state/state.js";
import type { Stored } from "../../state/stored.js";
import { limitOfExport, type Ticket } from "../../waiting/queue.js";
import { patiently } from "../../waiting/retry.js";
import { confirmSources, finalError, isTaken, sendInTurn } from "../creating/sending.js";
import { lookAtSource, tagsOfCreate } from "../creating/source.js";
import type { Claims } from "../keeping/claims.js";
import type { Life } from "../life.js";
import type { Runtime } from "../runtime.js";
import { Session } from "../session.js";
import { untilExported } from "./until-exported.js";

/**
 * Returns the life of an export: files in a bucket, whose address is the id of the resource. The service has no calls that
 * show, change or delete the files. So an export has no creating tag, and after its end nothing but the state describes
 * it.
 */
export function exportLife<Client, Remote>(kind: Kind<Client, Remote>, runtime: Runtime): Life {
  return {
    noun: "export",

    create: async (call, inputs, accepting) => {
      const session = await Session.open(kind, runtime, call, inputs);
      const limit = limitOfExport(kind, inputs.props);
      const ticket = limit && session.enter(limit);
      try {
        const target = await accept(session, runtime.claims, ticket).catch((error: unknown) => {
          throw session.error(createVerb(kind), error);
        });
        accepting(target.uri, inputs.props);
        return { id: target.uri, stored: await settle(session, target, "create") };
      } finally {
        ticket?.leave();
      }
    },

    read: async (call, id, before) => {
      const { props, notes } = before;
      const region = await runtime.connections.region(connectionProps(call, props));
      const inputs = call.isLookup
        ? { ...exportInputs(kind, id), region }
        : inputsBehind(kind, before);
      return { inputs, stored: { props: { ...props, ...inputs }, call, notes } };
    },

    update: async (call, id, before, inputs) => {
      if (!isUnfinished(kind, before, inputs.waitForCompletion)) {
        return outputsOf(kind, call, inputs.props, undefined, lastStatus(before.props));
      }
      const session = await Session.open(kind, runtime, call, inputs, id);
      return settle(session, exportTarget(kind, inputs.props), "update");
    },

    delete: async (call, id) => {
      runtime.rows.of(call.urn).warn(`The files of the export stay in the bucket: ${id}-*.rdb`);
    },

    isAvailable: (status) => status === exportedStatus,

    untilEnded: async (backup, role, { progress }, timeout) => {
      const { id, call, props, isGivenUp, isOfOtherProcess } = backup;
      // Without a URN the session shows nothing: the row of the export has ended.
      const silent = { ...call, urn: undefined };
      const session = await Session.open(kind, runtime, silent, parseInputs(kind, props), id);
      const target = exportTarget(kind, props);
      const subject = `the export to ${target.uri}`;
      progress.show(`waiting for ${subject}, which ${role}`);
      if (isGivenUp) {
        const status = lastStatus(props) ?? "unknown";
        return { subject, status, hasEnded: isFailed(kind, status) };
      }
      if (isOfOtherProcess && (await session.find(target.source)) === undefined) {
        throw new Error(
          `the provider that deletes this snapshot does not find its source "${target.source}", which shows the end of ${subject}.`,
        );
      }
      await untilExported(session, target, timeout);
      return { subject, status: exportedStatus, hasEnded: true };
    },
  };
}

/** Waits in the queue and sends the request until AWS accepts it. */
async function accept<Client, Remote>(
  session: Session<Client, Remote>,
  claims: Claims,
  ticket: Ticket | undefined,
): Promise<ExportTarget> {
  const { kind, call, inputs } = session;
  await confirmSources(session);
  await ticket?.turn();
  const target = exportTarget(kind, inputs.props);
  const source = await lookAtSource(session);
  const { sent } = await tagsOfCreate(session, source, false);
  await sendInTurn(session, ticket, source, async () => {
    try {
      await kind.create(session.client, inputs.ofKind, sent, source);
    } catch (error) {
      if (isUnreadable(error) && (await isBegun(session, target))) {
        return;
      }
      throw isTaken(kind, error)
        ? finalError(kind, error, claims.advice(kind, call, inputs.props, undefined))
        : error;
    }
  });
  return target;
}

/**
 * Whether AWS is exporting the source. After an unreadable answer, nothing else shows whether AWS has accepted the
 * request.
 */
async function isBegun<Client, Remote>(
  session: Session<Client, Remote>,
  { source }: ExportTarget,
): Promise<boolean> {
  const found = await patiently(session, () => session.find(source));
  return found !== undefined && isPending(session.kind, found);
}

/** Waits until AWS has finished an accepted export, unless the program does not wait. A failure keeps the export. */
async function settle<Client, Remote>(
  session: Session<Client, Remote>,
  target: ExportTarget,
  operation: "create" | "update",
): Promise<Stored> {
  const { inputs, timeouts } = session;
  if (!inputs.waitForCompletion) {
    return session.stored(inputs.props, undefined, exportingStatus);
  }
  await untilExported(session, target, timeouts[operation]);
  return session.stored(inputs.props, undefined, exportedStatus);
}
