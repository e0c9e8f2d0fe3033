import type { ConnectionProps } from "../aws/connection.js";
import { causeOf, unfinishedCode } from "../aws/errors.js";
import type { Kind } from "../kinds/kind.js";
import { type Call, connectionProps } from "../state/call.js";
import { outputsOf } from "../state/state.js";
import type { Stored } from "../state/stored.js";
import { withoutReserved } from "../state/tags.js";
import { parseArn } from "../values/arn.js";
import type { Clock } from "../values/clock.js";
import type { Props } from "../values/json.js";
import { findOne, findPatiently, tellingUnfinished } from "../waiting/find.js";
import type { Progress } from "../waiting/progress.js";
import type { QueueLimit, Ticket } from "../waiting/queue.js";
import { patiently, untilAccepted } from "../waiting/retry.js";
import type { Runtime } from "./runtime.js";

/** One operation on one resource: whom to ask where, and how to speak of it. */
export class Session<Client, Remote> {
  readonly kind: Kind<Client, Remote>;
  /** What is known of the resource beside its inputs. */
  readonly call: Call;
  readonly client: Client;
  readonly region: string;
  /** Its ARN, once it is made. */
  readonly arn: string | undefined;
  /** Its name in AWS. One that was taken over from a killed run keeps the name that it was made with. */
  name: string;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly #props: Props;
  readonly #connection: ConnectionProps;
  readonly #runtime: Runtime;

  private constructor(
    kind: Kind<Client, Remote>,
    runtime: Runtime,
    call: Call,
    client: Client,
    region: string,
    props: Props,
    name: string,
    arn: string | undefined,
  ) {
    this.kind = kind;
    this.call = call;
    this.client = client;
    this.region = region;
    this.arn = arn;
    this.name = name;
    this.clock = runtime.clock;
    this.progress = runtime.rows.of(call.urn);
    this.#props = props;
    this.#connection = connectionProps(call, props);
    this.#runtime = runtime;
  }

  /** Opens a session for the inputs or outputs of a resource. The ARN, where there is one, knows best where it is. */
  static async open<Client, Remote>(
    kind: Kind<Client, Remote>,
    runtime: Runtime,
    call: Call,
    props: Props,
    id?: string,
  ): Promise<Session<Client, Remote>> {
    const arn = id === undefined ? undefined : parseArn(id);
    const given = props[kind.naming.input];
    const named = typeof given === "string" ? given : "";
    const name = (kind.naming.inArn ? arn?.name : undefined) ?? named;
    const asked = connectionProps(call, props);
    try {
      const region = arn?.region ?? (await runtime.connections.region(asked));
      if (region === undefined) {
        throw new Error("no region is set. Set region, aws:region or AWS_REGION");
      }
      const client = await runtime.connections.client(kind, asked, region);
      return new Session(kind, runtime, call, client, region, props, name, arn && id);
    } catch (error) {
      throw new Error(`connecting for ${kind.label} "${name}": ${causeOf(error, kind)}`, {
        cause: error,
      });
    }
  }

  /** `MemoryDB snapshot "orders" in eu-west-1`. */
  get subject(): string {
    return `${this.kind.label} "${this.name || this.arn}" in ${this.region}`;
  }

  /** An error as a sentence: what was being done to what, what AWS says, what to do. */
  error(doing: string, cause: unknown): Error {
    return new Error(this.sentence(doing, cause), { cause });
  }

  sentence(doing: string, cause: unknown): string {
    return `${doing} ${this.subject}: ${causeOf(cause, this.kind)}`;
  }

  /** What the stack is to keep of the resource with these inputs and this answer of AWS. */
  stored(inputs: Props, remote: Remote | undefined, status?: string): Stored {
    return outputsOf(this.kind, this.call, inputs, remote, status);
  }

  /** The one of that name in AWS, or undefined. One whose ARN does not tell its name is looked up by that. */
  find(name = this.name): Promise<Remote | undefined> {
    return findOne(this, { name, arn: this.arn });
  }

