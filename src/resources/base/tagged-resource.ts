import type * as pulumi from "@pulumi/pulumi";
import { callKeys, inputKeys } from "../../abi/hidden-keys.js";
import type { KindName } from "../../schema/inputs.js";
import { hasSecretTags } from "./secret-inputs.js";
import { type Final, SnapshotResource } from "./snapshot-resource.js";

/** Base of the resources that can have tags in AWS. */
export abstract class TaggedResource extends SnapshotResource {
  /** Tags of the resource, without the default tags. */
  declare readonly tags: pulumi.Output<{ [key: string]: string } | undefined>;
  /** All tags of the resource: `tags` merged with the default tags. */
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
 * Returns the hidden inputs that check needs to keep secret tags secret: whether tags are known to be secret, and the
 * program's tags. If the tags that check receives differ from these, a transform changed them in the engine, and they
 * may be secret.
 */
function secretTags({ props, options, provider }: Final): pulumi.Inputs {
  const { additionalSecretOutputs = [] } = options;
  const asked = ["tags", "tagsAll"].some((key) => additionalSecretOutputs.includes(key));
  return {
    [inputKeys.secretTags]: asked || hasSecretTags(props["tags"], provider),
    [callKeys.programTags]: props["tags"] ?? {},
  };
}
