import { createRequire } from "node:module";
import type { EngineLog } from "../lifecycle/provider.js";

/** Returns whether this is Pulumi's own provider process, which has the engine's address as its last argument. */
export function inProviderHost(): boolean {
  return /dynamic-provider[\\/](index\.js)?$/.test(process.argv[1] ?? "");
}

/**
 * Returns a log that is connected to the engine with the first message. The SDK gives dynamic providers no such log,
 * but the host has one. A failure here costs only messages, and must never cost a snapshot.
 */
export function engineLog(): EngineLog | undefined {
  if (!inProviderHost()) {
    return undefined;
  }
  let connected: { log: EngineLog | undefined } | undefined;
  return (...message) => {
    connected ??= { log: connect(process.argv.at(-1) ?? "") };
    connected.log?.(...message);
  };
}

function connect(address: string): EngineLog | undefined {
  try {
    // gRPC credentials must come from the copy of gRPC that Pulumi's client was made with.
    const ofPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
    const grpc: typeof import("@grpc/grpc-js") = ofPulumi("@grpc/grpc-js");
    const { EngineClient } = ofPulumi("@pulumi/pulumi/proto/engine_grpc_pb.js");
    const { LogRequest, LogSeverity } = ofPulumi("@pulumi/pulumi/proto/engine_pb.js");
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    return (urn, text, severity) => {
      const request = new LogRequest();
      request.setUrn(urn);
      request.setMessage(text);
      request.setEphemeral(severity === "info");
      request.setSeverity(severity === "info" ? LogSeverity.INFO : LogSeverity.WARNING);
      client.log(request, () => {});
    };
  } catch {
    return undefined;
  }
}
