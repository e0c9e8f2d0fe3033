import { MemoryDBServiceException } from "@aws-sdk/client-memorydb";

/** The parts of AWS's answer besides the error code. */
interface Answer {
  readonly status?: number;
  readonly text?: string;
  readonly requestId?: string;
  /** The code on the wire, if it differs from the name of the error's class. */
  readonly wireCode?: string;
}

/** Returns an error of the SDK's own class, as its clients throw it. */
export function awsFailure(code: string, answer: Answer = {}): Error {
  const { status = 400, text = "No", requestId, wireCode } = answer;
  const error = new MemoryDBServiceException({
    name: code,
    message: text,
    $fault: status < 500 ? "client" : "server",
    $metadata: { httpStatusCode: status, ...(requestId === undefined ? {} : { requestId }) },
  });
  return wireCode === undefined ? error : Object.assign(error, { Code: wireCode });
}

/** Returns Node's error for a connection that brought no answer. */
export function lostConnection(code: string): Error {
  return Object.assign(new Error(`connect ${code} 192.0.2.1:443`), { code });
}
