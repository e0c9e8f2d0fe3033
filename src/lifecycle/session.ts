import type { ConnectionProps } from "../aws/connection.js";
import { causeOf, unfinishedCode } from "../aws/errors.js";
import type { Kind } from "../kinds/kind.js";
import { type Call, connectionProps } from "../state/call.js";
import type { ResourceInputs } from "../state/inputs.js";
import { outputsOf } from "../state/state.js";
import type { Stored } from "../state/stored.js";
import { withoutReserved } from "../state/tags.js";
import { type Timeouts, timeoutsOf } from "../state/timeouts.js";
import { parseArn } from "../values/arn.js";
import type { Clock } from "../values/clock.js";
import type { Props, Tags } from "../values/json.js";
import { findOne, findPatiently, tellingUnfinished } from "../waiting/find.js";
import type { Progress } from "../waiting/progress.js";
import type { QueueLimit, Ticket } from "../waiting/queue.js";
import { patiently, untilAccepted } from "../waiting/retry.js";
import type { Runtime } from "./runtime.js";

/** One operation on one resource: its inputs, the AWS client to call, and the words for its errors and its row. */
export class Session<Client, Remote> {
  readonly kind: Kind<Client, Remote>;
  /** Facts about the resource beside its inputs. */
  readonly call: Call;
  /** The inputs of the resource; for read and delete, those in the state. */
  readonly inputs: ResourceInputs;
  readonly client: Client;
  readonly region: string;
  /** ARN of the resource; undefined until AWS has accepted its create. */
  readonly arn: string | undefined;
  /** Name of the resource in AWS. An adopted snapshot keeps the name that it was created with. */
  name: string;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly #connection: ConnectionProps;
  readonly #runtime: Runtime;

  private constructor(
    kind: Kind<Client, Remote>,
    runtime: Runtime,
    call: Call,
    inputs: ResourceInputs,
    client: Client,
    region: string,
    name: string,
    arn: string | undefined,
  ) {
    this.kind = kind;
    this.call = call;
    this.inputs = inputs;
    this.client = client;
    this.region = region;
    this.arn = arn;
    this.name = name;
    this.timeouts = timeoutsOf(call);
    this.clock = runtime.clock;
    this.progress = runtime.rows.of(call.urn);
    this.#connection = connectionProps(call, inputs.props);
    this.#runtime = runtime;
  }

  /** Opens a session. The region and the name in the id, if it is an ARN, take precedence over those in the inputs. */
  static async open<Client, Remote>(
    kind: Kind<Client, Remote>,
    runtime: Runtime,
    call: Call,
    inputs: ResourceInputs,
    id?: string,
  ): Promise<Session<Client, Remote>> {
    const arn = id === undefined ? undefined : parseArn(id);
    const given = inputs.props[kind.naming.input];
    const named = typeof given === "string" ? given : "";
    const name = (kind.naming.inArn ? arn?.name : undefined) ?? named;
    const asked = connectionProps(call, inputs.props);
    try {
      const region = arn?.region ?? (await runtime.connections.region(asked));
      if (region === undefined) {
        throw new Error("no region is set. Set region, aws:region or AWS_REGION");
      }
      const client = await runtime.connections.client(kind, asked, region);
      return new Session(kind, runtime, call, inputs, client, region, name, arn && id);
    } catch (error) {
      throw new Error(`connecting for ${kind.label} "${name}": ${causeOf(error, kind)}`, {
        cause: error,
      });
    }
  }

  /** Names the resource in a message: `MemoryDB snapshot "orders" in eu-west-1`. */
  get subject(): string {
    return `${this.kind.label} "${this.name || this.arn}" in ${this.region}`;
  }

  /** Makes an error of a sentence: the operation, the resource, AWS's message, the advice. */
  error(doing: string, cause: unknown): Error {
    return new Error(this.sentence(doing, cause), { cause });
  }

  /** Returns the message of such an error. */
  sentence(doing: string, cause: unknown): string {
    return `${doing} ${this.subject}: ${causeOf(cause, this.kind)}`;
  }

