import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { cbor } from "@smithy/core/cbor";
import type { Clock } from "../clock.js";
import { AwsError, refusal } from "./aws-error.js";
import { type Caller, callerOf } from "./caller.js";
import type { Fault, Faults } from "./faults.js";
import { jsonProtocol } from "./json-protocol.js";
import type { OperationSchema } from "./model.js";
import type { Protocol, WireRequest } from "./protocol.js";
import { queryProtocol } from "./query-protocol.js";
import type { RecordedRequest, Requests } from "./requests.js";
import { withoutSecrets } from "./secrets.js";
import type { Handler, Service } from "./service.js";

/** The parts of local AWS that the server answers from. */
export interface Parts {
  readonly services: readonly Service[];
  readonly clock: Clock;
  readonly faults: Faults;
  readonly requests: Requests;
}

/** An HTTP request that was read to its end. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The reason why it could not be read. */
  readonly body: string | AwsError;
}

/** An HTTP answer. */
export interface HttpAnswer {
  /** The source of the answer: the service, a fault, or local AWS itself if the request is not valid. */
  readonly origin: "service" | "injected error" | "injected text" | "refusal";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Whether the connection ends in the middle of the body. */
  readonly cut?: boolean;
}

type Entry = { -readonly [Member in keyof RecordedRequest]: RecordedRequest[Member] };

/** A request that was understood. */
interface Call {
  readonly service: Service;
  readonly operation: string;
  readonly schema: OperationSchema;
  readonly run: Handler;
  readonly caller: Caller;
  readonly input: Record<string, unknown>;
}

