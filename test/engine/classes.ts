import type * as pulumi from "@pulumi/pulumi";
import * as services from "pulumi-aws-snapshots";

/** A class of the package, whatever its arguments are. */
export type AnyClass = new (
  name: string,
  args: pulumi.Inputs,
  options?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/** The class of a kind, as a program uses it. */
export function classOf(kind: string): AnyClass {
  const [service = "", name = ""] = kind.split(":");
  const found: unknown = Reflect.get(Reflect.get(services, service), name);
  if (typeof found !== "function") {
    throw new Error(`the package has no class for ${kind}`);
  }
  // What the class takes is checked by the package itself.
  return found as AnyClass;
}
