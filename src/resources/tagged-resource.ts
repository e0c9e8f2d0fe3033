import type * as pulumi from "@pulumi/pulumi";
import { providerOf } from "./aws-provider.js";
import { hasSecretTags } from "./secret-inputs.js";
import { SnapshotResource, whereGiven } from "./snapshot-resource.js";

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
    super(kind, name, { ...inputs, ...whereGiven({ __secretTags }) }, options, [
      "tags",
      "tagsAll",
      ...outputs,
    ]);
  }
}
