import { causeOf, hasCode, wordsOf } from "../aws/errors.js";
import { inputsOf } from "../kinds/input.js";
import { asksForExport, type Crowd, doing, type Kind } from "../kinds/kind.js";
import { isFailed } from "../kinds/status.js";
import { exportTarget } from "../state/export-address.js";
import { timeoutOf } from "../state/timeouts.js";
import { parseArn } from "../values/arn.js";
import type { Props, Tags } from "../values/json.js";
import { laneOf, type Place } from "../waiting/queue.js";
import { patiently, untilAccepted } from "../waiting/retry.js";
import type { Backup } from "./backup.js";
import { busySource } from "./busy-source.js";
import { deleteUntilGone } from "./delete.js";
import { Guard } from "./guard.js";
import { settingsAtCreate } from "./in-place.js";
import type { Known } from "./known.js";
import { carriesMark, markOf, markTag, resume } from "./mark.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { settle } from "./settle.js";
import { lookAtSource, tagsOfCreate } from "./source.js";
import { sendOrLookUp } from "./unread-answer.js";

/**
 * Makes a resource: takes over what a killed run of it left, or sends the create request, and waits for the end.
 * Until AWS has accepted, a failure leaves nothing; afterwards every failure keeps the resource.
 */
export async function create<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  known: Known,
  inputs: Props,
  backup: Backup,
): Promise<{ id: string; outs: Props }> {
  const session = await Session.open(kind, runtime, inputs);
  const lane = laneOf(kind, inputs, session.region, runtime.atOnce(kind));
  const place = lane && session.enter(lane);
  try {
    const accepted = await accept(session, runtime, known, inputs, place).catch(
      (error: unknown) => {
        throw session.error(doing(kind), error);
      },
    );
    const { id } = accepted;
    known.made.add(id);
    backup.props = { ...inputs, [kind.naming.input]: session.name };
    Guard.of(runtime).accepted(backup, id);
    known.claims.holds(inputs["__urn"], id);
    const outs = await settle(session, id, inputs, accepted.remote, {
      operation: "create",
      marked: accepted.mark !== undefined,
      settings: settingsAtCreate(kind, inputs, accepted.takenOver),
      tags: accepted.later,
    });
    return { id, outs };
  } finally {
    place?.leave();
  }
}

/** What AWS has accepted. */
interface Accepted<Remote> {
  readonly id: string;
  readonly remote: Remote | undefined;
  /** The mark that it carries. */
  readonly mark: string | undefined;
  /** Tags that could not go with the request. */
  readonly later: Tags;
  /** Whether an earlier run has begun it. */
  readonly takenOver: boolean;
}

/** Takes over what a killed run left, or stands in line and sends the request until AWS accepts it. */
async function accept<Client, Remote>(
  session: Session<Client, Remote>,
  runtime: Runtime,
  known: Known,
  inputs: Props,
  place: Place | undefined,
): Promise<Accepted<Remote>> {
  const { kind } = session;
  const isExport = asksForExport(kind, inputs);
  const wantedMark = !isExport && runtime.settings.marking ? markOf(kind, inputs) : undefined;
  await confirmSources(session, inputs);
  const begun = wantedMark && (await resume(session, inputs, wantedMark, known));
  if (begun) {
    place?.takeTurn();
    session.name = kind.nameOf(begun) ?? session.name;
    const id = idOf(kind, inputs, begun);
    return { id, remote: begun, mark: wantedMark, later: {}, takenOver: true };
  }
  await place?.turn();
  const source = await lookAtSource(session, inputs);
  const { partOf } = source ?? {};
  const whole = partOf && laneOf(kind, inputs, session.region, runtime.atOnce(kind), partOf);
  if (whole) {
    place?.moveTo(whole);
    await place?.turn();
  }
  const { marking, sent, later } = await tagsOfCreate(
    session,
    inputs,
    source,
    wantedMark !== undefined,
  );
  const mark = marking ? wantedMark : undefined;
  // One that cannot be marked and was not there before is ours, if a request of ours met it.
  const wasThere = kind.isAsAsked && (await patiently(session, () => session.find()));
  const isNew = kind.isAsAsked !== undefined && wasThere === undefined;
  const isOther = (arn: string) => known.made.has(arn) || known.held.has(arn);
  const send = () =>
    sendOrLookUp(session, inputs, { mark, isNew, isOther }, () =>
      kind.create(session.client, inputsOf(inputs), { ...sent, ...markTag(mark) }, source),
    );
  const waitable = [...kind.codes.busy, ...(kind.crowd?.codes ?? [])];
  const most = runtime.atOnce(kind);
  const busy = busySource(session, inputs, source?.client ?? session.client);
  const remote = await untilAccepted(
    session,
    waitable,
    timeoutOf(inputs, "create"),
    () =>
      busy.watched(() =>
        inTurn(place, kind.crowd?.codes ?? [], () =>
          request(session, inputs, mark, isNew, known, most, send),
        ),
      ),
    {
      advice: "Try again later, or raise customTimeouts.create.",
      beside: busy.words,
      apart: () => place?.stood() ?? 0,
    },
  );
  if (!isExport) {
    session.name = (remote && kind.nameOf(remote)) ?? session.name;
  }
  return { id: idOf(kind, inputs, remote), remote, mark, later, takenOver: false };
}

