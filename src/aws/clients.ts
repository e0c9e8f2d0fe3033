import type { fromEnv } from "@aws-sdk/credential-providers";
import type { MiddlewareStack } from "@smithy/types";
import { given } from "../values/json.js";
import { version } from "../values/version.js";
import { agentsFor } from "./agents.js";
import { noteOperation } from "./errors.js";
import type { AwsSettings, ServiceName } from "./settings.js";

/** Provides credentials, and new credentials before the old ones expire. */
export type CredentialProvider = ReturnType<typeof fromEnv>;

/** How a client of a service is made. Each kind of resource has this form. */
export interface AwsService<Client> {
  readonly service: ServiceName;
  /** Loads the package of the client and makes a client. Called once for each region and identity. */
  connect(config: ClientConfig): Promise<Client>;
}

/** The configuration of every client. It fits the constructors of all AWS clients. */
export type ClientConfig = ReturnType<typeof anonymousConfig> & {
  readonly credentials: CredentialProvider;
};

/** The configuration of a client without its credentials. */
export function anonymousConfig(service: ServiceName, settings: AwsSettings, region: string) {
  silenceVersionWarning();
  return given({
    region,
    endpoint: settings.endpoints[service],
    // A profile also decides whether endpoints are FIPS endpoints; the SDK reads it only from the usual files.
    profile: settings.sharedConfigFile === undefined ? settings.profile : undefined,
    useFipsEndpoint: settings.useFipsEndpoint,
    useDualstackEndpoint: settings.useDualstackEndpoint,
    retryMode: settings.retryMode,
    maxAttempts: maxAttempts(settings),
    // Without these limits a dead connection would block a deployment forever.
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
      ...agentsFor(settings.transport),
    },
    customUserAgent: [["pulumi-aws-snapshots", version]] satisfies [string, string][],
  });
}

// Five retries, not the SDK's three: many resources start at once, and AWS throttles a burst for a second or two.
function maxAttempts({ maxRetries }: AwsSettings): number | undefined {
  if (maxRetries !== undefined) {
    return maxRetries + 1;
  }
  return process.env["AWS_MAX_ATTEMPTS"] ? undefined : 5;
}

/**
 * Silences the SDK's warning about Node 20, which this package supports. The SDK reads the variable with the first
 * client.
 */
function silenceVersionWarning(): void {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
}

/** Makes the errors of a client name their operation, for the advice about the action to allow. */
export function tellingOperations<
  Input extends object,
  Output extends object,
  Client extends object,
>(client: Client & { middlewareStack: MiddlewareStack<Input, Output> }): Client {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        try {
          return await next(request);
        } catch (error) {
          noteOperation(error, String(commandName).replace(/Command$/, ""));
          throw error;
        }
      },
    { step: "initialize" },
  );
  return client;
}
