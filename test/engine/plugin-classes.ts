import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../../src/schema/outputs.js";

/** The outputs of a resource of the plugin, all of them unknown to the compiler. */
export type Outputs = Readonly<Record<string, pulumi.Output<unknown>>>;

type KindName = keyof typeof outputs;

class PluginResource extends pulumi.CustomResource {
  constructor(
    kind: KindName,
    name: string,
    args: Record<string, unknown>,
    options?: pulumi.CustomResourceOptions,
  ) {
    const declared = ["arn", ...outputs[kind]].map((key) => [key, undefined]);
    super(`aws-snapshots:${kind}`, name, { ...Object.fromEntries(declared), ...args }, options);
  }
}

function isKindName(kind: string): kind is KindName {
  return kind in outputs;
}

/** Declares a resource that the plugin serves, as a generated class does. */
export function declare(
  kind: string,
  name: string,
  args: Record<string, unknown>,
  options?: pulumi.CustomResourceOptions,
): PluginResource & Outputs {
  if (!isKindName(kind)) {
    throw new Error(`the plugin serves no "${kind}"`);
  }
  // The class defines a member for each key that it passes on.
  return new PluginResource(kind, name, args, options) as PluginResource & Outputs;
}
