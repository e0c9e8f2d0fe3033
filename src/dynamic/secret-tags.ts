import { secretSignature, signatureKey } from "../values/engine-values.js";
import { equal, isRecord, type Props } from "../values/json.js";
import { hasSecretTags, takingProgramTags, withSecretTags } from "./hidden-inputs.js";
import { type DynamicProvider, KeptFailure } from "./provider.js";

/** The engine's mark of a secret in a provider's results. */
const signature = { [signatureKey]: secretSignature };

/**
 * Keeps secret tags secret. The engine passes all values to providers in plain text, and marks those that a provider
 * returns under the same key again. `tagsAll` is another key, so it would be in plain text in the state. A hidden input
 * tells that the tags are secret, as far as the program knows. Only the engine sees the changes of a transform, so tags
 * that differ from the program's count as secret.
 */
export function sealingSecrets(provider: DynamicProvider): DynamicProvider {
  return {
    ...provider,
    check: async (olds: Props, news: Props) => {
      const { programTags, inputs: given } = takingProgramTags(news);
      const isChanged = programTags !== undefined && !equal(programTags, given["tags"] ?? {});
      const told = isChanged ? withSecretTags(given) : given;
      const { inputs, failures } = await provider.check(olds, told);
      return { inputs: sealed(inputs), failures: failures ?? [] };
    },
    create: async (inputs: Props) => {
      const { id, outs } = await sealedFailures(provider.create(inputs));
      return { id, outs: sealed(outs) };
    },
    read: async (id: string, props: Props) => {
      const answer = await provider.read(id, props);
      return { ...answer, props: sealed(answer.props), inputs: sealed(answer.inputs) };
    },
    update: async (id: string, olds: Props, news: Props) => {
      const { outs } = await sealedFailures(provider.update(id, olds, news));
      return { outs: sealed(outs) };
    },
  };
}

function sealed(props: Props | undefined): Props | undefined {
  return props !== undefined && hasSecretTags(props) && isRecord(props["tagsAll"])
    ? { ...props, tagsAll: { ...signature, value: props["tagsAll"] } }
    : props;
}

async function sealedFailures<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    throw error instanceof KeptFailure
      ? new KeptFailure(error.message, error.id, sealed(error.properties) ?? {}, {
          cause: error,
        })
      : error;
  }
}
