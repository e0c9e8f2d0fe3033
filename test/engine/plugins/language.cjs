// Stands in for Pulumi's language host, which `pulumi import` asks which plugins the program needs, and no more.
const grpc = require("@grpc/grpc-js");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
const { GetRequiredPluginsResponse } = require("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");

/** @typedef {(error: object | null, answer?: object) => void} Answer */

const server = new grpc.Server();
const none = (/** @type {unknown} */ _call, /** @type {Answer} */ answer) =>
  answer({ code: grpc.status.UNIMPLEMENTED });
server.addService(LanguageRuntimeService, {
  ...Object.fromEntries(Object.keys(LanguageRuntimeService).map((method) => [method, none])),
  getRequiredPlugins: (/** @type {unknown} */ _call, /** @type {Answer} */ answer) =>
    answer(null, new GetRequiredPluginsResponse()),
  getPluginInfo: (/** @type {unknown} */ _call, /** @type {Answer} */ answer) =>
    answer(null, new PluginInfo()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  process.stdout.write(`${port}\n`);
});
