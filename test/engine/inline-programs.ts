import * as settings from "@pulumi/pulumi/runtime/settings.js";
import { isRecord } from "../../src/values/json.js";

// What Pulumi's Automation API leaves behind in a process that runs many inline programs, some of whose engines are killed.

/**
 * Gives every connection of an inline program to its engine a pool of its own.
 *
 * gRPC keeps one pool of connections for a whole process, by address. When an engine is killed, the pool goes on trying
 * its address, and between two tries it answers "unavailable" at once to everything that asks for that address. The
 * next engine may listen on that very port. Pulumi's language server (automation/server.js) takes an error of the
 * connection for the end of the program: the engine hears of no resource, and plans to delete all of them.
 */
export function separateConnections(): void {
  const options: unknown = Reflect.get(settings, "grpcClientOptions");
  if (!isRecord(options)) {
    throw new Error(
      "this version of @pulumi/pulumi keeps the options of its gRPC clients elsewhere",
    );
  }
  options["grpc.use_local_subchannel_pool"] = 1;
}

/**
 * Notes who listens for errors of the process. What is returned removes all who came later: the program of a killed
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
        // Node types a listener more loosely here than there.
        events.removeListener(topic, listener as () => void);
      }
    }
  };
}
