import * as pulumi from "@pulumi/pulumi";
import { secretInputs } from "../../schema/outputs.js";

/** Says of every other argument that is given as a secret that it will be none. */
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
 * True if tags or default tags are or hold a secret: the provider process gets all values in clear. Undefined where
 * nothing can be secret, a promise otherwise.
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

/** Whether it may hold an output. To make one of each plain text would take a good part of a large preview. */
function mayBeSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return !isPlain || Object.values(value).some(mayBeSecret);
}
