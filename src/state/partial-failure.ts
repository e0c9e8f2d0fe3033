import type { Stored } from "./stored.js";

/**
 * A failure after AWS accepted the request: the resource exists. Thrown from create or update it makes the
 * engine keep the resource as it is stored here, and call update at the next `pulumi up`.
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly stored: Stored;

  constructor(message: string, id: string, stored: Stored, options?: ErrorOptions) {
    super(message, options);
    this.id = id;
    this.stored = stored;
  }
}
