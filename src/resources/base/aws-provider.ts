import * as pulumi from "@pulumi/pulumi";

/** Properties of an `aws.Provider` that decide where calls are sent and with which identity, without credentials. */
const connectionProperties = [
  "allowedAccountIds",
  "assumeRole",
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "customCaBundle",
  "defaultTags",
  "ec2MetadataServiceEndpoint",
  "ec2MetadataServiceEndpointMode",
  "endpoints",
  "forbiddenAccountIds",
  "httpProxy",
  "httpsProxy",
  "ignoreTags",
  "insecure",
  "maxRetries",
  "noProxy",
  "profile",
  "region",
  "retryMode",
  "sharedConfigFiles",
  "sharedCredentialsFile",
  "sharedCredentialsFiles",
  "skipMetadataApiCheck",
  "stsRegion",
  "useDualstackEndpoint",
  "useFipsEndpoint",
] as const;

/** Properties of an `aws.Provider` that are URLs of proxies. They may contain a user and a password. */
const proxyProperties: readonly string[] = ["httpProxy", "httpsProxy"];

/** Properties of an `aws.Provider` that hold credentials. Only their presence is checked. */
const credentialProperties = ["accessKey", "secretKey", "token"] as const;

/**
 * Finds the `aws.Provider` that the options name or inherit, and removes it from them. Otherwise the engine would send
 * our resource to the AWS plugin, which does not know its type.
 */
export function splitProvider(
  type: string,
  options: pulumi.CustomResourceOptions,
): { provider: pulumi.ProviderResource | undefined; rest: pulumi.CustomResourceOptions } {
  const { provider: given, ...rest } = options;
  if (given !== undefined && packageOf(given) !== "aws") {
    throw new pulumi.ResourceError(
      `${type}: the provider option takes an aws.Provider, but was given a provider of the package "${packageOf(given)}"`,
      options.parent,
    );
  }
  return { provider: given ?? options.parent?.getProvider("aws:index:Provider"), rest };
}

/** Returns what the provider process needs to know about an `aws.Provider`, as a hidden input. */
export async function connectionOf(provider: pulumi.ProviderResource): Promise<pulumi.Inputs> {
  const given = new Map<string, unknown>(Object.entries(provider));
  const there = async (keys: readonly string[]) => {
    const values = await Promise.all(keys.map((key) => settledValue(given.get(key))));
    return keys.filter((_, index) => isThere(values[index]));
  };
  const settings = await there(connectionProperties);
  const webIdentity = await settledValue(given.get("assumeRoleWithWebIdentity"));
  // The token itself is a credential; the name of its file is not.
  const text = typeof webIdentity === "string" ? webIdentity : JSON.stringify(webIdentity ?? "");
  const hasToken = /"webIdentityToken"\s*:\s*"/.test(text);
  const hasCredentials = (await there(credentialProperties)).length > 0;
  const proxies = await Promise.all(proxyProperties.map((key) => settledValue(given.get(key))));
  const proxyCredentials = proxies.some((url) => typeof url === "string" && url.includes("@"));
  return {
    ...Object.fromEntries(
      settings
        .filter((key) => key !== "assumeRoleWithWebIdentity" || !hasToken)
        .filter((key) => !proxyProperties.includes(key) || !proxyCredentials)
        .map((key) => [key, given.get(key)]),
    ),
    ...(hasToken || hasCredentials ? { staticCredentials: true } : {}),
    ...(proxyCredentials ? { proxyCredentials: true } : {}),
  };
}

/**
 * Returns what is wrong with an `aws.Provider` whose settings a lookup is to use: credentials of its own. The provider
 * process says the same of resources, whose settings are written to the state.
 */
export function credentialsProblem(connection: unknown): string | undefined {
  const has = (key: string) =>
    typeof connection === "object" && connection !== null && Reflect.get(connection, key) === true;
  if (has("staticCredentials")) {
    return "the aws.Provider has its own credentials (accessKey, secretKey, token or webIdentityToken), which neither resources nor lookups take. Give the provider a profile or assumeRoles, or put the credentials into the environment";
  }
  return has("proxyCredentials")
    ? "the proxy URL of the aws.Provider contains a user or a password, which neither resources nor lookups take. Put the URL into the environment variable HTTPS_PROXY, or remove the user and the password"
    : undefined;
}

/**
 * Returns the value of an output. In a preview, `apply` does not distinguish an absent value from a value that is not
 * known yet: it calls back for neither. The promise below does, and an absent setting must not make the whole
 * connection unknown.
 */
async function settledValue(output: unknown): Promise<unknown> {
  const promise: unknown = pulumi.Output.isInstance(output)
    ? Reflect.get(output, "promise")
    : undefined;
  return typeof promise === "function" ? await promise.call(output, true) : output;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function packageOf(provider: pulumi.ProviderResource): string {
  const type: unknown = Reflect.get(provider, "__pulumiType");
  return typeof type === "string" ? type.slice(type.lastIndexOf(":") + 1) : "unknown";
}
