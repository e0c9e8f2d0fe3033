import { causeOf, hasCode } from "../../aws/errors.js";
import { inputsOf } from "../../kinds/input.js";
import type { SourceStatus } from "../../kinds/kind.js";
import { isStuck } from "../../kinds/status.js";
import type { Props } from "../../values/json.js";
import type { Session } from "../session.js";

/** What a create that AWS refuses as busy waits for. */
export interface BusySource {
  /** What a person is told of it, as a sentence. */
  words(): string | undefined;
  /** Sends the request. Where AWS refuses it as busy, looks at the source; a status that does not pass by itself is an error. */
  watched<Answer>(send: () => Promise<Answer>): Promise<Answer>;
}

/** Looks at what a create works from, with a client of the region that it is in. */
export function busySource<Client, Remote>(
  { kind }: Session<Client, Remote>,
  inputs: Props,
  client: Client,
): BusySource {
  let seen: SourceStatus | undefined;
  const words = () =>
    seen?.status === undefined ? undefined : `The ${seen.what} is "${seen.status}".`;
  const look = async () => {
    try {
      return await kind.madeFrom.status(client, inputsOf(kind, inputs));
    } catch {
      // AWS's refusal is what matters. Whoever may not describe the source is told no more than that.
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
