import { readFile } from "node:fs/promises";
import { anonymousConfig, type CredentialProvider } from "./clients.js";
import { given } from "./given.js";
import type { Role, WebIdentity } from "./roles.js";
import { sdk } from "./sdk.js";
import type { AwsSettings } from "./settings.js";

type StsConfig = ReturnType<typeof anonymousConfig>;

/** Finds the credentials that settings ask for. Nothing is cached here: the client that gets them does that. */
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
    await ambientCredentials(settings, sts),
  );
}

async function tokenCredentials(
  { role, token, tokenFile = "" }: WebIdentity,
  sts: StsConfig,
): Promise<CredentialProvider> {
  const { getDefaultRoleAssumerWithWebIdentity } = sdk.sts();
  const assume = getDefaultRoleAssumerWithWebIdentity(sts);
  // The file is read again at each refresh: whoever wrote it keeps it fresh.
  return async () =>
    assume({ ...role, WebIdentityToken: token ?? (await readFile(tokenFile, "utf8")).trim() });
}

/** The credentials of a profile, or those that the machine has. */
async function ambientCredentials(
  settings: AwsSettings,
  sts: StsConfig,
): Promise<CredentialProvider> {
  const { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } = sdk.sts();
  const {
    createCredentialChain,
    fromEnv,
    fromHttp,
    fromIni,
    fromNodeProviderChain,
    fromSSO,
    fromTokenFile,
  } = sdk.credentials();
  const { profile, sharedConfigFile, sharedCredentialsFile, skipMetadataApiCheck } = settings;
  const init = given({
    roleAssumer: getDefaultRoleAssumer(sts),
    roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity(sts),
    profile,
    configFilepath: sharedConfigFile,
    filepath: sharedCredentialsFile,
  });
  // fromIni forgets which files it was given when a profile says SSO; fromSSO does not.
  const ownFiles = sharedConfigFile !== undefined || sharedCredentialsFile !== undefined;
  const named = createCredentialChain(...(ownFiles ? [fromSSO(init)] : []), fromIni(init));
  if (profile !== undefined) {
    // A profile that cannot be used is an error: the SDK's own chain would go on to the machine's identity.
    return named;
  }
  // Keys in the environment come before AWS_PROFILE, as in @pulumi/aws; the SDK's own chain has it the other way.
  return createCredentialChain(
    fromEnv(),
    named,
    ...(skipMetadataApiCheck ? [fromTokenFile(init), fromHttp()] : [fromNodeProviderChain(init)]),
  );
}

// The error stays the one that AWS answered, so that what can be told from its code still can.
function explained(doing: string, provider: CredentialProvider): CredentialProvider {
  return async (properties) => {
    try {
      return await provider(properties);
    } catch (thrown) {
      if (thrown instanceof Error) {
        // Of a command that failed the text holds all arguments.
        const text = thrown.message.replace(/(Command failed).*/s, "$1 (credential_process)");
        thrown.message = `${doing}: ${text}`;
      }
      throw thrown;
    }
  };
}
