import { isRecord } from "../values/json.js";
import { plain } from "../values/plain.js";
import { type DynamicProvider, KeptFailure } from "./provider.js";

/**
 * Puts a provider behind the only form of answers and errors that the host survives.
 *
 * The host turns results into a protobuf struct after AWS has acted: a single `undefined` in them loses the
 * resource, and one in the properties of a thrown error hangs the deployment for ever. It also takes any
 * thrown object with an `id` for a resource that was made.
 */
export function behindBoundary(provider: DynamicProvider): DynamicProvider {
  const guarded =
    <Arguments extends unknown[], Result>(method: (...args: Arguments) => Promise<Result>) =>
    async (...args: Arguments): Promise<Result> => {
      try {
        return plainResult(await method(...args));
      } catch (thrown) {
        throw hostError(thrown);
      }
    };
  return {
    ...(provider.configure && { configure: provider.configure }),
    check: guarded((olds, news) => provider.check(olds, news)),
    diff: guarded((id, olds, news) => provider.diff(id, olds, news)),
    create: guarded(async (inputs) => {
      const { id, outs } = await provider.create(inputs);
      if (typeof id !== "string" || id === "") {
        throw new Error("the provider returned no id for the new resource");
      }
      return { id, outs };
    }),
    read: guarded((id, props) => provider.read(id, props)),
    update: guarded((id, olds, news) => provider.update(id, olds, news)),
    delete: guarded((id, props) => provider.delete(id, props)),
  };
}

/** A result as plain JSON; an object even where a method answered nothing. */
function plainResult<Result>(result: Result): Result {
  const clean: unknown = plain(result);
  // Only members that JSON cannot carry were changed, so the shape of the result is still the method's.
  return (isRecord(clean) ? clean : {}) as Result;
}

/**
 * The error that the host may see. Of all that was thrown only the message survives, and the id, the
 * properties and the reasons of our own partial failures: an error of AWS with an `id`, a `code` or `details`
 * of its own would be read as something else. The host also prints the text and the stack of some errors under
 * the stack of the user; the engine shows the message with the resource, so a pointer to it is enough there.
 */
function hostError(thrown: unknown): Error {
  const message =
    thrown instanceof Error
      ? thrown.message
      : `the provider threw a value that is not an error: ${String(thrown)}`;
  const error = new Error(message || "the provider failed without a reason");
  error.stack = "operation failed; see the error of the resource";
  error.toString = () => "pulumi-aws-snapshots";
  if (thrown instanceof KeptFailure) {
    Object.assign(error, {
      id: thrown.id,
      properties: plain(thrown.properties),
      reasons: [error.message],
    });
  }
  return error;
}
