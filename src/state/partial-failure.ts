import type { Stored } from "./stored.js";

/**
 * A failure after AWS accepted the request, so the resource exists. If create or update throws it, the engine keeps the
 * resource as stored here, and calls update at the next `pulumi up`.
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
