// How long a provider takes from the start of its process to the answer to its first check, started and asked as the
// engine does.
import { spawn } from "node:child_process";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { CheckRequest, ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { installedPlugin } from "./project.js";
import { anyResource, type StoredResource } from "./state.js";
import { type Load, loadOf } from "./watch.js";

/** What a start took. */
export interface Start extends Load {
  readonly seconds: number;
}

/** Starts the provider of the resources in the state of a project, and has it check one of them. */
export async function start(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Start> {
  const resource = anyResource(folder);
  const isPlugin = resource.urn.includes("::aws-snapshots:");
  const command = isPlugin ? installedPlugin(folder) : "pulumi-resource-pulumi-nodejs";
  const began = performance.now();
  // The address of an engine that is not there: a provider connects to it only for messages.
  const child = spawn(command, ["127.0.0.1:1"], {
    cwd: folder,
    env: { ...process.env, PULUMI_NODEJS_PROJECT: "bench", ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`starting ${command}: it ended with exit code ${code}.`)),
    );
  });
  try {
    const port = new Promise<string>((resolve) => {
      child.stdout.once("data", (text) => resolve(String(text).trim()));
    });
    const problems = await Promise.race([
      ended,
      check(await Promise.race([ended, port]), resource),
    ]);
    const seconds = (performance.now() - began) / 1000;
    const load = child.pid === undefined ? undefined : loadOf(child.pid, true);
    if (problems > 0 || load === undefined) {
      throw new Error(`starting ${command}: its first check found ${problems} problems.`);
    }
    return { seconds, ...load };
  } finally {
    ended.catch(() => {});
    child.kill("SIGKILL");
  }
}

/** Returns how many problems the provider at this port finds. */
async function check(port: string, { urn, inputs }: StoredResource): Promise<number> {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    const configuration = new ConfigureRequest();
    configuration.setArgs(Struct.fromJavaScript({}));
    await ask<unknown>((answer) => client.configure(configuration, answer));
    const request = new CheckRequest();
    request.setUrn(urn);
    request.setOlds(Struct.fromJavaScript({}));
    request.setNews(structOf(inputs));
    request.setRandomseed(Buffer.from("bench"));
    type Answer = { getFailuresList(): readonly unknown[] };
    const response = await ask<Answer>((answer) => client.check(request, answer));
    return response.getFailuresList().length;
  } finally {
    client.close();
  }
}

function ask<Answer>(
  call: (answer: (error: ServiceError | null, answer: Answer) => void) => unknown,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    call((error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

function structOf(props: object): Struct {
  return Struct.fromJavaScript({ ...props });
}
