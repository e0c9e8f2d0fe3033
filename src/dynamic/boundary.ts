import { isRecord } from "../values/json.js";
import { plain } from "../values/plain.js";
import { type DynamicProvider, KeptFailure } from "./provider.js";

/**
 * Returns a provider whose results and errors the host survives.
 *
 * The host turns results into a protobuf struct after AWS has acted. A single `undefined` in them loses the resource,
 * and an `undefined` in the properties of a thrown error hangs the deployment forever. The host also takes any thrown
 * object with an `id` for a resource that was created.
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

/** Returns a result as plain JSON, and an empty object if a method returned nothing. */
function plainResult<Result>(result: Result): Result {
  const clean: unknown = plain(result);
  // Only members that JSON cannot carry were changed, so the shape of the result is still the method's.
  return (isRecord(clean) ? clean : {}) as Result;
}

/**
 * Returns the error that the host may see. It keeps only the message, and the ID, properties and reasons of our own
 * partial failures: the host would misread an error of AWS with an `id`, a `code` or `details` of its own. The host
 * also prints the string and the stack of some errors under the user's stack. The engine shows the message with the
 * resource, so a pointer to it is enough there.
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