  /** Returns what the stack keeps of the resource, from its inputs and an answer of AWS. */
  stored(inputs: Props, remote: Remote | undefined, status?: string): Stored {
    return outputsOf(this.kind, this.call, inputs, remote, status);
  }

  /** Finds the resource of that name in AWS, or by its ARN if the ARN does not contain the name. */
  find(name = this.name): Promise<Remote | undefined> {
    return findOne(this, { name, arn: this.arn });
  }

  /** Like {@link find}, but asks AWS twice before it returns undefined. */
  findPatiently(): Promise<Remote | undefined> {
    return findPatiently(this, { name: this.name, arn: this.arn });
  }

  /** Returns the snapshots of the same source, among which an interrupted create of this resource may have left one. */
  existing(): Promise<readonly Remote[]> {
    const { kind, client } = this;
    return kind.listing === undefined
      ? Promise.resolve([])
      : this.#runtime.existing(client, kind.listing).of(this.inputs.props);
  }

  /**
   * Whether a listed snapshot belongs to the caller's account. Asks AWS for that account only if the listing shows
   * snapshots that other accounts share.
   */
  async isOwn(remote: Remote): Promise<boolean> {
    const { listing, arn } = this.kind;
    return (
      listing?.showsShared !== true ||
      parseArn(arn(remote) ?? "")?.account === (await this.account())
    );
  }

  /**
   * Finds the resource within so many milliseconds. If the kind has a listing, one call serves all resources that wait at
   * that time.
   */
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
      inputs: this.inputs.props,
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
   * Finds the resource with that ARN; undefined if it is gone. Calls use the name, and the credentials may belong to
   * another account, which has a resource of the same name, or none. So an answer counts only if it comes from the
   * account in the ARN.
   */
  async findExactly(id: string): Promise<Remote | undefined> {
    const remote = await this.findPatiently();
    const answered = remote === undefined ? undefined : this.kind.arn(remote);
    this.name = (remote && answered === id && this.kind.nameOf(remote)) || this.name;
    const account = answered === undefined ? undefined : parseArn(answered)?.account;
    await this.confirmAccount(parseArn(id)?.account, id, account);
    return answered === id ? remote : undefined;
  }

  /** Throws an error unless the caller's account is the wanted account. Nothing has been changed by then. */
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

  /** Returns the account that the credentials belong to. */
  account(): Promise<string> {
    return this.#runtime.connections.account(this.#connection, this.region);
  }

  /** Returns a client for another region, with the same credentials. */
  clientIn(region: string): Promise<Client> {
    return this.#runtime.connections.client(this.kind, this.#connection, region);
  }

  /**
   * Sends a call that names a snapshot by its ARN. If AWS answers "not found", but shows the snapshot of that name, the
   * error has the code `unfinishedCode`.
   */
  tellingUnfinished<Answer>(send: () => Promise<Answer>, name = this.name): Promise<Answer> {
    return tellingUnfinished(this, { name, arn: this.arn }, send);
  }

  /**
   * Sends such a call until AWS accepts it, for at most so many seconds. Some services refuse calls about a snapshot while
   * they are creating it.
   */
  untilTouchable<Answer>(
    timeout: number,
    send: () => Promise<Answer>,
    name?: string,
  ): Promise<Answer> {
    const codes = [...this.kind.codes.busy, unfinishedCode];
    return untilAccepted(this, codes, timeout, () => this.tellingUnfinished(send, name));
  }

  /** Adds tags to a snapshot, in the manner of {@link untilTouchable}. Sends no call if there are no tags. */
  async addTags(arn: string, tags: Tags, timeout: number, name?: string): Promise<void> {
    const { kind, client } = this;
    if (Object.keys(tags).length > 0) {
      await this.untilTouchable(timeout, async () => kind.tagging?.add(client, arn, tags), name);
    }
  }

  /** Returns the tags that a resource of this region has in AWS, without the tags that AWS adds for itself. */
  async tags(arn: string, client: Client = this.client): Promise<Tags> {
    const { kind } = this;
    const tags = await patiently(this, async () => (await kind.tagging?.list(client, arn)) ?? {});
    return withoutReserved(tags, kind.tagging?.reserved);
  }
}
