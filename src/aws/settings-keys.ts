import type { ConfigValue } from "./config-value.js";

/** What becomes of a key: it is followed, it changes nothing here, or it is refused with what to do instead. */
export type KeyUse = "honoured" | "irrelevant" | { readonly refused: string };

/**
 * Every configuration key of @pulumi/aws. One that decides whose credentials are used, or where requests go,
 * is honoured or refused: what was meant for one account must never run in another.
 */
export const settingsKeys = {
  accessKey: "honoured",
  allowedAccountIds: "honoured",
  assumeRole: { refused: "is no longer supported. Use assumeRoles, a list of roles" },
  assumeRoleWithWebIdentity: "honoured",
  assumeRoles: "honoured",
  customCaBundle: "honoured",
  defaultTags: "honoured",
  ec2MetadataServiceEndpoint: {
    refused: "is not supported. Set AWS_EC2_METADATA_SERVICE_ENDPOINT in the environment instead",
  },
  ec2MetadataServiceEndpointMode: {
    refused:
      "is not supported. Set AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE in the environment instead",
  },
  endpoints: "honoured",
  forbiddenAccountIds: "honoured",
  httpProxy: "honoured",
  httpsProxy: "honoured",
  ignoreTags: "honoured",
  insecure: {
    refused:
      "is not supported. Trust the endpoint's certificate instead: set aws:customCaBundle or AWS_CA_BUNDLE to its file",
  },
  maxRetries: "honoured",
  noProxy: "honoured",
  profile: "honoured",
  region: "honoured",
  retryMode: "honoured",
  s3UsEast1RegionalEndpoint: "irrelevant",
  s3UsePathStyle: "irrelevant",
  secretKey: "honoured",
  sharedConfigFiles: "honoured",
  sharedCredentialsFile: {
    refused: "is no longer supported. Use sharedCredentialsFiles, a list of one file",
  },
  sharedCredentialsFiles: "honoured",
  // Checks before the first call, which are not made here: what is wrong shows in the call itself.
  skipCredentialsValidation: "irrelevant",
  skipMetadataApiCheck: "honoured",
  skipRegionValidation: "irrelevant",
  skipRequestingAccountId: "irrelevant",
  stsRegion: "honoured",
  // Checks @pulumi/aws's own resource types against the organization's policy.
  tagPolicyCompliance: "irrelevant",
  token: "honoured",
  // How much of a budget one client may spend on retries; maxRetries holds in any case.
  tokenBucketRateLimiterCapacity: "irrelevant",
  useDualstackEndpoint: "honoured",
  useFipsEndpoint: "honoured",
  userAgents: "irrelevant",
} as const satisfies Readonly<Record<string, KeyUse>>;

/** A key that is known. */
export type SettingsKey = keyof typeof settingsKeys;

/** All keys that are known. */
export const knownKeys = Object.keys(settingsKeys) as readonly SettingsKey[];

/** Fails for keys that cannot be followed. A switch that is off asks for nothing. */
export function refuseUnsupported(read: (key: SettingsKey) => ConfigValue): void {
  for (const key of knownKeys) {
    const use: KeyUse = settingsKeys[key];
    const value = read(key);
    const wanted = key === "insecure" ? value.flag() === true : value.given;
    if (typeof use === "object" && wanted) {
      value.fail(use.refused);
    }
  }
}
