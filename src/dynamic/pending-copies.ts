import { formatSeconds } from "./durations.js";
import { equal } from "./json.js";
import type { Kind, Props } from "./kind.js";
import { nameOrArnName, parseArn } from "./names.js";
import { patiently } from "./request.js";
import type { Session } from "./session.js";
import { isAtWork } from "./status.js";
import { pollInterval } from "./wait.js";

/** A copy that AWS may still be reading its source for. */
interface PendingCopy {
  readonly subject: string;
  isOf(id: string): boolean;
  isPending(): Promise<boolean>;
}

/** The copies that this process has asked for and not seen the end of: their sources have to stay until then. */
export class PendingCopies {
  readonly #copies = new Set<PendingCopy>();

  /** Takes down a copy that AWS has accepted. What is answered takes it off again. */
  add<Client, Remote>(
    session: Session<Client, Remote>,
    copyArn: string,
    inputs: Props,
  ): () => void {
    const { kind, subject } = session;
    const source = kind.copyOf === undefined ? undefined : inputs[kind.copyOf];
    const own = parseArn(copyArn);
    // Of what is exported AWS itself says that it is busy.
    if (typeof source !== "string" || own === undefined) {
      return () => {};
    }
    const { region, account } = parseArn(source) ?? {
      region: inputs["sourceRegion"] ?? own.region,
      account: own.account,
    };
    const wanted = { ...own, region, account, name: nameOrArnName(source) };
    const copy: PendingCopy = {
      subject,
      isOf: (id) => equal(parseArn(id.toLowerCase()), wanted),
      isPending: async () => isPending(kind, await patiently(session, () => session.find())),
    };
    this.#copies.add(copy);
    return () => void this.#copies.delete(copy);
  }

  /** Waits, for so many seconds at most, until no copy of it is pending. */
  async untilNone<Client, Remote>(
    { clock, progress }: Session<Client, Remote>,
    id: string,
    timeout: number,
  ): Promise<void> {
    const start = clock.now();
    for (const copy of [...this.#copies].filter((one) => one.isOf(id))) {
      while (await copy.isPending()) {
        const elapsed = clock.now() - start;
        if (elapsed > timeout * 1000) {
          throw new Error(
            `${copy.subject} is still being made of it after ${formatSeconds(elapsed / 1000)}. Run it again later, or raise customTimeouts.delete`,
          );
        }
        progress.show(
          `waiting ${formatSeconds(elapsed / 1000)}: ${copy.subject} is being made of it`,
        );
        await clock.sleep(pollInterval(elapsed));
      }
      this.#copies.delete(copy);
    }
  }
}

/** One without a status was made at once, or is not there. */
function isPending<Remote>(kind: Kind<unknown, Remote>, remote: Remote | undefined): boolean {
  return remote !== undefined && kind.status(remote) !== undefined && isAtWork(kind, remote);
}
