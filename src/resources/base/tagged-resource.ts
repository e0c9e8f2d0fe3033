import type * as pulumi from "@pulumi/pulumi";
import { callKeys, inputKeys } from "../../abi/hidden-keys.js";
import type { KindName } from "../../schema/inputs.js";
import { hasSecretTags } from "./secret-inputs.js";
import { type Final, SnapshotResource } from "./snapshot-resource.js";

/** Base of the resources on which AWS keeps tags. */
export abstract class TaggedResource extends SnapshotResource {
  /** The resource's own tags. */
  declare readonly tags: pulumi.Output<{ [key: string]: string } | undefined>;
  /** All tags that the resource was given: default tags and its own. */
  declare readonly tagsAll: pulumi.Output<{ [key: string]: string }>;

  protected constructor(
    kind: KindName,
    name: string,
    args: object | undefined,
    options: pulumi.CustomResourceOptions,
  ) {
    super(kind, name, args, options, secretTags);
  }
}

/**
 * What check has to know to keep secret tags secret, as hidden inputs: whether tags are known to be secret, and the
 * tags themselves. Tags that differ from these by the time that check sees them were changed in the engine, by a
 * transform, and may be secret.
 */
function secretTags({ props, options, provider }: Final): pulumi.Inputs {
  const { additionalSecretOutputs = [] } = options;
  const asked = ["tags", "tagsAll"].some((key) => additionalSecretOutputs.includes(key));
  return {
    [inputKeys.secretTags]: asked || hasSecretTags(props["tags"], provider),
    [callKeys.programTags]: props["tags"] ?? {},
  };
}
