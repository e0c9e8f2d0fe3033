import { isUnreadable } from "../../aws/errors.js";
import { inputsOf } from "../../kinds/input.js";
import { doing, type Kind } from "../../kinds/kind.js";
import { isAtWork, isFailed } from "../../kinds/status.js";
import { connectionProps } from "../../state/call.js";
import { type ExportTarget, exportInputs, exportStored, exportTarget } from "../../state/export.js";
import {
  exportedStatus,
  exportingStatus,
  inputsBehind,
  isUnfinished,
  lastStatus,
} from "../../state/state.js";
import type { Stored } from "../../state/stored.js";
import { timeoutOf } from "../../state/timeouts.js";
import type { Props } from "../../values/json.js";
import { laneOfExport, type Place } from "../../waiting/queue.js";
import { patiently } from "../../waiting/retry.js";
import { confirmSources, finalError, isTaken, sendInTurn } from "../creating/sending.js";
import { lookAtSource, tagsOfCreate } from "../creating/source.js";
import type { Claims } from "../keeping/claims.js";
import type { Life } from "../life.js";
import type { Runtime } from "../runtime.js";
import { Session } from "../session.js";
import { untilExported } from "./until-exported.js";

/**
 * The life of an export: files in a bucket, whose address is its id. The service has no call that shows them, changes them
 * or deletes them, so nothing marks an export while it is made, and once it is made the state is all that is known of it.
 */
export function exportLife<Client, Remote>(kind: Kind<Client, Remote>, runtime: Runtime): Life {
  return {
    noun: "export",

    create: async (call, inputs, accepting) => {
      const session = await Session.open(kind, runtime, call, inputs);
      const lane = laneOfExport(kind, inputs);
      const place = lane && session.enter(lane);
      try {
        const target = await accept(session, runtime.claims, inputs, place).catch(
          (error: unknown) => {
            throw session.error(doing(kind), error);
          },
        );
        accepting(target.uri, inputs);
        return { id: target.uri, stored: await settle(session, target, inputs, "create") };
      } finally {
        place?.leave();
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
      const asked = { ...before.props, waitForCompletion: inputs["waitForCompletion"] };
      if (!isUnfinished(kind, { ...before, props: asked })) {
        return exportStored(kind, call, inputs, lastStatus(before.props));
      }
      const session = await Session.open(kind, runtime, call, inputs, id);
      return settle(session, exportTarget(kind, inputs), inputs, "update");
    },

    delete: async (call, id) => {
      runtime.rows.of(call.urn).warn(`The files of the export stay in the bucket: ${id}-*.rdb`);
    },

    isAvailable: (status) => status === exportedStatus,

    standing: async ({ id, call, props, isGivenUp }, does, { progress }, timeout) => {
      // Its own row has come to its end.
      const session = await Session.open(kind, runtime, { ...call, urn: undefined }, props, id);
      const target = exportTarget(kind, props);
      const subject = `the export to ${target.uri}`;
      progress.show(`waiting for ${subject}, which ${does}`);
      if (isGivenUp) {
        const status = lastStatus(props) ?? "unknown";
        return { subject, status, isOver: isFailed(kind, status) };
      }
      await untilExported(session, target, props, timeout);
      return { subject, status: exportedStatus, isOver: true };
    },
  };
}

/** Stands in line and sends the request until AWS accepts it. */
async function accept<Client, Remote>(
  session: Session<Client, Remote>,
  claims: Claims,
  inputs: Props,
  place: Place | undefined,
): Promise<ExportTarget> {
  const { kind, call } = session;
  await confirmSources(session, inputs);
  await place?.turn();
  const target = exportTarget(kind, inputs);
  const source = await lookAtSource(session, inputs);
  const { sent } = await tagsOfCreate(session, inputs, source, false);
  await sendInTurn(session, inputs, place, source, async () => {
    try {
      await kind.create(session.client, inputsOf(kind, inputs), sent, source);
    } catch (error) {
      if (isUnreadable(error) && (await isBegun(session, target))) {
        return;
      }
      throw isTaken(kind, error)
        ? finalError(kind, error, claims.advice(kind, call, inputs, undefined))
        : error;
    }
  });
  return target;
}

/** Whether AWS is exporting the source: after an answer that cannot be read that is how the request is known to have arrived. */
async function isBegun<Client, Remote>(
  session: Session<Client, Remote>,
  { source }: ExportTarget,
): Promise<boolean> {
  const found = await patiently(session, () => session.find(source));
  return found !== undefined && isAtWork(session.kind, found);
}

/** Waits for the end of what AWS accepted, if the program does. A failure keeps the export. */
async function settle<Client, Remote>(
  session: Session<Client, Remote>,
  target: ExportTarget,
  inputs: Props,
  operation: "create" | "update",
): Promise<Stored> {
  const { kind, call } = session;
  if (inputs["waitForCompletion"] === false) {
    return exportStored(kind, call, inputs, exportingStatus);
  }
  await untilExported(session, target, inputs, timeoutOf(call, operation));
  return exportStored(kind, call, inputs, exportedStatus);
}
