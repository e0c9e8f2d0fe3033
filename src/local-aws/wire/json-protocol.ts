import { JsonCodec2 } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { type AwsError, refusal } from "./aws-error.js";
import { checkInput, type InputCodes } from "./check-input.js";
import type { Protocol } from "./protocol.js";

/** The format of timestamps if the schema names none. The numbers are the SDK's. */
const timestampFormats = { dateTime: 5, epochSeconds: 7 } as const;

function codec(timestamps: keyof typeof timestampFormats): JsonCodec2 {
  return new JsonCodec2({
    jsonName: false,
    timestampFormat: { useTrait: true, default: timestampFormats[timestamps] },
  });
}

/** AWS JSON 1.1: `X-Amz-Target: <prefix>.<Operation>`, JSON in, JSON out. */
export function jsonProtocol(targetPrefix: string): Protocol {
  return {
    contentType: "application/x-amz-json-1.1",
    unknownOperation: "UnknownOperationException",
    malformed: "SerializationException",
    operationOf: ({ target }) =>
      target?.startsWith(`${targetPrefix}.`) ? target.slice(targetPrefix.length + 1) : undefined,
    decode: (input, body, codes) =>
      decodeJson(input, parseJson(body, codes), codes, "epochSeconds"),
    answer: (_operation, output, value) => {
      const serializer = codec("epochSeconds").createSerializer();
      serializer.write(output, value);
      return serializer.flush();
    },
    error: ({ code, message }) => JSON.stringify({ __type: code, message }),
  };
}

/** Checks a value from JSON, or in the form of JSON, and converts it to the SDK's types. */
export async function decodeJson(
  schema: NormalizedSchema,
  value: unknown,
  codes: InputCodes,
  timestamps: keyof typeof timestampFormats,
): Promise<Record<string, unknown>> {
  checkInput(schema, value, codes);
  try {
    return await codec(timestamps).createDeserializer().read(schema, JSON.stringify(value));
  } catch (cause) {
    throw unreadable(cause, codes);
  }
}

function parseJson(body: string, codes: InputCodes): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw unreadable(cause, codes);
  }
}

/** The error for a body that cannot be read. */
export function unreadable(cause: unknown, codes: InputCodes): AwsError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return refusal(codes.malformed, `The request body cannot be read: ${reason}.`);
}
