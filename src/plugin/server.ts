import { type handleUnaryCall, Server, ServerCredentials } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import {
  type IResourceProviderServer,
  ResourceProviderService,
} from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import {
  CheckFailure,
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  GetSchemaResponse,
  InvokeResponse,
  ProviderHandshakeResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Difference } from "../preview/diff.js";
import type { Problem } from "../preview/problem.js";
import { PartialFailure } from "../state/partial-failure.js";
import type { Props } from "../values/json.js";
import { version } from "../values/version.js";
import { failure, ResourceKept } from "./failures.js";
import { outputsOf } from "./kept.js";
import type { Plugin } from "./plugin.js";
import type { PluginResource } from "./resource.js";
import { packageSchema } from "./schema.js";
import type { Secrecy } from "./secrecy.js";
import { received, sent } from "./wire.js";

/** Serves the plugin on this machine, at a free port. Returns the port. */
export async function serve(plugin: Plugin): Promise<{ port: number; server: Server }> {
  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(ResourceProviderService, methods(plugin));
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, server };
}

/** The methods that the plugin has. The engine takes the others for not implemented. */
type Methods = Pick<
  IResourceProviderServer,
  | "handshake"
  | "attach"
  | "getPluginInfo"
  | "getSchema"
  | "checkConfig"
  | "diffConfig"
  | "configure"
  | "check"
  | "diff"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "invoke"
  | "cancel"
>;

function methods(plugin: Plugin): Methods {
  return {
    handshake: unary(async (request) => {
      plugin.line.moveTo(request.getEngineAddress());
      const response = new ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    attach: unary(async (request) => {
      plugin.line.moveTo(request.getAddress());
      return new Empty();
    }),

    getPluginInfo: unary(async () => {
      const response = new PluginInfo();
      response.setVersion(version);
      return response;
    }),

    getSchema: unary(async () => {
      const response = new GetSchemaResponse();
      response.setSchema(packageSchema());
      return response;
    }),

    checkConfig: unary(async (request) => {
      const { props, secrecy } = received(request.getNews());
      return checkResponse(sent(props, secrecy), plugin.checkConfig(props));
    }),

    diffConfig: unary(async (request) => {
      const olds = received(request.getOldInputs() ?? request.getOlds()).props;
      return diffResponse(plugin.diffConfig(olds, received(request.getNews()).props));
    }),

    configure: unary(async (request) => {
      plugin.configure(received(request.getArgs()));
      const response = new ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    check: unary(async (request) => {
      const urn = request.getUrn();
      const news = received(request.getNews());
      const { inputs, failures } = await plugin
        .resource(urn)
        .check(
          { urn, seed: request.getRandomseed_asU8() },
          received(request.getOlds()).props,
          news.props,
        );
      return checkResponse(sent(inputs, plugin.secrecyOf(news.secrecy)), failures);
    }),

    diff: unary(async (request) => {
      const urn = request.getUrn();
      const news = received(request.getNews()).props;
      const olds = received(request.getOlds()).props;
      return diffResponse(await plugin.resource(urn).diff({ urn }, request.getId(), olds, news));
    }),

    create: unary(async (request) => {
      const urn = request.getUrn();
      const { props, secrecy } = received(request.getProperties());
      const answer = answering(plugin.resource(urn), props, plugin.secrecyOf(secrecy));
      const resource = plugin.resource(urn);
      const response = new CreateResponse();
      if (request.getPreview()) {
        response.setProperties(answer.sent(resource.previewCreate(props)));
        return response;
      }
      const asked = { urn, timeout: request.getTimeout() };
      const { id, outs } = await resource.create(asked, props).catch(answer.rethrow);
      response.setId(id);
      response.setProperties(answer.sent(outs));
      return response;
    }),

    read: unary(async (request) => {
      const urn = request.getUrn();
      const id = request.getId();
      const { props, secrecy } = received(request.getProperties());
      const inputs = received(request.getInputs());
      const found = await plugin.resource(urn).read({ urn }, id, props);
      const response = new ReadResponse();
      if (found !== undefined) {
        const sealed = plugin.secrecyOf(secrecy, inputs.secrecy);
        response.setId(id);
        response.setProperties(sent(found.outs, sealed));
        response.setInputs(sent(found.inputs, sealed));
      }
      return response;
    }),

    update: unary(async (request) => {
      const urn = request.getUrn();
      const olds = received(request.getOlds()).props;
      const news = received(request.getNews());
      const answer = answering(plugin.resource(urn), news.props, plugin.secrecyOf(news.secrecy));
      const resource = plugin.resource(urn);
      const response = new UpdateResponse();
      if (request.getPreview()) {
        const inputs = received(request.getOldInputs()).props;
        const before = { id: request.getId(), inputs, outputs: olds };
        response.setProperties(answer.sent(resource.previewUpdate(before, news.props)));
        return response;
      }
      const asked = { urn, timeout: request.getTimeout() };
      const outs = await resource
        .update(asked, request.getId(), olds, news.props)
        .catch(answer.rethrow);
      response.setProperties(answer.sent(outs));
      return response;
    }),

    delete: unary(async (request) => {
      const urn = request.getUrn();
      const asked = { urn, timeout: request.getTimeout() };
      const { props } = received(request.getProperties());
      await plugin.resource(urn).delete(asked, request.getId(), props);
      return new Empty();
    }),

    invoke: unary(async (request) => {
      const answer = await plugin.invoke(request.getTok(), received(request.getArgs()));
      const response = new InvokeResponse();
      if ("failures" in answer) {
        response.setFailuresList(checkResponse(sent({}), answer.failures).getFailuresList());
      } else {
        response.setReturn(sent(answer.result, answer.secrecy));
      }
      return response;
    }),

    cancel: unary(async () => {
      plugin.cancel();
      return new Empty();
    }),
  };
}

/** A method of the protocol. Whatever it throws is an answer of the protocol. */
function unary<Request, Response>(
  answer: (request: Request) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return ({ request }, respond) => {
    answer(request).then(
      (response) => respond(null, response),
      (error: unknown) => respond(failure(error)),
    );
  };
}

/** Answers of a create or update with these inputs. */
function answering({ kind }: PluginResource, inputs: Props, secrecy: ReadonlyMap<string, Secrecy>) {
  return {
    sent: (outs: Props) => sent(outs, secrecy),
    rethrow: (error: unknown): never => {
      throw error instanceof PartialFailure
        ? new ResourceKept(
            error,
            error.id,
            sent(outputsOf(kind, error.id, error.stored), secrecy),
            sent(inputs, secrecy),
          )
        : error;
    },
  };
}

function checkResponse(inputs: Struct, failures: readonly Problem[]): CheckResponse {
  const response = new CheckResponse();
  response.setInputs(inputs);
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const problem = new CheckFailure();
      problem.setProperty(property);
      problem.setReason(reason);
      return problem;
    }),
  );
  return response;
}

function diffResponse({ changes, replaces = [] }: Difference): DiffResponse {
  const { DIFF_UNKNOWN, DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  const response = new DiffResponse();
  response.setChanges(changes === undefined ? DIFF_UNKNOWN : changes ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList([...replaces]);
  return response;
}