  /** The same, asked twice before it is believed that there is none. */
  findPatiently(): Promise<Remote | undefined> {
    return findPatiently(this, { name: this.name, arn: this.arn });
  }

  /** Returns the snapshots of the same source, among which an interrupted create of this resource may have left one. */
  existing(): Promise<readonly Remote[]> {
    const { kind, client } = this;
    return kind.listing === undefined
      ? Promise.resolve([])
      : this.#runtime.existing(client, kind.listing).of(this.#props);
  }

  /** Whether one that a listing has shown is the caller's own. AWS is asked who that is only where it matters. */
  async isOwn(remote: Remote): Promise<boolean> {
    const { listing, arn } = this.kind;
    return (
      listing?.showsShared !== true ||
      parseArn(arn(remote) ?? "")?.account === (await this.account())
    );
  }

  /** The one of that name within so many milliseconds, in one call with others that wait where that is possible. */
  async findWithin(milliseconds: number): Promise<Remote | undefined> {
    const { kind, client, clock } = this;
    if (kind.listing === undefined) {
      await clock.sleep(milliseconds);
      return this.find();
    }
    const waiter = {
      kind,
      name: this.name,
      arn: this.arn,
      inputs: this.#props,
      find: () => this.find(),
    };
    return this.#runtime.poller(client, kind.listing).look(waiter, milliseconds);
  }

  /** Joins the queue for a concurrency limit of AWS. */
  enter(limit: QueueLimit): Ticket {
    const { fingerprint } = this.#runtime.connections.identity(this.#connection, this.region);
    return this.#runtime.queues.enter(`${fingerprint} ${this.region}`, limit, this.progress);
  }

  /**
   * The one with that ARN, or undefined if it is gone. Calls go by name, and another account may have one of
   * the same name, or none: both are believed only of the account that the ARN names.
   */
  async findExactly(id: string): Promise<Remote | undefined> {
    const remote = await this.findPatiently();
    const answered = remote === undefined ? undefined : this.kind.arn(remote);
    this.name = (remote && answered === id && this.kind.nameOf(remote)) || this.name;
    const account = answered === undefined ? undefined : parseArn(answered)?.account;
    await this.confirmAccount(parseArn(id)?.account, id, account);
    return answered === id ? remote : undefined;
  }

  /** Fails unless the account that answers is the one where something must be. Nothing has been changed by then. */
  async confirmAccount(
    wanted: string | undefined,
    what: string,
    answering?: string,
  ): Promise<void> {
    const account = answering ?? (await this.account());
    if (account !== wanted) {
      throw new Error(
        `the credentials belong to account ${account}, but ${what} is in account ${wanted}. Nothing was changed. Use credentials of account ${wanted}.`,
      );
    }
  }

  /** The account whose credentials are used. */
  account(): Promise<string> {
    return this.#runtime.connections.account(this.#connection, this.region);
  }

  /** The client of another region, for the same caller. */
  clientIn(region: string): Promise<Client> {
    return this.#runtime.connections.client(this.kind, this.#connection, region);
  }

  /**
   * Sends a call about one of ours, which it names by its ARN. An answer of "not found" is known by `unfinishedCode` where
   * AWS shows the one of that name.
   */
  tellingUnfinished<Answer>(send: () => Promise<Answer>, name = this.name): Promise<Answer> {
    return tellingUnfinished(this, { name, arn: this.arn }, send);
  }

  /** The same, sent for so many seconds until AWS lets it be touched: some services let nobody as long as they make it. */
  untilTouchable<Answer>(
    timeout: number,
    send: () => Promise<Answer>,
    name?: string,
  ): Promise<Answer> {
    const codes = [...this.kind.codes.busy, unfinishedCode];
    return untilAccepted(this, codes, timeout, () => this.tellingUnfinished(send, name));
  }

  /** Tags that AWS holds on something of this region, without its own. */
  async tags(arn: string, client: Client = this.client): Promise<Record<string, string>> {
    const { kind } = this;
    const tags = await patiently(this, async () => (await kind.tagging?.list(client, arn)) ?? {});
    return withoutReserved(tags, kind.tagging?.reserved);
  }
}
