import type { dynamic } from "@pulumi/pulumi";
import type { Props } from "../values/json.js";

/** All methods of a dynamic provider. They know a resource only by its properties. */
export type DynamicProvider = Required<Omit<dynamic.ResourceProvider, "configure">> &
  Pick<dynamic.ResourceProvider, "configure">;

/** A failure that keeps the resource, in the form in which the host of dynamic providers knows it. */
export class KeptFailure extends Error {
  override readonly name = "KeptFailure";
  readonly id: string;
  readonly properties: Props;

  constructor(message: string, id: string, properties: Props, options?: ErrorOptions) {
    super(message, options);
    this.id = id;
    this.properties = properties;
  }
}
