import { causeOf, hasCode } from "../../aws/errors.js";
import type { SourceStatus } from "../../kinds/kind.js";
import { isStuck } from "../../kinds/status.js";
import type { Session } from "../session.js";

/** The source of a create, while AWS refuses the create because the source is busy. */
export interface BusySource {
  /** Describes the status of the source for people, as a sentence; undefined if it is not known. */
  words(): string | undefined;
  /**
   * Sends the request. If AWS refuses it because the source is busy, reads the status of the source. Throws a final error
   * if the status does not pass without help.
   */
  watched<Answer>(send: () => Promise<Answer>): Promise<Answer>;
}

/** Watches the source of a create, with a client for the region of the source. */
export function busySource<Client, Remote>(
  { kind, inputs }: Session<Client, Remote>,
  client: Client,
): BusySource {
  let seen: SourceStatus | undefined;
  const words = () =>
    seen?.status === undefined ? undefined : `The ${seen.label} is "${seen.status}".`;
  const look = async () => {
    try {
      return await kind.madeFrom.status(client, inputs.ofKind);
    } catch {
      // The caller may lack the permission to describe the source. AWS's refusal of the create is then reported alone.
      return undefined;
    }
  };
  return {
    words,
    watched: async (send) => {
      try {
        return await send();
      } catch (error) {
        if (hasCode(error, kind.codes.busy)) {
          seen = await look();
        }
        if (hasCode(error, kind.codes.busy) && isStuck(seen?.status)) {
          const todo = `${words()} That status does not change on its own. Bring the source back to "available", or choose another source.`;
          throw new Error(causeOf(error, kind, todo), { cause: error });
        }
        throw error;
      }
    },
  };
}
