import * as pulumi from "@pulumi/pulumi";
import { secretInputs } from "../../schema/outputs.js";

/** Warns about each argument that is passed as a secret but will be shown in plain text. */
export async function warnOfSecrets(
  resource: pulumi.Resource,
  args: pulumi.Inputs | undefined,
): Promise<void> {
  for (const [key, value] of Object.entries(args ?? {})) {
    if (!secretInputs.includes(key) && (await isSecret(value))) {
      await pulumi.log.warn(
        `${key} was passed as a secret, but will appear in plain text: names, sources, regions, buckets and keys are part of ARNs and messages. If that is acceptable, pass it through pulumi.unsecret.`,
        resource,
      );
    }
  }
}

/**
 * Returns whether tags or default tags are or contain a secret, because the provider process receives all values in
 * plain text. The result is undefined if nothing can be secret, and a promise otherwise.
 */
export function hasSecretTags(
  tags: unknown,
  provider: pulumi.ProviderResource | undefined,
): true | undefined | Promise<true | undefined> {
  if (provider === undefined && isConfigSecret("aws:defaultTags")) {
    return true;
  }
  const defaults: unknown = provider && Reflect.get(provider, "defaultTags");
  const given = [tags, defaults].filter(mayBeSecret);
  return given.length === 0
    ? undefined
    : Promise.all(given.map(isSecret)).then((secrets) => secrets.includes(true) || undefined);
}

function isConfigSecret(key: string): boolean {
  const ask: unknown = Reflect.get(pulumi.runtime, "isConfigSecret");
  return typeof ask === "function" && ask(key) === true;
}

async function isSecret(value: unknown): Promise<boolean> {
  return mayBeSecret(value) && pulumi.isSecret(pulumi.output(value));
}

/** Whether the value may contain an output. Wrapping every plain string in an output would slow down large previews. */
function mayBeSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return !isPlain || Object.values(value).some(mayBeSecret);
}
