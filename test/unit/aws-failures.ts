import { MemoryDBServiceException } from "@aws-sdk/client-memorydb";

/** What AWS answers beside the code of an error. */
interface Answer {
  readonly status?: number;
  readonly text?: string;
  readonly requestId?: string;
  /** The code as it was on the wire, where that differs from the name of the error's class. */
  readonly wireCode?: string;
}

/** An error of the SDK's own class, as its clients throw them. */
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

/** An error of Node's for a connection that brought no answer. */
export function lostConnection(code: string): Error {
  return Object.assign(new Error(`connect ${code} 192.0.2.1:443`), { code });
}
