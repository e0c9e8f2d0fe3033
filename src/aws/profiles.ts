import { given } from "../values/json.js";
import { sdk } from "./sdk.js";
import type { AwsSettings } from "./settings.js";

/** Which profile of which files settings name, in the SDK's words. */
export function profileFiles(settings: AwsSettings) {
  const { profile, sharedConfigFile, sharedCredentialsFile } = settings;
  return given({
    profile,
    configFilepath: sharedConfigFile,
    filepath: sharedCredentialsFile,
  });
}

/** A profile of the shared files, as the SDK reads them. */
export interface Profile {
  readonly name: string;
  /** Whether somebody asked for it, in settings or in `AWS_PROFILE`; otherwise it is the default one. */
  readonly asked: boolean;
  /** What stands in it; undefined if it stands in no file. */
  readonly values: Readonly<Record<string, string | undefined>> | undefined;
}

/** The profile in force: that of the settings, that of `AWS_PROFILE`, or `default`. */
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

/** The region that the profile in force names, if it names one. */
export async function profileRegion(settings: AwsSettings): Promise<string | undefined> {
  return (await profileInForce(settings)).values?.["region"] || undefined;
}

/** Keys of a profile of which each says where its credentials come from. */
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

/** Whether a profile says where its credentials come from. */
export function namesCredentials({ values = {} }: Profile): boolean {
  return sources.some((key) => values[key] !== undefined);
}
