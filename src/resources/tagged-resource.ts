import * as pulumi from "@pulumi/pulumi";
import { providerOf } from "./aws-provider.js";
import { SnapshotResource } from "./snapshot-resource.js";

/** Base of the resources on which AWS keeps tags. */
export abstract class TaggedResource extends SnapshotResource {
  /** The resource's own tags. */
  declare readonly tags: pulumi.Output<{ [key: string]: string } | undefined>;
  /** All tags that the resource was given: default tags and its own. */
  declare readonly tagsAll: pulumi.Output<{ [key: string]: string }>;

  protected constructor(
    kind: string,
    name: string,
    args: object | undefined,
    options: pulumi.CustomResourceOptions,
    outputs: readonly string[],
  ) {
    const inputs: pulumi.Inputs = { ...args };
    const __secretTags = hasSecretTags(inputs["tags"], providerOf(options));
    super(kind, name, { ...inputs, __secretTags }, options, ["tags", "tagsAll", ...outputs]);
  }
}

/** True if tags or default tags are or hold a secret: the provider process gets all values in clear. */
async function hasSecretTags(
  tags: unknown,
  provider: pulumi.ProviderResource | undefined,
): Promise<true | undefined> {
  const defaults: unknown = provider && Reflect.get(provider, "defaultTags");
  const given = [tags, defaults].filter((value) => value !== undefined);
  const secrets = await Promise.all(given.map((value) => pulumi.isSecret(pulumi.output(value))));
  const isConfigSecret: unknown = Reflect.get(pulumi.runtime, "isConfigSecret");
  const stack =
    provider === undefined &&
    typeof isConfigSecret === "function" &&
    isConfigSecret("aws:defaultTags") === true;
  return stack || secrets.includes(true) ? true : undefined;
}
