import { given } from "../values/json.js";
import { sdk } from "./sdk.js";
import type { AwsSettings } from "./settings.js";

/** The profile and the files that the settings name, in the SDK's words. */
export function profileFiles(settings: AwsSettings) {
  const { profile, sharedConfigFile, sharedCredentialsFile } = settings;
  return given({
    profile,
    configFilepath: sharedConfigFile,
    filepath: sharedCredentialsFile,
  });
}

/** A profile of the shared files, as the SDK reads it. */
export interface Profile {
  readonly name: string;
  /** Whether settings or `AWS_PROFILE` name the profile; otherwise it is the default profile. */
  readonly asked: boolean;
  /** Its values; undefined if no file has the profile. */
  readonly values: Readonly<Record<string, string | undefined>> | undefined;
}

/** Returns the current profile: that of the settings, that of `AWS_PROFILE`, or `default`. */
export async function profileInForce(settings: AwsSettings): Promise<Profile> {
  const { getProfileName, parseKnownFiles } = sdk.config();
  const files = profileFiles(settings);
  const name = getProfileName(files);
  const profiles = await parseKnownFiles(files);
  return {
    name,
    asked: settings.profile !== undefined || Boolean(process.env["AWS_PROFILE"]),
    values: profiles[name],
  };
}

/** Returns the region of the current profile, if any. */
export async function profileRegion(settings: AwsSettings): Promise<string | undefined> {
  return (await profileInForce(settings)).values?.["region"] || undefined;
}

/** Keys of a profile that each name a source of credentials. */
const sources = [
  "aws_access_key_id",
  "role_arn",
  "web_identity_token_file",
  "sso_session",
  "sso_start_url",
  "sso_account_id",
  "credential_process",
  "login_session",
];

/** Whether a profile names a source of credentials. */
export function namesCredentials({ values = {} }: Profile): boolean {
  return sources.some((key) => values[key] !== undefined);
}
