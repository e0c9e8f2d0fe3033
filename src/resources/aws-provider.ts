import * as pulumi from "@pulumi/pulumi";

/** The properties of an `aws.Provider` that decide where calls go and as whom. Credentials are not among them. */
const connectionProperties = [
  "allowedAccountIds",
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
  "sharedCredentialsFiles",
  "skipMetadataApiCheck",
  "stsRegion",
  "useDualstackEndpoint",
  "useFipsEndpoint",
] as const;

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
  const inherited = options.parent?.getProvider("aws:index:Provider");
  if (given !== undefined && packageOf(given) !== "aws") {
    throw new pulumi.ResourceError(
      `${type}: the provider option takes an aws.Provider, but was given one of package "${packageOf(given)}"`,
      options.parent,
    );
  }
  return { provider: given ?? inherited, rest };
}

/** What the provider process needs to know of an `aws.Provider`, as a hidden input. */
export function connectionOf(
  provider: pulumi.ProviderResource,
): pulumi.Output<{ [property: string]: unknown }> {
  const given = new Map(Object.entries(provider));
  const settings = Object.fromEntries(connectionProperties.map((key) => [key, given.get(key)]));
  const credentials = pulumi.unsecret(
    pulumi
      .all(credentialProperties.map((key) => pulumi.output(given.get(key))))
      .apply((values) =>
        values.some((value) => value !== undefined && value !== null && value !== ""),
      ),
  );
  return pulumi.all([pulumi.output(settings), credentials]).apply(([known, staticCredentials]) => {
    const present = Object.entries(known).filter(
      ([, value]) => value !== undefined && value !== null,
    );
    return Object.fromEntries(
      staticCredentials ? [...present, ["staticCredentials", true]] : present,
    );
  });
}

function packageOf(provider: pulumi.ProviderResource): string {
  const type: unknown = Reflect.get(provider, "__pulumiType");
  return typeof type === "string" ? type.slice(type.lastIndexOf(":") + 1) : "unknown";
}
