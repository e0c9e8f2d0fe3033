import type { Props } from "../values/json.js";

/**
 * A failure after AWS accepted the request: the resource exists. Thrown from create or update it makes the
 * engine keep the resource with these properties, and call update at the next `pulumi up`.
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
