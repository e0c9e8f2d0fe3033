import * as pulumi from "@pulumi/pulumi";

/** The properties of an `aws.Provider` that decide where calls go and as whom. Credentials are not among them. */
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

/** Properties of an `aws.Provider` that are URLs of proxies, in which a user and a password may stand. */
const proxyProperties: readonly string[] = ["httpProxy", "httpsProxy"];

/** Properties of an `aws.Provider` that hold credentials: only whether they are there is looked at. */
const credentialProperties = ["accessKey", "secretKey", "token"] as const;

/**
 * Finds the `aws.Provider` that the options name or inherit, and takes it out of them: the engine would send a
 * resource of ours to the AWS plugin, which does not know its type.
 */
export function splitProvider(
  type: string,
  options: pulumi.CustomResourceOptions,
): { provider: pulumi.ProviderResource | undefined; rest: pulumi.CustomResourceOptions } {
  const { provider: given, ...rest } = options;
  if (given !== undefined && packageOf(given) !== "aws") {
    throw new pulumi.ResourceError(
      `${type}: the provider option takes an aws.Provider, but was given one of package "${packageOf(given)}"`,
      options.parent,
    );
  }
  return { provider: given ?? options.parent?.getProvider("aws:index:Provider"), rest };
}

/** What the provider process needs to know of an `aws.Provider`, as a hidden input. */
export async function connectionOf(provider: pulumi.ProviderResource): Promise<pulumi.Inputs> {
  const given = new Map<string, unknown>(Object.entries(provider));
  const there = async (keys: readonly string[]) => {
    const values = await Promise.all(keys.map((key) => settledValue(given.get(key))));
    return keys.filter((_, index) => isThere(values[index]));
  };
  const settings = await there(connectionProperties);
  const webIdentity = await settledValue(given.get("assumeRoleWithWebIdentity"));
  // The token itself is a credential; a file that holds it is none.
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
 * What an output holds. In a preview one that was not given and one that is not known yet look the same to
 * `apply`: neither calls it. Below it they differ, and a setting that was not given must not make the whole
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
