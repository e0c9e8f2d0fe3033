import { createRequire } from "node:module";
import { processClock } from "./clock.js";

/** Tells a person at the terminal what a resource is doing. */
export interface Progress {
  /** Shows a text in the resource's row, in place of the one before. */
  show(text: string): void;
  /** Leaves a warning under the resource. */
  warn(text: string): void;
}

/** Variable that says how much the rows tell: `off`, `quiet` or `live`. */
const progressVariable = "PULUMI_AWS_SNAPSHOTS_PROGRESS";

/** Milliseconds between two messages of a row: in a terminal that is watched, and where each becomes a line of a log. */
const [liveInterval, quietInterval] = [2_000, 60_000];

/** Messages of all rows together in a second. */
const mostInASecond = 20;

/**
 * Milliseconds between two messages of a row of that age. Without a terminal each of them is a line of its own, and
 * nothing tells a provider which it is: so the longer a row waits the less it says.
 */
export function messageInterval(age: number, environment = process.env): number {
  switch (environment[progressVariable] ?? (environment["CI"] ? "quiet" : "")) {
    case "off":
      return Number.POSITIVE_INFINITY;
    case "quiet":
      return quietInterval;
    case "live":
      return liveInterval;
    default:
      return Math.min(quietInterval, Math.max(liveInterval, age / 15));
  }
}

/** What decides whether one more message is shown. */
export class MessageLimit {
  readonly #recent: number[] = [];

  /** Whether one may be shown at that time. If so it counts. */
  admits(now: number): boolean {
    while ((this.#recent[0] ?? now) < now - 1000) {
      this.#recent.shift();
    }
    if (this.#recent.length >= mostInASecond) {
      return false;
    }
    this.#recent.push(now);
    return true;
  }
}

const limit = new MessageLimit();

/** The progress of one resource; silent where the engine cannot be told. */
export function progressOf(urn: unknown): Progress {
  if (typeof urn !== "string" || urn === "") {
    return { show: () => {}, warn: () => {} };
  }
  const clock = processClock();
  const start = clock.now();
  let shown = Number.NEGATIVE_INFINITY;
  let last = "";
  return {
    show: (text) => {
      const now = clock.now();
      if (text === last || now - shown < messageInterval(now - start) || !limit.admits(now)) {
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
