/** An error answer in AWS's words. Without a status, the service's own model of the error gives it. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  /** Whether the request itself is wrong, whatever state the service is in. */
  readonly refused: boolean;

  constructor(code: string, message: string, status?: number, refused = false) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
    this.refused = refused;
  }
}

/** The answer to an invalid request: unsigned, unreadable, or not in the service's model. */
export function refusal(code: string, message: string, status = 400): AwsError {
  return new AwsError(code, message, status, true);
}