/** Sends a request when it is its turn. One that AWS refuses because there are too many goes back into the line. */
async function inTurn<Answer>(
  place: Place | undefined,
  crowd: readonly string[],
  send: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    await place?.turn();
    try {
      return await send();
    } catch (error) {
      if (!hasCode(error, crowd) || !place?.refused()) {
        throw error;
      }
    }
  }
}

/** The ARN of what was made, or where its files are. */
function idOf<Remote>(
  kind: Kind<unknown, Remote>,
  inputs: Props,
  remote: Remote | undefined,
): string {
  const id = exportTarget(kind, inputs)?.uri ?? (remote && kind.arn(remote));
  if (id === undefined) {
    throw new Error("AWS accepted the request, but its answer has no ARN");
  }
  return id;
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
  { made, held, claims }: Known,
  most: number,
  send: () => Promise<Remote | undefined>,
): Promise<Remote | undefined> {
  const { kind } = session;
  try {
    return await send();
  } catch (error) {
    if (kind.crowd !== undefined && hasCode(error, kind.crowd.codes)) {
      return inCrowd(session, kind.crowd, error, most, send);
    }
    const existing = hasCode(error, kind.codes.exists) ? await session.findPatiently() : undefined;
    const arn = existing && kind.arn(existing);
    if (existing === undefined || arn === undefined) {
      // Another kind may have it, where kinds share their names.
      const isTaken = hasCode(error, kind.codes.exists) && !hasCode(error, kind.codes.busy);
      throw isTaken ? finalError(kind, error, claims.advice(kind, inputs, undefined)) : error;
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
          `${session.subject} already exists with the same settings, so this resource adopts it: ${arn}`,
        );
      }
      return existing;
    }
    if (held.has(arn) && isFailed(kind, kind.status(existing))) {
      await deleteUntilGone(session, arn, existing, timeoutOf(inputs, "delete"));
      return send();
    }
    throw finalError(kind, error, claims.advice(kind, inputs, arn));
  }
}

/**
 * What follows where AWS refuses with a code that means too many at one time, which passes, as well as a quota of those
 * that are there. AWS's text says which. Where it says neither, those that are under way are counted.
 */
async function inCrowd<Client, Remote>(
  { kind, client }: Session<Client, Remote>,
  { codes, passing, final, running }: Crowd<Client>,
  refusal: unknown,
  most: number,
  send: () => Promise<Remote | undefined>,
): Promise<Remote | undefined> {
  const text = wordsOf(refusal);
  if (passing.test(text)) {
    throw refusal;
  }
  if (final.test(text)) {
    throw finalError(kind, refusal);
  }
  if ((await running(client)) >= most) {
    throw refusal;
  }
  // One of them may have ended between the refusal and this look.
  return send().catch((second: unknown) => {
    throw hasCode(second, codes) ? finalError(kind, second) : second;
  });
}

/** An error whose code has two meanings, one of which would be waited out: this is the other one. */
function finalError(kind: Kind, error: unknown, advice?: string): Error {
  return new Error(causeOf(error, kind, advice), { cause: error });
}

/** Compares the account of sources that are given by ARN with the caller's: the calls go by name. */
async function confirmSources<Client, Remote>(
  session: Session<Client, Remote>,
  inputs: Props,
): Promise<void> {
  const { inputs: keys, account } = session.kind.madeFrom;
  for (const key of account === "own" ? keys : []) {
    const value = inputs[key];
    const arn = typeof value === "string" ? parseArn(value) : undefined;
    if (arn !== undefined) {
      await session.confirmAccount(arn.account, `${key} ${value}`);
    }
  }
}
