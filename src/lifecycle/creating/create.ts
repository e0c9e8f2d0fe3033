import { hasCode, wordsOf } from "../../aws/errors.js";
import { type ConcurrencyLimit, createVerb, type Kind } from "../../kinds/kind.js";
import { isFailed } from "../../kinds/status.js";
import type { Call } from "../../state/call.js";
import type { ResourceInputs } from "../../state/inputs.js";
import type { Tags } from "../../values/json.js";
import { limitOf, type Ticket } from "../../waiting/queue.js";
import { patiently } from "../../waiting/retry.js";
import { deleteUntilGone } from "../delete.js";
import { settingsAtCreate } from "../in-place.js";
import type { Known } from "../keeping/known.js";
import type { Accepting } from "../life.js";
import type { Created } from "../provider.js";
import type { Runtime } from "../runtime.js";
import { Session } from "../session.js";
import { settle } from "../settle.js";
import { adopt, carriesMark, markOf, markTag } from "./mark.js";
import { confirmSources, finalError, isTaken, sendInTurn } from "./sending.js";
import { lookAtSource, tagsOfCreate } from "./source.js";
import { evenIfCancelled, type Ownership, sendOrLookUp } from "./unread-answer.js";

/**
 * Creates a resource: adopts a snapshot that an interrupted run of it left, or sends the create request; then waits until
 * AWS has finished. A failure before AWS accepts the request leaves nothing; every later failure keeps the resource.
 */
export async function create<Client, Remote>(
  kind: Kind<Client, Remote>,
  runtime: Runtime,
  known: Known,
  call: Call,
  inputs: ResourceInputs,
  accepting: Accepting,
): Promise<Created> {
  const session = await Session.open(kind, runtime, call, inputs);
  const { props } = inputs;
  const limit = limitOf(kind, props, session.region, runtime.atOnce(kind));
  const ticket = limit && session.enter(limit);
  try {
    const accepted = await accept(session, runtime, known, ticket).catch((error: unknown) => {
      throw session.error(createVerb(kind), error);
    });
    const { id } = accepted;
    accepting(id, { ...props, [kind.naming.input]: session.name });
    const stored = await settle(session, id, accepted.remote, {
      operation: "create",
      marked: accepted.mark !== undefined,
      settings: settingsAtCreate(kind, props, accepted.isAdopted),
      tags: accepted.later,
    });
    return { id, stored };
  } finally {
    ticket?.leave();
  }
}

/** A resource that AWS has accepted. */
interface Accepted<Remote> {
  readonly id: string;
  readonly remote: Remote | undefined;
  /** Value of its creating tag; undefined if it has none. */
  readonly mark: string | undefined;
  /** Tags to add, because the request could not bring them. */
  readonly later: Tags;
  /** Whether an earlier run created it. */
  readonly isAdopted: boolean;
}

