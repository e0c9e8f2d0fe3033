import { createRequire } from "node:module";
import { processClock } from "./clock.js";

/** Tells a person at the terminal what a resource is doing. */
export interface Progress {
  /** Shows a text in the resource's row, in place of the one before. */
  show(text: string): void;
  /** Leaves a warning under the resource. */
  warn(text: string): void;
}

/** Milliseconds between two messages of a row where every message becomes a line of a CI log. */
const ciInterval = 60_000;

/** The progress of one resource; silent where the engine cannot be told. */
export function progressOf(urn: unknown): Progress {
  if (typeof urn !== "string" || urn === "") {
    return { show: () => {}, warn: () => {} };
  }
  let shown = Number.NEGATIVE_INFINITY;
  let last = "";
  return {
    show: (text) => {
      const now = processClock().now();
      if (text === last || (process.env["CI"] && now - shown < ciInterval)) {
        return;
      }
      [shown, last] = [now, text];
      engine()?.(urn, text, "info");
    },
    warn: (text) => engine()?.(urn, text, "warning"),
  };
}

type Send = (urn: string, text: string, severity: "info" | "warning") => void;
let connected: { send: Send | undefined } | undefined;

/** Whether this is Pulumi's own provider process, which has the engine's address as its last argument. */
export function inProviderHost(): boolean {
  return /dynamic-provider[\\/](index\.js)?$/.test(process.argv[1] ?? "");
}

/**
 * The line to the engine. The SDK gives dynamic providers none, but the host has it. Whatever goes wrong here
 * only costs messages: it must never cost a snapshot.
 */
function engine(): Send | undefined {
  connected ??= { send: inProviderHost() ? connect(process.argv.at(-1) ?? "") : undefined };
  return connected.send;
}

function connect(address: string): Send | undefined {
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
