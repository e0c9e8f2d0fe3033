import type { Connections } from "../aws/connection.js";
import { causeOf } from "../aws/errors.js";
import type { Kind } from "../kinds/kind.js";
import type { Clock } from "../values/clock.js";
import type { Props } from "../values/json.js";
import type { Asker } from "../waiting/find.js";

/** What a lookup needs of the process that it runs in. */
export interface LookupHost {
  readonly connections: Connections;
  /** Settings of an `aws.Provider` that the program passed on. They replace all of the stack's. */
  readonly connection?: unknown;
  readonly clock: Clock;
  /** Receives what the lookup waits for, if AWS is overloaded. */
  tell(text: string): void;
}

/** Where a lookup asks AWS, and how to speak of what it looks for. */
export interface Place<Client, Remote> extends Asker<Client, Remote> {
  readonly region: string;
  /** The account of the credentials. AWS is asked once for each identity. */
  account(): Promise<string>;
  /** An error as a sentence: what was being looked for, and what went wrong. */
  error(cause: unknown): Error;
}

/**
 * Connects a lookup to AWS.
 *
 * @param subject - what is looked up, for example `MemoryDB snapshot "orders"`
 * @param arnRegion - the region in the ARN that the lookup has, if it has one
 */
export async function openPlace<Client, Remote>(
  kind: Kind<Client, Remote>,
  { connections, connection, clock, tell }: LookupHost,
  { region: given, profile, assumeRoleArn }: Props,
  subject: string,
  arnRegion: string | undefined,
): Promise<Place<Client, Remote>> {
  const asked = { region: arnRegion ?? given, profile, assumeRoleArn, connection };
  let where = "";
  const error = (cause: unknown) =>
    new Error(`looking up ${subject}${where}: ${causeOf(cause, kind)}`, { cause });
  try {
    const region = await connections.region(asked);
    if (region === undefined) {
      throw new Error("no region is set. Set region, aws:region or AWS_REGION");
    }
    where = ` in ${region}`;
    const client = await connections.client(kind, asked, region);
    return {
      kind,
      client,
      clock,
      progress: { show: tell, warn: tell },
      region,
      account: () => connections.account(asked, region),
      error,
    };
  } catch (cause) {
    throw error(cause);
  }
}

/** Says that the credentials are those of another account than an ARN names. */
export function otherAccount(account: string, wanted: string): string {
  return `the credentials belong to account ${account}, but the ARN is in account ${wanted}. Use credentials of account ${wanted}`;
}
