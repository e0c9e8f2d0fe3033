import { readFile } from "node:fs/promises";
import type { fromIni, fromSSO } from "@aws-sdk/credential-providers";
import { anonymousConfig, type CredentialProvider } from "./clients.js";
import { namesCredentials, profileFiles, profileInForce } from "./profiles.js";
import type { Role, WebIdentity } from "./roles.js";
import { sdk } from "./sdk.js";
import type { AwsSettings } from "./settings.js";

type StsConfig = ReturnType<typeof anonymousConfig>;

/**
 * Finds the credentials that the settings describe. Nothing is cached here, because the client caches its credentials.
 */
export async function credentialsFor(
  settings: AwsSettings,
  stsRegion: string,
): Promise<CredentialProvider> {
  const { fromTemporaryCredentials } = sdk.credentials();
  const sts = anonymousConfig("sts", settings, stsRegion);
  const assume = (source: CredentialProvider, role: Role): CredentialProvider =>
    explained(
      `assuming the role ${role.RoleArn}`,
      fromTemporaryCredentials({ params: role, masterCredentials: source, clientConfig: sts }),
    );
  return settings.assumeRoles.reduce(assume, await baseCredentials(settings, sts));
}

async function baseCredentials(settings: AwsSettings, sts: StsConfig): Promise<CredentialProvider> {
  const { staticCredentials, webIdentity, profile } = settings;
  if (webIdentity !== undefined) {
    return explained(
      `assuming the role ${webIdentity.role.RoleArn} with a token`,
      await tokenCredentials(webIdentity, sts),
    );
  }
  if (staticCredentials !== undefined) {
    return async () => staticCredentials;
  }
  return explained(
    `finding AWS credentials${profile === undefined ? "" : ` of the profile ${profile}`}`,
    ambientCredentials(settings, sts),
  );
}

async function tokenCredentials(
  { role, token, tokenFile = "" }: WebIdentity,
  sts: StsConfig,
): Promise<CredentialProvider> {
  const { getDefaultRoleAssumerWithWebIdentity } = sdk.sts();
  const assume = getDefaultRoleAssumerWithWebIdentity(sts);
  // The file is read again at each refresh, because its writer keeps it fresh.
  return async () =>
    assume({ ...role, WebIdentityToken: token ?? (await readFile(tokenFile, "utf8")).trim() });
}

/**
 * Returns the credentials of a profile, or of the machine, in the order of @pulumi/aws: keys in the environment, a
 * token in the environment, the current profile, the container, the instance. The first source that is present decides.
 * If it fails, the next source is not tried, because it may belong to someone else.
 */
function ambientCredentials(settings: AwsSettings, sts: StsConfig): CredentialProvider {
  const { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } = sdk.sts();
  const init = {
    ...profileFiles(settings),
    roleAssumer: getDefaultRoleAssumer(sts),
    roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity(sts),
    // For SSO, whose region and address differ from those of STS.
    clientConfig: { requestHandler: sts.requestHandler },
  };
  const { fromEnv, fromTokenFile } = sdk.credentials();
  return async (properties) => {
    if (settings.profile === undefined) {
      const { env } = process;
      if (env["AWS_ACCESS_KEY_ID"] && env["AWS_SECRET_ACCESS_KEY"]) {
        return fromEnv()(properties);
      }
      if (env["AWS_WEB_IDENTITY_TOKEN_FILE"]) {
        return explained(tokenOfEnvironment(), fromTokenFile(init))(properties);
      }
    }
    return (await profileCredentials(settings, init))(properties);
  };
}

function tokenOfEnvironment(): string {
  const { AWS_ROLE_ARN } = process.env;
  if (!AWS_ROLE_ARN) {
    throw new Error(
      "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not. Set both or neither",
    );
  }
  return `assuming the role ${AWS_ROLE_ARN} with the token of AWS_WEB_IDENTITY_TOKEN_FILE`;
}

type ProfileInit = NonNullable<Parameters<typeof fromIni>[0]> &
  NonNullable<Parameters<typeof fromSSO>[0]>;

/** Returns the credentials of the current profile, or those of the machine if the profile has none. */
async function profileCredentials(
  settings: AwsSettings,
  init: ProfileInit,
): Promise<CredentialProvider> {
  const { createCredentialChain, fromIni, fromSSO } = sdk.credentials();
  const profile = await profileInForce(settings);
  const { configFilepath, filepath } = profileFiles(settings);
  // If a profile uses SSO, fromIni forgets its files; fromSSO does not.
  const ownFiles = configFilepath !== undefined || filepath !== undefined;
  if (namesCredentials(profile) || (profile.asked && profile.values === undefined)) {
    return createCredentialChain(...(ownFiles ? [fromSSO(init)] : []), fromIni(init));
  }
  return machineCredentials(settings);
}

/** Returns the credentials that a container or an instance provides. */
function machineCredentials({ skipMetadataApiCheck }: AwsSettings): CredentialProvider {
  const { fromHttp, fromInstanceMetadata } = sdk.credentials();
  const { env } = process;
  if (env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] || env["AWS_CONTAINER_CREDENTIALS_FULL_URI"]) {
    return fromHttp();
  }
  if (skipMetadataApiCheck || env["AWS_EC2_METADATA_DISABLED"]?.toLowerCase() === "true") {
    const { CredentialsProviderError } = sdk.config();
    throw new CredentialsProviderError(
      "none were found in the environment, the profile or a container, and skipMetadataApiCheck or AWS_EC2_METADATA_DISABLED disables the instance's credentials",
    );
  }
  return fromInstanceMetadata();
}

// The error stays the one from AWS, so that its code can still be read.
function explained(doing: string, provider: CredentialProvider): CredentialProvider {
  return async (properties) => {
    try {
      return await provider(properties);
    } catch (thrown) {
      if (thrown instanceof Error) {
        // If a command failed, the message contains all of its arguments.
        const text = thrown.message.replace(/(Command failed).*/s, "$1 (credential_process)");
        thrown.message = `${doing}: ${text}`;
      }
      throw thrown;
    }
  };
}