/** Answers a request and records it. A fault may make the connection `drop` or `hang` instead. */
export async function answer(
  parts: Parts,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer | "drop" | "hang"> {
  const requestId = randomUUID();
  const entry: Entry = {
    service: "unknown",
    operation: "unknown",
    account: "unknown",
    region: "unknown",
    input: {},
    at: parts.clock.now(),
    outcome: "pending",
    refused: false,
  };
  let call: Call;
  try {
    call = await understand(parts.services, request, entry);
  } catch (error) {
    const service = parts.services.find(({ name }) => name === entry.service);
    const refused = errorAnswer(
      error,
      service,
      service?.protocol ?? languageOf(request),
      requestId,
    );
    Object.assign(entry, { outcome: refused.code, refused: true });
    parts.requests.add(entry);
    return { origin: "refusal", ...refused.answer };
  }
  entry.input = withoutSecrets(call.schema.input, call.input);
  parts.requests.add(entry);
  const fault = parts.faults.hit({ ...entry, input: call.input });
  if (fault?.delay) await sleep(fault.delay, undefined, { signal });
  return carryOut(call, fault, entry, requestId);
}

function carryOut(
  { service, operation, schema, run, caller, input }: Call,
  fault: Fault | undefined,
  entry: Entry,
  requestId: string,
): HttpAnswer | "drop" | "hang" {
  const { protocol } = service;
  if (fault?.hang === "before") {
    entry.outcome = "hung before";
    return "hang";
  }
  if (fault?.dropConnection === "before") {
    entry.outcome = "dropped before";
    return "drop";
  }
  if (fault?.rawBody) {
    entry.outcome = `raw ${fault.rawBody.status}`;
    return { origin: "injected text", ...fault.rawBody, headers: headersOf(protocol, requestId) };
  }
  try {
    if (fault?.error) {
      throw new AwsError(fault.error.code, fault.error.message, fault.error.status);
    }
    const body = protocol.answer(operation, schema.output, run(input, caller), requestId);
    if (fault?.hang) {
      entry.outcome = "hung after";
      return "hang";
    }
    if (fault?.dropConnection === "after") {
      entry.outcome = "dropped after";
      return "drop";
    }
    entry.outcome = fault?.dropConnection ? "cut" : "ok";
    const answer = { status: 200, headers: headersOf(protocol, requestId) };
    return fault?.rewrite
      ? { origin: "injected text", ...answer, body: fault.rewrite(textOf(body)) }
      : { origin: "service", ...answer, body, cut: fault?.dropConnection !== undefined };
  } catch (error) {
    const failed = errorAnswer(error, service, protocol, requestId);
    entry.outcome = failed.code;
    return fault?.dropConnection
      ? "drop"
      : { origin: fault?.error ? "injected error" : "service", ...failed.answer };
  }
}

/** Finds out the operation, the caller and the service of a request, and records each as soon as it is known. */
async function understand(
  services: readonly Service[],
  { method, path, headers, body }: HttpRequest,
  entry: Entry,
): Promise<Call> {
  if (headers["smithy-protocol"] !== undefined) {
    throw refusal(
      "UnsupportedProtocol",
      `The client uses the protocol ${headers["smithy-protocol"]}. Local AWS has only AWS JSON 1.1 and AWS query. ` +
        "Set the client's `protocol` option to one of these.",
      415,
    );
  }
  if (typeof body !== "string") throw body;
  const target = headers["x-amz-target"];
  const unsigned = {
    target: typeof target === "string" ? target : undefined,
    contentType: headers["content-type"] ?? "",
    body,
  };
  if (headers.authorization === undefined) {
    // Only the operation tells which service an unsigned request is meant for, and so how to refuse it.
    entry.service = serviceMeant(services, unsigned)?.name ?? entry.service;
  }
  const caller = anonymous(services, headers, unsigned) ?? callerOf(headers);
  entry.account = caller.account;
  entry.region = caller.region;
  if (method !== "POST" || path !== "/") {
    throw refusal("InvalidRequest", `${method} ${path} is not an API call. API calls are POST /.`);
  }
  const wire = { ...unsigned, signingName: caller.signingName };
  for (const service of services) {
    const operation = service.protocol.operationOf(wire);
    if (operation === undefined) continue;
    entry.service = service.name;
    entry.operation = operation;
    if (caller.signingName !== service.signingName) {
      throw refusal(
        "InvalidSignatureException",
        `The request is signed for ${caller.signingName}, but was sent to ${service.signingName}.`,
        403,
      );
    }
    const schema = service.model.operations.get(operation);
    const run = service.operations[operation];
    if (schema === undefined || run === undefined) {
      const reason = schema ? "is not supported by local AWS" : "does not exist";
      throw refusal(
        service.protocol.unknownOperation,
        `The operation ${service.name}:${operation} ${reason}.`,
      );
    }
    const input = await service.protocol.decode(schema.input, body, {
      malformed: service.protocol.malformed,
      missing: service.missingMember,
    });
    return { service, operation, schema, run, caller, input };
  }
  throw refusal(
    "UnknownOperationException",
    `No service of local AWS has this request (signed for ${caller.signingName}, target ${wire.target ?? "none"}). ` +
      `Local AWS has ${services.map(({ name }) => name).join(", ")}.`,
  );
}

/** Returns the service that knows the operation of an unsigned request. */
function serviceMeant(
  services: readonly Service[],
  request: Omit<WireRequest, "signingName">,
): Service | undefined {
  return services.find(({ protocol, signingName, model }) =>
    model.operations.has(protocol.operationOf({ ...request, signingName }) ?? ""),
  );
}

/** Returns the caller of an operation that needs no credentials, if the request has such an operation. */
function anonymous(
  services: readonly Service[],
  { authorization }: IncomingHttpHeaders,
  request: Omit<WireRequest, "signingName">,
): Caller | undefined {
  if (authorization !== undefined) {
    return undefined;
  }
  const service = services.find(({ protocol, signingName, unsigned = [] }) =>
    unsigned.includes(protocol.operationOf({ ...request, signingName }) ?? ""),
  );
  return (
    service && {
      accessKeyId: "anonymous",
      account: "unknown",
      region: "unknown",
      signingName: service.signingName,
    }
  );
}

type Language = Pick<Protocol, "contentType" | "error">;

/** Refuses a request whose service is not known. */
function languageOf({ headers }: HttpRequest): Language {
  if (headers["smithy-protocol"] === "rpc-v2-cbor") {
    return {
      contentType: "application/cbor",
      error: ({ code, message }) => cbor.serialize({ __type: code, message }),
    };
  }
  return headers["content-type"]?.startsWith("application/x-www-form-urlencoded")
    ? queryProtocol({ signingName: "", version: "", xmlNamespace: "" })
    : jsonProtocol("");
}

function errorAnswer(
  error: unknown,
  service: Service | undefined,
  language: Language,
  requestId: string,
): { code: string; answer: Omit<HttpAnswer, "origin"> } {
  const { code, message, status } =
    error instanceof AwsError
      ? error
      : new AwsError("InternalFailure", `Local AWS itself failed: ${error}`, 500);
  const modelled = service?.model.errors.get(code);
  const traits = {
    status: status ?? modelled?.status ?? 400,
    queryCode: modelled?.queryCode ?? code,
  };
  return {
    code,
    answer: {
      status: traits.status,
      headers: headersOf(language, requestId),
      body: language.error({ code, message, traits }, requestId),
    },
  };
}

function textOf(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

function headersOf({ contentType }: Language, requestId: string): Record<string, string> {
  return { "content-type": contentType, "x-amzn-requestid": requestId };
}
