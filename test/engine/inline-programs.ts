import { InterceptingCall, type Interceptor, status } from "@grpc/grpc-js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import { isRecord } from "../../src/values/json.js";

// Repairs what Pulumi's Automation API leaves behind in a process that runs many inline programs, if some of their
// engines end before them.

/**
 * Makes the connections of inline programs to their engines behave like those of programs in separate processes: each
 * has its own pool, and a program whose engine has ended disturbs no other program.
 */
export function separateConnections(): void {
  const options: unknown = Reflect.get(settings, "grpcClientOptions");
  if (!isRecord(options)) {
    throw new Error(
      "this version of @pulumi/pulumi keeps the options of its gRPC clients elsewhere",
    );
  }
  separatePools(options);
  const others = Array.isArray(options["interceptors"]) ? options["interceptors"] : [];
  options["interceptors"] = [...others, calmAfterEngine];
}

/**
 * Gives every connection a pool of its own.
 *
 * gRPC keeps one pool of connections for a whole process, by address. When an engine is killed, the pool goes on trying
 * its address, and between two tries it answers "unavailable" at once to everything that asks for that address. The
 * next engine may listen on that very port. Pulumi's language server (automation/server.js) takes an error of the
 * connection for the end of the program: the engine hears of no resource, and plans to delete all of them.
 */
function separatePools(options: Record<string, unknown>): void {
  options["grpc.use_local_subchannel_pool"] = 1;
}

/** By these an engine that was killed, or has ended a failed operation, is known. Pulumi's SDK takes them for the same. */
const ended: readonly status[] = [status.UNAVAILABLE, status.CANCELLED];

/**
 * Tells a program whose engine has ended that its outputs were registered. A program in a separate process ends with its
 * engine; an inline program continues until its calls have failed. Nothing in the program awaits this call, so its failure
 * would be an unhandled rejection of the test process. All other calls must fail, so that the program ends: its log
 * messages wait in one queue with those of every other program.
 */
const calmAfterEngine: Interceptor = (options, nextCall) => {
  const { path, responseDeserialize } = options.method_definition;
  const isOutputs = path.endsWith("/RegisterResourceOutputs");
  return new InterceptingCall(nextCall(options), {
    start: (metadata, listener, next) =>
      next(metadata, {
        onReceiveStatus: (received, pass) => {
          if (isOutputs && ended.includes(received.code)) {
            listener.onReceiveMessage(responseDeserialize(Buffer.alloc(0)));
            pass({ ...received, code: status.OK });
          } else {
            pass(received);
          }
        },
      }),
  });
};

/**
 * Records the process's error listeners. Returns a function that removes all later listeners: the program of a killed
 * engine never ends, and its listeners would take later errors of other programs for its own.
 */
export function holdListeners(): () => void {
  const topics: readonly string[] = ["uncaughtException", "unhandledRejection"];
  const events: NodeJS.EventEmitter = process;
  const before = new Map(topics.map((topic) => [topic, events.listeners(topic)]));
  return () => {
    for (const [topic, held] of before) {
      const later = events.listeners(topic).filter((listener) => !held.includes(listener));
      for (const listener of later) {
        // Node's types of listeners differ between the two functions.
        events.removeListener(topic, listener as () => void);
      }
    }
  };
}
