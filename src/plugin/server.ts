import { type handleUnaryCall, Server, ServerCredentials } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import {
  type IResourceProviderServer,
  ResourceProviderService,
} from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import {
  CheckRequest,
  ConfigureResponse,
  CreateResponse,
  GetSchemaResponse,
  InvokeResponse,
  ProviderHandshakeResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { Autonaming } from "../state/call.js";
import { version } from "../values/version.js";
import { answering, checkResponse, diffResponse } from "./answers.js";
import { allowAnyKey } from "./any-key.js";
import { failure } from "./failures.js";
import { outputSecrecy } from "./kept.js";
import { otherProcessesService, parseQuestion } from "./other-processes.js";
import type { Plugin } from "./plugin.js";
import { packageSchema } from "./schema.js";
import { received, sent } from "./wire.js";

/** Serves the plugin on this machine, at a free port. Returns the port. */
export async function serve(plugin: Plugin): Promise<{ port: number; server: Server }> {
  allowAnyKey();
  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(ResourceProviderService, methods(plugin));
  server.addService(otherProcessesService, {
    related: unary(async (request: unknown) => ({
      process: plugin.others.name,
      ...plugin.factsFor(parseQuestion(request)),
    })),
  });
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  plugin.others.join(port);
  return { port, server };
}

/** The methods of the protocol that the plugin implements. gRPC itself refuses calls of the others. */
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
      plugin.belongTo(request.getEngineAddress());
      const response = new ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    attach: unary(async (request) => {
      plugin.belongTo(request.getAddress());
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
          { urn, seed: request.getRandomseed_asU8(), autonaming: autonamingOf(request) },
          received(request.getOlds()).props,
          news.props,
        );
      return checkResponse(sent(inputs, plugin.secrecyOf(news.secrecy)), failures);
    }),

    diff: unary(async (request) => {
      const urn = request.getUrn();
      const news = received(request.getNews()).props;
      const before = {
        id: request.getId(),
        inputs: received(request.getOldInputs()).props,
        outputs: received(request.getOlds()).props,
      };
      const asked = { urn, ignored: request.getIgnorechangesList() };
      return diffResponse(await plugin.resource(urn).diff(asked, before, news));
    }),

    create: unary(async (request) => {
      const urn = request.getUrn();
      const { props, secrecy } = received(request.getProperties());
      const resource = plugin.resource(urn);
      const answer = answering(resource, props, plugin.secrecyOf(secrecy));
      const response = new CreateResponse();
      if (request.getPreview()) {
        response.setProperties(answer.sent(resource.previewCreate(props)));
        return response;
      }
      const asked = { urn, timeout: request.getTimeout() };
      const { id, outputs } = await resource.create(asked, props).catch(answer.rethrow);
      response.setId(id);
      response.setProperties(answer.sent(outputs));
      return response;
    }),

    // A lookup by a program brings its inputs, even if there are none; an import brings nothing.
    read: unary(async (request) => {
      const urn = request.getUrn();
      const properties = received(request.getProperties());
      const inputs = received(request.getInputs());
      const before = { id: request.getId(), inputs: inputs.props, outputs: properties.props };
      // A program that looks a resource up sends inputs, if only an empty map.
      const isImport = !request.hasInputs();
      const resource = plugin.resource(urn);
      const found = await resource.read({ urn }, before, isImport);
      const response = new ReadResponse();
      if (found !== undefined) {
        const secrecy = plugin.secrecyOf(properties.secrecy, inputs.secrecy);
        response.setId(found.id);
        response.setProperties(sent(found.outputs, outputSecrecy(resource.kind, secrecy)));
        response.setInputs(sent(found.inputs, secrecy));
      }
      return response;
    }),

    update: unary(async (request) => {
      const urn = request.getUrn();
      const { props, secrecy } = received(request.getNews());
      const before = {
        id: request.getId(),
        inputs: received(request.getOldInputs()).props,
        outputs: received(request.getOlds()).props,
      };
      const resource = plugin.resource(urn);
      const answer = answering(resource, props, plugin.secrecyOf(secrecy));
      const ignored = request.getIgnorechangesList();
      const asked = { urn, timeout: request.getTimeout(), ignored };
      const response = new UpdateResponse();
      if (request.getPreview()) {
        response.setProperties(answer.sent(resource.previewUpdate(asked, before, props)));
        return response;
      }
      const { outputs } = await resource.update(asked, before, props).catch(answer.rethrow);
      response.setProperties(answer.sent(outputs));
      return response;
    }),

    delete: unary(async (request) => {
      const urn = request.getUrn();
      const asked = { urn, timeout: request.getTimeout() };
      const before = {
        id: request.getId(),
        inputs: received(request.getOldInputs()).props,
        outputs: received(request.getProperties()).props,
      };
      await plugin.resource(urn).delete(asked, before);
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

function autonamingOf(request: CheckRequest): Autonaming | undefined {
  const options = request.getAutonaming();
  const { PROPOSE, ENFORCE, DISABLE } = CheckRequest.AutonamingOptions.Mode;
  const modes = { [PROPOSE]: "propose", [ENFORCE]: "enforce", [DISABLE]: "disable" } as const;
  return options && { proposedName: options.getProposedName(), mode: modes[options.getMode()] };
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
