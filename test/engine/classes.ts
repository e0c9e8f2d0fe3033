import type * as pulumi from "@pulumi/pulumi";
import * as services from "pulumi-aws-snapshots";

/** A class of the package, whatever its arguments. */
export type AnyClass = new (
  name: string,
  args: pulumi.Inputs,
  options?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/** Returns the class of a kind, as a program uses it. */
export function classOf(kind: string): AnyClass {
  const [service = "", name = ""] = kind.split(":");
  const found: unknown = Reflect.get(Reflect.get(services, service), name);
  if (typeof found !== "function") {
    throw new Error(`the package has no class for ${kind}`);
  }
  // The package itself checks the arguments.
  return found as AnyClass;
}
