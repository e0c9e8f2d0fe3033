import { credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  type DiffResponse,
  ErrorResourceInitFailed,
  PropertyDiff,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { Plugin } from "../../src/plugin/plugin.js";
import { serve } from "../../src/plugin/server.js";
import type { Clock } from "../../src/values/clock.js";
import type { Props } from "../../src/values/json.js";
import type { World } from "./world.js";

/** Returns the URN of a resource of a kind, which may be given whole. */
const urnOf = (kind: string, name: string) =>
  name.startsWith("urn:") ? name : `urn:pulumi:dev::orders::aws-snapshots:${kind}::${name}`;

/** A resource as the engine keeps it. */
export interface Kept {
  readonly id: string;
  readonly inputs: Props;
  readonly outs: Props;
}

/** What the engine learns from a failing call. */
export class PluginFailure extends Error {
  /** The resource that the engine keeps all the same. */
  readonly kept: Kept | undefined;
  readonly reasons: readonly string[];

  constructor(message: string, kept: Kept | undefined, reasons: readonly string[]) {
    super(message);
    this.kept = kept;
    this.reasons = reasons;
  }
}

/** The answer of check. */
export interface Checked {
  readonly inputs: Props;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/** What may stand in a request beside its properties. */
export interface Beside {
  readonly preview?: boolean;
  readonly timeout?: number;
  readonly seed?: string;
  readonly autonaming?: { readonly name: string; readonly mode: "propose" | "enforce" | "disable" };
  readonly ignoreChanges?: readonly string[];
}

/** The plugin in this process, called over the network as the engine calls it. */
export class PluginHost {
  readonly plugin: Plugin;
  readonly client: ResourceProviderClient;
  readonly #close: () => void;

  private constructor(plugin: Plugin, client: ResourceProviderClient, close: () => void) {
    this.plugin = plugin;
    this.client = client;
    this.#close = close;
  }

  /**
   * Starts a process whose waits turn the clock of a world. Processes with the same address of an engine belong to one
   * run.
   */
  static start(
    world: Pick<World, "aws">,
    config: Props = {},
    clock?: Clock,
    engineAddress?: string,
  ): Promise<PluginHost> {
    const turning = {
      now: () => world.aws.clock.now(),
      sleep: async (milliseconds: number) => world.aws.clock.advance(Math.ceil(milliseconds)),
    };
    return PluginHost.by(clock ?? turning, config, engineAddress);
  }

  /** Starts a process that waits by a clock. */
  static async by(clock: Clock, config: Props = {}, engineAddress?: string): Promise<PluginHost> {
    const plugin = new Plugin(clock, engineAddress);
    const { port, server } = await serve(plugin);
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    const host = new PluginHost(plugin, client, () => {
      client.close();
      server.forceShutdown();
    });
    await host.configure(config);
    return host;
  }

  close(): void {
    this.#close();
  }

  configure(config: Props): Promise<void> {
    const request = new ConfigureRequest();
    request.setArgs(structOf(config));
    return ask<unknown>((answer) => this.client.configure(request, answer)).then(() => {});
  }

  async checkConfig(news: Props): Promise<Checked> {
    const request = new CheckRequest();
    request.setUrn("urn:pulumi:dev::orders::pulumi:providers:aws-snapshots::default");
    request.setNews(structOf(news));
    return checked(await ask((answer) => this.client.checkConfig(request, answer)));
  }

  async diffConfig(olds: Props, news: Props): Promise<Difference> {
    const request = new DiffRequest();
    request.setUrn("urn:pulumi:dev::orders::pulumi:providers:aws-snapshots::default");
    request.setOldInputs(structOf(olds));
    request.setOlds(structOf(olds));
    request.setNews(structOf(news));
    return difference(await ask((answer) => this.client.diffConfig(request, answer)));
  }

  async check(
    kind: string,
    name: string,
    news: Props,
    olds: Props = {},
    { seed = "seed", autonaming }: Beside = {},
  ): Promise<Checked> {
    const request = new CheckRequest();
    request.setUrn(urnOf(kind, name));
    request.setNews(structOf(news));
    request.setOlds(structOf(olds));
    request.setRandomseed(Buffer.from(seed));
    if (autonaming !== undefined) {
      const { Mode } = CheckRequest.AutonamingOptions;
      const options = new CheckRequest.AutonamingOptions();
      options.setProposedName(autonaming.name);
      options.setMode(
        { propose: Mode.PROPOSE, enforce: Mode.ENFORCE, disable: Mode.DISABLE }[autonaming.mode],
      );
      request.setAutonaming(options);
    }
    return checked(await ask((answer) => this.client.check(request, answer)));
  }

  async diff(
    kind: string,
    name: string,
    before: Kept,
    news: Props,
    { ignoreChanges = [] }: Beside = {},
  ): Promise<Difference> {
    const request = new DiffRequest();
    request.setIgnorechangesList([...ignoreChanges]);
    request.setUrn(urnOf(kind, name));
    request.setId(before.id);
    request.setOlds(structOf(before.outs));
    request.setOldInputs(structOf(before.inputs));
    request.setNews(structOf(news));
    return difference(await ask((answer) => this.client.diff(request, answer)));
  }

  async create(
    kind: string,
    name: string,
    inputs: Props,
    { preview = false, timeout = 0 }: Beside = {},
  ): Promise<Kept> {
    const request = new CreateRequest();
    request.setUrn(urnOf(kind, name));
    request.setProperties(structOf(inputs));
    request.setPreview(preview);
    request.setTimeout(timeout);
    const response = await ask<CreateResponse>((answer) => this.client.create(request, answer));
    return { id: response.getId(), inputs, outs: propsOf(response.getProperties()) };
  }

  /** Creates a resource as the engine does: check, then create. */
  async make(kind: string, name: string, program: Props, beside?: Beside): Promise<Kept> {
    const { inputs, failures } = await this.check(kind, name, program, {}, beside);
    if (failures.length > 0) {
      throw new Error(`check refuses the program: ${JSON.stringify(failures)}`);
    }
    return this.create(kind, name, inputs, beside);
  }

  /** Reads a resource; undefined if it is gone. Without outputs it is an import. */
  async read(
    kind: string,
    name: string,
    { id, inputs, outs }: Partial<Kept> & { readonly id: string },
  ): Promise<Kept | undefined> {
    const request = new ReadRequest();
    request.setUrn(urnOf(kind, name));
    request.setId(id);
    request.setProperties(structOf(outs ?? {}));
    if (inputs !== undefined) {
      request.setInputs(structOf(inputs));
    }
    const response = await ask<ReadResponse>((answer) => this.client.read(request, answer));
    return response.getId() === ""
      ? undefined
      : {
          id: response.getId(),
          inputs: propsOf(response.getInputs()),
          outs: propsOf(response.getProperties()),
        };
  }

  async update(
    kind: string,
    name: string,
    before: Kept,
    news: Props,
    { preview = false, timeout = 0, ignoreChanges = [] }: Beside = {},
  ): Promise<Kept> {
    const request = new UpdateRequest();
    request.setIgnorechangesList([...ignoreChanges]);
    request.setUrn(urnOf(kind, name));
    request.setId(before.id);
    request.setOlds(structOf(before.outs));
    request.setOldInputs(structOf(before.inputs));
    request.setNews(structOf(news));
    request.setPreview(preview);
    request.setTimeout(timeout);
    const response = await ask<UpdateResponse>((answer) => this.client.update(request, answer));
    return { id: before.id, inputs: news, outs: propsOf(response.getProperties()) };
  }

  async delete(
    kind: string,
    name: string,
    { id, inputs, outs }: Kept,
    { timeout = 0 }: Beside = {},
  ): Promise<void> {
    const request = new DeleteRequest();
    request.setTimeout(timeout);
    request.setUrn(urnOf(kind, name));
    request.setId(id);
    request.setProperties(structOf(outs));
    request.setOldInputs(structOf(inputs));
    await ask((answer) => this.client.delete(request, answer));
  }

  async cancel(): Promise<void> {
    await ask((answer) => this.client.cancel(new Empty(), answer));
  }
}

/** The answer of diff. */
export interface Difference {
  readonly changes: "unknown" | "none" | "some";
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly stables: readonly string[];
  /** What changes, as `path kind`; absent if the engine is to compare. */
  readonly detailed: readonly string[] | undefined;
}

function difference(response: DiffResponse): Difference {
  const changes = (["unknown", "none", "some"] as const)[response.getChanges()];
  const kinds = Object.entries(PropertyDiff.Kind);
  const nameOf = (kind: number) => kinds.find(([, value]) => value === kind)?.[0].toLowerCase();
  const detailed: string[] = [];
  response.getDetaileddiffMap().forEach((diff, path) => {
    const of = diff.getInputdiff() ? "" : " of outputs";
    detailed.push(`${path} ${nameOf(diff.getKind())}${of}`);
  });
  return {
    changes: changes ?? "unknown",
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
    stables: response.getStablesList(),
    detailed: response.getHasdetaileddiff() ? detailed.toSorted() : undefined,
  };
}

function checked(response: {
  getInputs(): Struct | undefined;
  getFailuresList(): { getProperty(): string; getReason(): string }[];
}): Checked {
  return {
    inputs: propsOf(response.getInputs()),
    failures: response
      .getFailuresList()
      .map((problem) => ({ property: problem.getProperty(), reason: problem.getReason() })),
  };
}

function propsOf(struct: Struct | undefined): Props {
  return { ...struct?.toJavaScript() };
}

function ask<Answer>(
  call: (answer: (error: ServiceError | null, answer: Answer) => void) => unknown,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    call((error, answer) => (error ? reject(failureOf(error)) : resolve(answer)));
  });
}

function failureOf({ details, metadata }: ServiceError): PluginFailure {
  const [packed] = metadata instanceof Metadata ? metadata.get("grpc-status-details-bin") : [];
  if (!(packed instanceof Buffer)) {
    return new PluginFailure(details, undefined, []);
  }
  const [detail] = Status.deserializeBinary(new Uint8Array(packed)).getDetailsList();
  const failed = ErrorResourceInitFailed.deserializeBinary(
    detail?.getValue_asU8() ?? new Uint8Array(),
  );
  const kept = {
    id: failed.getId(),
    inputs: propsOf(failed.getInputs()),
    outs: propsOf(failed.getProperties()),
  };
  return new PluginFailure(details, kept, failed.getReasonsList());
}

function structOf(props: object): Struct {
  return Struct.fromJavaScript({ ...props });
}
