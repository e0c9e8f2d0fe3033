import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";

const root = join(__dirname, "..", "..");
const require_ = createRequire(join(root, "package.json"));
const { ResourceProviderClient } = require_("@pulumi/pulumi/proto/provider_grpc_pb.js");
const messages = require_("@pulumi/pulumi/proto/provider_pb.js");
const { Struct } = require_("google-protobuf/google/protobuf/struct_pb.js");
const { Status } = require_("@pulumi/pulumi/proto/status_pb.js");

/** The answer to a create or update: a result, or a partial failure that the engine would keep. */
export interface Answer {
  readonly id?: string;
  readonly properties?: Record<string, unknown>;
  readonly error?: string;
  /** The reasons of a partial failure. */
  readonly reasons?: string[];
}

/** Pulumi's own provider host, started and called as the engine does. */
export class ProviderHost {
  readonly #process: ChildProcess;
  readonly #client: Record<string, (...args: unknown[]) => void>;
  #stderr = "";

  private constructor(process_: ChildProcess, address: string) {
    this.#process = process_;
    this.#client = new ResourceProviderClient(address, grpc.credentials.createInsecure());
    process_.stderr?.on("data", (text) => {
      this.#stderr += String(text);
    });
  }

  static async start(
    environment: Record<string, string> = {},
    config: Record<string, string> = {},
    folder = root,
  ): Promise<ProviderHost> {
    const script = require_.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const child = spawn(process.execPath, [script, "127.0.0.1:1"], {
      cwd: folder,
      env: { ...process.env, PULUMI_NODEJS_PROJECT: "orders", ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout?.once("data", (text) => resolve(String(text).trim()));
      child.once("exit", (code) => reject(new Error(`the host ended with ${code}`)));
    });
    const host = new ProviderHost(child, `127.0.0.1:${port}`);
    const request = new messages.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(config));
    await host.#call("configure", request);
    return host;
  }

  /** Returns what the host printed on its error output. */
  get stderr(): string {
    return this.#stderr;
  }

  async check(
    olds: object,
    news: object,
  ): Promise<{
    inputs: Record<string, unknown>;
    failures: { property: string; reason: string }[];
  }> {
    const request = new messages.CheckRequest();
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    const answer = await this.#call("check", request);
    return {
      inputs: answer.getInputs().toJavaScript(),
      failures: answer
        .getFailuresList()
        .map((failure: { getProperty(): string; getReason(): string }) => ({
          property: failure.getProperty(),
          reason: failure.getReason(),
        })),
    };
  }

  async diff(
    id: string,
    olds: object,
    news: object,
  ): Promise<{ changes: "unknown" | "none" | "some"; replaces: string[]; deleteFirst: boolean }> {
    const request = new messages.DiffRequest();
    request.setId(id);
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    const answer = await this.#call("diff", request);
    return {
      changes: (["unknown", "none", "some"] as const)[answer.getChanges() as 0 | 1 | 2],
      replaces: answer.getReplacesList(),
      deleteFirst: answer.getDeletebeforereplace(),
    };
  }

  async create(inputs: object): Promise<Answer> {
    const request = new messages.CreateRequest();
    request.setProperties(Struct.fromJavaScript(inputs));
    return this.#outcome("create", request);
  }

  async update(id: string, olds: object, news: object): Promise<Answer> {
    const request = new messages.UpdateRequest();
    request.setId(id);
    request.setOlds(Struct.fromJavaScript(olds));
    request.setNews(Struct.fromJavaScript(news));
    return this.#outcome("update", request);
  }

  async read(id: string, props: object): Promise<Answer> {
    const request = new messages.ReadRequest();
    request.setId(id);
    request.setProperties(Struct.fromJavaScript(props));
    return this.#outcome("read", request);
  }

  async delete(id: string, props: object): Promise<Answer> {
    const request = new messages.DeleteRequest();
    request.setId(id);
    request.setProperties(Struct.fromJavaScript(props));
    return this.#outcome("delete", request);
  }

  /** Ends the host's input, as the death of the engine does, and waits until the host has ended. */
  async loseEngine(): Promise<number | null> {
    const gone = new Promise<number | null>((resolve) => this.#process.once("exit", resolve));
    this.#process.stdin?.end();
    return gone;
  }

  stop(): void {
    this.#process.kill("SIGKILL");
  }

  // biome-ignore lint/suspicious/noExplicitAny: the generated messages of the protocol have no types here
  #call(method: string, request: unknown): Promise<any> {
    const deadline = Date.now() + 15_000;
    return new Promise((resolve, reject) => {
      this.#client[method]?.(request, { deadline }, (error: Error | null, answer: unknown) =>
        error ? reject(error) : resolve(answer),
      );
    });
  }

  async #outcome(method: string, request: unknown): Promise<Answer> {
    try {
      const answer = await this.#call(method, request);
      return {
        ...(answer.getId === undefined ? {} : { id: answer.getId() }),
        ...(answer.getProperties === undefined
          ? {}
          : { properties: answer.getProperties()?.toJavaScript() }),
      };
    } catch (error) {
      return failureOf(error);
    }
  }
}

function failureOf(error: unknown): Answer {
  if (!(error instanceof Error)) {
    throw new Error("gRPC failed without an error");
  }
  const metadata: unknown = Reflect.get(error, "metadata");
  const details: unknown = Reflect.get(error, "details");
  const packed =
    metadata instanceof grpc.Metadata ? metadata.get("grpc-status-details-bin")[0] : undefined;
  const text = typeof details === "string" ? details : error.message;
  if (!(packed instanceof Buffer)) {
    return { error: text };
  }
  const [detail] = Status.deserializeBinary(new Uint8Array(packed)).getDetailsList();
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    error: text,
    id: failed.getId(),
    properties: failed.getProperties().toJavaScript(),
    reasons: failed.getReasonsList(),
  };
}
