import type { ConfigValue } from "./config-value.js";

/** How a key is treated: it applies, it has no effect here, or it is refused with advice. */
export type KeyUse = "honoured" | "irrelevant" | { readonly refused: string };

/**
 * Every configuration key of @pulumi/aws. A key that decides which credentials are used, or where requests go, is
 * honoured or refused: a program for one account must never run in another.
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
  // Checks before the first call, which this package does not make: the call itself fails if something is wrong.
  skipCredentialsValidation: "irrelevant",
  skipMetadataApiCheck: "honoured",
  skipRegionValidation: "irrelevant",
  skipRequestingAccountId: "irrelevant",
  stsRegion: "honoured",
  // Checks of @pulumi/aws's own resource types against the organization's policy.
  tagPolicyCompliance: "irrelevant",
  token: "honoured",
  // The retry budget of a client; maxRetries applies in any case.
  tokenBucketRateLimiterCapacity: "irrelevant",
  useDualstackEndpoint: "honoured",
  useFipsEndpoint: "honoured",
  userAgents: "irrelevant",
} as const satisfies Readonly<Record<string, KeyUse>>;

/** A known key. */
export type SettingsKey = keyof typeof settingsKeys;

/** All known keys. */
export const knownKeys = Object.keys(settingsKeys) as readonly SettingsKey[];

/** Throws for keys that are not supported. A switch that is off has no effect. */
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
