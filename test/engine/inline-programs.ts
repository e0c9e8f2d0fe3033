import { InterceptingCall, type Interceptor, status } from "@grpc/grpc-js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import "@pulumi/pulumi/runtime/state.js";
import { isRecord } from "../../src/values/json.js";

// What Pulumi's Automation API leaves behind in a process that runs many inline programs, some of whose engines are killed.

/** The inline programs whose engine was killed, by the store that Pulumi keeps for each program. */
const dead = new WeakSet<object>();

/**
 * Makes the connections of inline programs to their engines behave as those of programs in processes of their own:
 * each has its own pool, and a program whose engine was killed disturbs nobody else.
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
  options["interceptors"] = [...others, calmOnceDead];
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

/** The inline program that calls this. */
export function runningProgram(): object {
  const program = globalThis.asyncLocalStorage.getStore();
  if (program === undefined) {
    throw new Error("this is called by no inline program");
  }
  return program;
}

/**
 * Takes note that the engine of a program was killed. A program in a process of its own dies with its engine; an inline
 * program goes on until it has seen all its calls fail.
 */
export function die(program: object): void {
  dead.add(program);
}

/**
 * Tells a dead program that its outputs were registered. Nothing in the program awaits that call: if the call failed, the
 * failure would be an unhandled rejection of the process that runs the tests. All other calls must fail, so that the
 * program ends: what it logs waits in one line with the logs of every other program.
 */
const calmOnceDead: Interceptor = (options, nextCall) => {
  const program = globalThis.asyncLocalStorage.getStore();
  const { path, responseDeserialize } = options.method_definition;
  const isOutputs = path.endsWith("/RegisterResourceOutputs");
  return new InterceptingCall(nextCall(options), {
    start: (metadata, listener, next) =>
      next(metadata, {
        onReceiveStatus: (received, pass) => {
          if (isOutputs && program !== undefined && dead.has(program)) {
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