/** Adopts a snapshot that an interrupted run left, or waits in the queue and sends the request until AWS accepts it. */
async function accept<Client, Remote>(
  session: Session<Client, Remote>,
  runtime: Runtime,
  known: Known,
  ticket: Ticket | undefined,
): Promise<Accepted<Remote>> {
  const { kind, call, inputs } = session;
  const { props } = inputs;
  const wantedMark = runtime.settings.marking ? markOf(kind, call, props) : undefined;

  // 1. Confirm that the sources are in the caller's account.
  await confirmSources(session);

  // 2. Adopt a snapshot that an interrupted run of this resource left.
  const adopted = wantedMark && (await adopt(session, wantedMark, known));
  if (adopted) {
    ticket?.takeTurn();
    session.name = kind.nameOf(adopted) ?? session.name;
    const id = idOf(kind, adopted);
    return { id, remote: adopted, mark: wantedMark, later: {}, isAdopted: true };
  }

  // 3. Wait in the queue, then look at the source. The queue of a part is that of its whole.
  await ticket?.turn();
  const source = await lookAtSource(session);
  const { partOf } = source ?? {};
  const whole = partOf && limitOf(kind, props, session.region, runtime.atOnce(kind), partOf);
  if (whole) {
    ticket?.moveTo(whole);
    await ticket?.turn();
  }

  // 4. Decide which tags go with the request. The creating tag is among them if possible.
  const wanted = wantedMark !== undefined;
  const { marking, sent, later } = await tagsOfCreate(session, source, wanted);
  const mark = marking ? wantedMark : undefined;

  // 5. If the kind has no creating tag, find out whether the name exists. If not, and AWS later reports that it exists, this
  // request has created it.
  const existing = kind.matchesInputs && (await patiently(session, () => session.find()));
  const isNew = kind.matchesInputs !== undefined && existing === undefined;

  // 6. Send the request until AWS accepts it.
  const ownership = { mark, isNew, isOfOther: (arn: string) => known.isOfOther(arn) };
  const send = () =>
    sendOrLookUp(session, ownership, () =>
      kind.create(session.client, inputs.ofKind, { ...sent, ...markTag(mark) }, source),
    );
  const remote = await evenIfCancelled(
    session,
    ownership,
    () => request(session, runtime, known, ownership, send),
    (noting) => sendInTurn(session, ticket, source, noting),
  );
  session.name = (remote && kind.nameOf(remote)) ?? session.name;
  return { id: idOf(kind, remote), remote, mark, later, isAdopted: false };
}

/** Returns the ARN in AWS's answer. */
function idOf<Remote>(kind: Kind<unknown, Remote>, remote: Remote | undefined): string {
  const id = remote && kind.arn(remote);
  if (id === undefined) {
    throw new Error("AWS accepted the request, but its answer has no ARN");
  }
  return id;
}

/**
 * Sends the create request. If AWS reports that the name exists, the existing snapshot is ours if it carries our creating
 * tag: the SDK repeats a request whose answer was lost. A failed snapshot of this name that the state has is deleted, and
 * the request is sent again.
 */
async function request<Client, Remote>(
  session: Session<Client, Remote>,
  runtime: Runtime,
  { held }: Known,
  { mark, isNew, isOfOther }: Ownership,
  send: () => Promise<Remote | undefined>,
): Promise<Remote | undefined> {
  const { kind, call, inputs } = session;
  const { claims } = runtime;
  try {
    return await send();
  } catch (error) {
    if (kind.concurrencyLimit !== undefined && hasCode(error, kind.concurrencyLimit.codes)) {
      return afterLimit(session, kind.concurrencyLimit, error, runtime.atOnce(kind), send);
    }
    const existing = hasCode(error, kind.codes.exists) ? await session.findPatiently() : undefined;
    const arn = existing && kind.arn(existing);
    if (existing === undefined || arn === undefined) {
      // A resource of another kind that shares the names may have this name.
      throw isTaken(kind, error)
        ? finalError(kind, error, claims.advice(kind, call, inputs.props, undefined))
        : error;
    }
    const isOurs =
      mark === undefined
        ? !isOfOther(arn) && (isNew || kind.matchesInputs?.(existing, inputs.ofKind))
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
      await deleteUntilGone(session, arn, existing);
      return send();
    }
    throw finalError(kind, error, claims.advice(kind, call, inputs.props, arn));
  }
}

/**
 * Handles a refusal whose code has two meanings: a concurrency limit, which passes, or a quota of existing resources,
 * which does not. AWS's message says which. If it says neither, the running operations are counted: below the limit the
 * request is sent once more, because an operation may have ended in between.
 */
async function afterLimit<Client, Remote>(
  { kind, client }: Session<Client, Remote>,
  { codes, passing, lasting, running }: ConcurrencyLimit<Client>,
  refusal: unknown,
  most: number,
  send: () => Promise<Remote | undefined>,
): Promise<Remote | undefined> {
  const text = wordsOf(refusal);
  if (passing.test(text)) {
    throw refusal;
  }
  if (lasting.test(text)) {
    throw finalError(kind, refusal);
  }
  if ((await running(client)) >= most) {
    throw refusal;
  }
  return send().catch((second: unknown) => {
    throw hasCode(second, codes) ? finalError(kind, second) : second;
  });
}
