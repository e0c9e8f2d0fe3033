import type { NormalizedSchema } from "@smithy/core/schema";
import type { InputCodes } from "./check-input.js";
import type { ErrorTraits } from "./model.js";

/** How a service's requests and answers look on the wire. One protocol object serves one service. */
export interface Protocol {
  readonly contentType: string;
  /** How the service says that it does not know an operation. */
  readonly unknownOperation: string;
  /** How the service says that it cannot read a request. */
  readonly malformed: string;
  /** The operation that this request names, if it is in this service's protocol. */
  operationOf(request: WireRequest): string | undefined;
  /** The input of the request, checked against the schema. */
  decode(
    input: NormalizedSchema,
    body: string,
    codes: InputCodes,
  ): Promise<Record<string, unknown>>;
  answer(
    operation: string,
    output: NormalizedSchema,
    value: unknown,
    requestId: string,
  ): string | Uint8Array;
  error(failure: WireError, requestId: string): string | Uint8Array;
}

/** What routing needs to know of a request. */
export interface WireRequest {
  /** The `X-Amz-Target` header, which JSON services are called with. */
  readonly target: string | undefined;
  readonly contentType: string;
  readonly signingName: string;
  readonly body: string;
}

/** An error as it is answered. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly traits: ErrorTraits;
}
