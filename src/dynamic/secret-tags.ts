import { secretSignature, signatureKey } from "../values/engine-values.js";
import { equal, isRecord, type Props } from "../values/json.js";
import { hasSecretTags, takingProgramTags, withSecretTags } from "./hidden-inputs.js";
import { type DynamicProvider, KeptFailure } from "./provider.js";

/** How the engine marks a secret in what a provider answers. */
const signature = { [signatureKey]: secretSignature };

/**
 * Keeps secret tags secret. The engine hands providers all values in clear and marks what comes back under the
 * same key again. `tagsAll` is another key, so it would be in clear in the state: a hidden input says that it must
 * not be. The program says so of what it knows. What a transform changes only the engine sees, so tags that are not
 * those of the program count as secret.
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
