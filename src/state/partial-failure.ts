import type { Props } from "../values/json.js";

/**
 * A failure after AWS accepted the request, so the resource exists. If create or update throws it, the engine keeps the
 * resource with these properties, and calls update at the next `pulumi up`.
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly properties: Props;
  readonly reasons: readonly string[];

  constructor(message: string, id: string, properties: Props, options?: ErrorOptions) {
    super(message, options);
    this.id = id;
    this.properties = properties;
    this.reasons = [message];
  }
}
