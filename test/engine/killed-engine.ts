// Run by inline-programs.test.ts in a separate process, because it leaves rejected promises behind. Runs a program with
// Pulumi's Automation API; its engine listens where an earlier engine was killed, or is killed in the middle of the
// program. Prints the outcome as JSON.
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { separateConnections } from "./inline-programs.js";

const require_ = createRequire(join(__dirname, "..", "..", "package.json"));
const { LanguageServer } = require_("@pulumi/pulumi/automation/server.js");
const { grpcClientOptions } = require_("@pulumi/pulumi/runtime/settings.js");
const { EngineClient, EngineService } = require_("@pulumi/pulumi/proto/engine_grpc_pb.js");
const engine = require_("@pulumi/pulumi/proto/engine_pb.js");
const { RunRequest } = require_("@pulumi/pulumi/proto/language_pb.js");
const { ResourceMonitorService } = require_("@pulumi/pulumi/proto/resource_grpc_pb.js");
const monitor = require_("@pulumi/pulumi/proto/resource_pb.js");
const { Empty } = require_("google-protobuf/google/protobuf/empty_pb.js");

type Method = (call: unknown, callback: (error: null, answer: unknown) => void) => void;

const answering =
  (answer: () => unknown): Method =>
  (_, callback) =>
    callback(null, answer());

/** The two services of an engine, as far as a program without resources needs them. */
async function serve(
  service: grpc.ServiceDefinition,
  methods: Record<string, Method>,
  port = 0,
): Promise<{ server: grpc.Server; port: number }> {
  const server = new grpc.Server();
  server.addService(service, methods);
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(
      `127.0.0.1:${port}`,
      grpc.ServerCredentials.createInsecure(),
      (error, given) => (error ? reject(error) : resolve(given)),
    ),
  );
  return { server, port: bound };
}

const serveEngine = (port?: number) =>
  serve(
    EngineService,
    {
      setRootResource: answering(() => new engine.SetRootResourceResponse()),
      log: answering(() => new Empty()),
    },
    port,
  );

function serveMonitor(methods: Record<string, Method> = {}) {
  const registered = new monitor.RegisterResourceResponse();
  registered.setUrn("urn:pulumi:dev::orders::pulumi:pulumi:Stack::orders-dev");
  return serve(ResourceMonitorService, {
    supportsFeature: answering(() => new monitor.SupportsFeatureResponse()),
    registerResource: answering(() => registered),
    registerResourceOutputs: answering(() => new Empty()),
    signalAndWaitForShutdown: answering(() => new Empty()),
    ...methods,
  });
}

/** Has the language server of the Automation API run a program, as the engine requests it. */
async function runProgram(
  enginePort: number,
  monitorPort: number,
): Promise<{ hasRun: boolean; error: string }> {
  let hasRun = false;
  const server = new LanguageServer(async () => {
    hasRun = true;
  });
  const request = new RunRequest();
  request.setProject("orders");
  request.setStack("dev");
  request.setMonitorAddress(`127.0.0.1:${monitorPort}`);
  request.setArgsList([`127.0.0.1:${enginePort}`]);
  const error = await new Promise<string>((resolve) =>
    server.run({ request }, (failure: Error | null, answer?: { getError(): string }) =>
      resolve(failure?.message ?? answer?.getError() ?? ""),
    ),
  );
  return { hasRun, error };
}

/** Returns a port on which an engine was killed, and whose address gRPC's pool still tries. */
async function portOfKilledEngine(): Promise<number> {
  const { server, port } = await serveEngine();
  const client = new EngineClient(
    `127.0.0.1:${port}`,
    grpc.credentials.createInsecure(),
    grpcClientOptions,
  );
  const ask = () =>
    new Promise<string>((resolve) =>
      client.setRootResource(new engine.SetRootResourceRequest(), (error: Error | null) =>
        resolve(error?.message ?? ""),
      ),
    );
  await ask();
  server.forceShutdown();
  // Nobody closes the client of a killed engine, and the program that still runs uses it again.
  while (!(await ask()).includes("ECONNREFUSED")) {}
  return port;
}

/**
 * Ends the engine of a program during a call that nothing awaits: the registration of the stack's outputs. Returns the
 * number of unhandled rejections.
 */
async function rejectionsAfterEngine(connections: "Pulumi's" | "separate"): Promise<number> {
  if (connections === "separate") {
    separateConnections();
  }
  let unhandled = 0;
  process.on("unhandledRejection", () => {
    unhandled++;
  });
  let failed = () => {};
  const failure = new Promise<void>((resolve) => {
    failed = resolve;
  });
  grpcClientOptions.interceptors.push(noticing(() => failed()));
  const serving = await serveMonitor({
    registerResourceOutputs: () => {
      serving.server.forceShutdown();
    },
  });
  const { port } = await serveEngine();
  void runProgram(port, serving.port);
  await failure;
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  return unhandled;
}

/** Calls back when a call fails. */
function noticing(failed: () => void): grpc.Interceptor {
  return (options, nextCall) =>
    new grpc.InterceptingCall(nextCall(options), {
      start: (metadata, _, next) =>
        next(metadata, {
          onReceiveStatus: (status, pass) => {
            pass(status);
            if (status.code !== grpc.status.OK) {
              failed();
            }
          },
        }),
    });
}

async function answerWithPool(pool: "shared" | "own") {
  if (pool === "own") {
    separateConnections();
  }
  process.on("unhandledRejection", () => {});
  const port = await portOfKilledEngine();
  await serveEngine(port);
  return runProgram(port, (await serveMonitor()).port);
}

async function main(question: string | undefined): Promise<void> {
  const answer =
    question === "rejections" || question === "calm"
      ? await rejectionsAfterEngine(question === "calm" ? "separate" : "Pulumi's")
      : await answerWithPool(question === "own" ? "own" : "shared");
  process.stdout.write(JSON.stringify(answer), () => process.exit());
}

void main(process.argv[2]);
