import { hasCode, wordsOf } from "../../aws/errors.js";
import { inputsOf } from "../../kinds/input.js";
import { type Crowd, doing, type Kind } from "../../kinds/kind.js";
import { isFailed } from "../../kinds/status.js";
import type { Call } from "../../state/call.js";
import { timeoutOf } from "../../state/timeouts.js";
import type { Props, Tags } from "../../values/json.js";
import { laneOf, type Place } from "../../waiting/queue.js";
import { patiently } from "../../waiting/retry.js";
import { deleteUntilGone } from "../delete.js";
import { settingsAtCreate } from "../in-place.js";
import type { Known } from "../keeping/known.js";
import type { Accepting } from "../life.js";
import type { Created } from "../provider.js";
import type { Runtime } from "../runtime.js";
import { Session } from "../session.js";
import { settle } from "../settle.js";
import { carriesMark, markOf, markTag, resume } from "./mark.js";
import { confirmSources, finalError, isTaken, sendInTurn } from "./sending.js";
import { lookAtSource, tagsOfCreate } from "./source.js";
import { type Ownership, sendOrLookUp } from "./unread-answer.js";

/**
 * Makes a resource: takes over what a killed run of it left, or sends the create request, and waits for the end.
 * Until AWS has accepted, a failure leaves nothing; afterwards every failure keeps the resource.
 */
export async function create<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  known: Known,
  call: Call,
  inputs: Props,
  accepting: Accepting,
): Promise<Created> {
  const session = await Session.open(kind, runtime, call, inputs);
  const lane = laneOf(kind, inputs, session.region, runtime.atOnce(kind));
  const place = lane && session.enter(lane);
  try {
    const accepted = await accept(session, runtime, known, inputs, place).catch(
      (error: unknown) => {
        throw session.error(doing(kind), error);
      },
    );
    const { id } = accepted;
    accepting(id, { ...inputs, [kind.naming.input]: session.name });
    const stored = await settle(session, id, inputs, accepted.remote, {
      operation: "create",
      marked: accepted.mark !== undefined,
      settings: settingsAtCreate(kind, inputs, accepted.takenOver),
      tags: accepted.later,
    });
    return { id, stored };
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
  const { kind, call } = session;
  const wantedMark = runtime.settings.marking ? markOf(kind, call, inputs) : undefined;

  // 1. Confirm that the sources are in the caller's account.
  await confirmSources(session, inputs);

  // 2. Take over what a killed run of this resource has begun.
  const begun = wantedMark && (await resume(session, inputs, wantedMark, known));
  if (begun) {
    place?.takeTurn();
    session.name = kind.nameOf(begun) ?? session.name;
    return { id: idOf(kind, begun), remote: begun, mark: wantedMark, later: {}, takenOver: true };
  }

  // 3. Stand in line, then look at the source. A source that is part of a whole has the line of the whole.
  await place?.turn();
  const source = await lookAtSource(session, inputs);
  const { partOf } = source ?? {};
  const whole = partOf && laneOf(kind, inputs, session.region, runtime.atOnce(kind), partOf);
  if (whole) {
    place?.moveTo(whole);
    await place?.turn();
  }

  // 4. Decide which tags go with the request. The mark is among them where that is possible.
  const wanted = wantedMark !== undefined;
  const { marking, sent, later } = await tagsOfCreate(session, inputs, source, wanted);
  const mark = marking ? wantedMark : undefined;

  // 5. Where nothing can be marked, see what is there already: what was not is ours, if a request of ours meets it.
  const wasThere = kind.isAsAsked && (await patiently(session, () => session.find()));
  const isNew = kind.isAsAsked !== undefined && wasThere === undefined;

  // 6. Send the request until AWS accepts it.
  const ownership = { mark, isNew, isOther: (arn: string) => known.isOther(arn) };
  const send = () =>
    sendOrLookUp(session, ownership, () =>
      kind.create(session.client, inputsOf(kind, inputs), { ...sent, ...markTag(mark) }, source),
    );
  const remote = await sendInTurn(session, inputs, place, source, () =>
    request(session, runtime, known, inputs, ownership, send),
  );
  session.name = (remote && kind.nameOf(remote)) ?? session.name;
  return { id: idOf(kind, remote), remote, mark, later, takenOver: false };
}

/** The ARN of what was made. */
function idOf<Remote>(kind: Kind<unknown, Remote>, remote: Remote | undefined): string {
  const id = remote && kind.arn(remote);
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
  runtime: Runtime,
  { held }: Known,
  inputs: Props,
  { mark, isNew, isOther }: Ownership,
  send: () => Promise<Remote | undefined>,
): Promise<Remote | undefined> {
  const { kind, call } = session;
  const { claims } = runtime;
  try {
    return await send();
  } catch (error) {
    if (kind.crowd !== undefined && hasCode(error, kind.crowd.codes)) {
      return inCrowd(session, kind.crowd, error, runtime.atOnce(kind), send);
    }
    const existing = hasCode(error, kind.codes.exists) ? await session.findPatiently() : undefined;
    const arn = existing && kind.arn(existing);
    if (existing === undefined || arn === undefined) {
      // Another kind may have it, where kinds share their names.
      throw isTaken(kind, error)
        ? finalError(kind, error, claims.advice(kind, call, inputs, undefined))
        : error;
    }
    const isOurs =
      mark === undefined
        ? !isOther(arn) && (isNew || kind.isAsAsked?.(existing, inputsOf(kind, inputs)))
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
      await deleteUntilGone(session, arn, existing, timeoutOf(call, "delete"));
      return send();
    }
    throw finalError(kind, error, claims.advice(kind, call, inputs, arn));
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
