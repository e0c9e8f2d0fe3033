import { Metadata, type ServerErrorResponse, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { inOurWords } from "./words.js";

/** A failure after AWS accepted the request: the engine keeps the resource. */
export class ResourceKept extends Error {
  override readonly name = "ResourceKept";
  readonly id: string;
  readonly outputs: Struct;
  readonly inputs: Struct;

  constructor(cause: Error, id: string, outputs: Struct, inputs: Struct) {
    super(cause.message, { cause });
    this.id = id;
    this.outputs = outputs;
    this.inputs = inputs;
  }
}

/** Returns the answer to a request that failed: the message alone, and for a resource that is kept its state. */
export function failure(thrown: unknown): Partial<ServerErrorResponse> {
  const message =
    thrown instanceof Error
      ? thrown.message
      : `the provider threw a value that is not an error: ${String(thrown)}`;
  const details = inOurWords(message) || "the provider failed without a reason";
  if (!(thrown instanceof ResourceKept)) {
    return { code: status.UNKNOWN, details };
  }
  const kept = new ErrorResourceInitFailed();
  kept.setId(thrown.id);
  kept.setProperties(thrown.outputs);
  kept.setInputs(thrown.inputs);
  kept.setReasonsList([details]);
  const packed = new Any();
  packed.pack(kept.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status();
  answer.setCode(status.UNKNOWN);
  answer.setMessage(details);
  answer.addDetails(packed);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return { code: status.UNKNOWN, details, metadata };
}
