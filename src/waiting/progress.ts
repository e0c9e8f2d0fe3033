import { createRequire } from "node:module";
import { type Clock, processClock } from "../values/clock.js";

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

/**
 * Sends messages of all rows, no more than so many in a second. A row that there is no room for waits for its turn, with
 * the newest of what it wanted to say.
 */
export class MessageQueue {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, () => void>();
  #sent: number[] = [];
  #isDraining = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sends a message as soon as there is room. A row has one message in the queue, and keeps its place with a newer one. */
  send(row: string, message: () => void): void {
    this.#waiting.set(row, message);
    void this.#drain();
  }

  /** Takes back what a row has not said yet: it has come to its end. */
  end(row: string): void {
    this.#waiting.delete(row);
  }

  async #drain(): Promise<void> {
    if (this.#isDraining) {
      return;
    }
    this.#isDraining = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const room = this.#millisecondsUntilRoom();
      if (room > 0) {
        await this.#clock.sleep(room);
        continue;
      }
      const [row, message] = next;
      this.#waiting.delete(row);
      this.#sent.push(this.#clock.now());
      message();
    }
    this.#isDraining = false;
  }

  #next(): [string, () => void] | undefined {
    return this.#waiting.entries().next().value;
  }

  #millisecondsUntilRoom(): number {
    const now = this.#clock.now();
    this.#sent = this.#sent.filter((at) => at > now - 1000);
    const [first] = this.#sent;
    return first === undefined || this.#sent.length < mostInASecond ? 0 : first + 1000 - now;
  }
}

/** Where all rows of this process speak. */
const queue = new MessageQueue(processClock());

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
      const send = engine();
      const now = clock.now();
      const interval = messageInterval(now - start);
      const isDue = interval < Number.POSITIVE_INFINITY && now - shown >= interval;
      if (send !== undefined && isDue && text !== last) {
        queue.send(urn, () => {
          [shown, last] = [clock.now(), text];
          send(urn, text, "info");
        });
      }
    },
    warn: (text) => engine()?.(urn, text, "warning"),
  };
}

/** Says no more of a resource of which the engine has been told the end. */
export function endProgress(urn: unknown): void {
  queue.end(String(urn));
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
