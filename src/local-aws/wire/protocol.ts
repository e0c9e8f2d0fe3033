import type { NormalizedSchema } from "@smithy/core/schema";
import type { InputCodes } from "./check-input.js";
import type { ErrorTraits } from "./model.js";

/** The wire form of a service's requests and answers. One protocol object serves one service. */
export interface Protocol {
  readonly contentType: string;
  /** The error with which the service refuses an unknown operation. */
  readonly unknownOperation: string;
  /** The error with which the service refuses a request that it cannot read. */
  readonly malformed: string;
  /** Returns the operation of this request, if it is in this service's protocol. */
  operationOf(request: WireRequest): string | undefined;
  /** Returns the input of the request, checked against the schema. */
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

/** The parts of a request that routing needs. */
export interface WireRequest {
  /** The `X-Amz-Target` header, which selects the operation of JSON services. */
  readonly target: string | undefined;
  readonly contentType: string;
  readonly signingName: string;
  readonly body: string;
}

/** An error in an answer. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly traits: ErrorTraits;
}
