import { homedir } from "node:os";
import { isUnknown, unknownText } from "../values/engine-values.js";
import { isRecord } from "../values/json.js";
import type { Transport } from "./agents.js";
import { ConfigValue } from "./config-value.js";
import { parseRole, parseWebIdentity, type Role, type WebIdentity } from "./roles.js";
import { knownKeys, refuseUnsupported, type SettingsKey } from "./settings-keys.js";

/** Where settings come from. */
export interface SettingsSource {
  /** Returns the value of a key: a string, a JSON string, or a parsed value. */
  get(key: string): unknown;
  /** Returns the key as people know it, for messages. */
  nameOf(key: string): string;
  /** Whether credentials are allowed here. */
  readonly holdsCredentials: boolean;
}

/** The services that are called. STS reports the caller's account and issues role credentials. */
export const serviceNames = [
  "memorydb",
  "neptune",
  "docdb",
  "elasticache",
  "redshiftserverless",
  "sts",
] as const;

/** A service, named as in `aws:endpoints`. */
export type ServiceName = (typeof serviceNames)[number];

/** Literal credentials. They are never shown, and never kept in the state. */
export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The settings of @pulumi/aws that matter here, after reading. */
export interface AwsSettings {
  readonly region: string | undefined;
  readonly stsRegion: string | undefined;
  readonly profile: string | undefined;
  readonly sharedConfigFile: string | undefined;
  readonly sharedCredentialsFile: string | undefined;
  readonly staticCredentials: StaticCredentials | undefined;
  readonly webIdentity: WebIdentity | undefined;
  /** Each role is assumed with the credentials of the role before. */
  readonly assumeRoles: readonly Role[];
  readonly skipMetadataApiCheck: boolean;
  readonly allowedAccountIds: readonly string[];
  readonly forbiddenAccountIds: readonly string[];
  readonly endpoints: Readonly<Partial<Record<ServiceName, string>>>;
  readonly useFipsEndpoint: boolean | undefined;
  readonly useDualstackEndpoint: boolean | undefined;
  readonly maxRetries: number | undefined;
  readonly retryMode: "standard" | "adaptive" | undefined;
  readonly transport: Transport;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly ignoreTags: {
    readonly keys: readonly string[];
    readonly keyPrefixes: readonly string[];
  };
  /** Keys whose values a preview does not know yet. They read as absent; only `region` keeps its sentinel. */
  readonly unknown: readonly string[];
}

/** Returns the stack's configuration as a source. Without a configuration, nothing is set. */
export function stackSource(
  config: { get(key: string): string | undefined } | undefined,
): SettingsSource {
  const nameOf = (key: string) => `aws:${key}`;
  return { get: (key) => config?.get(nameOf(key)), nameOf, holdsCredentials: true };
}

/** Returns the settings of an `aws.Provider` that the program passed on, as a source. */
export function providerSource(provider: unknown): SettingsSource {
  if (!isRecord(provider)) {
    throw new Error("reading the configuration: the aws.Provider settings must be an object");
  }
  return {
    get: (key) => provider[key],
    nameOf: (key) => `${key} of the aws.Provider`,
    holdsCredentials: false,
  };
}

/** Reads the settings of a source. The first mistake throws an error that names its key. */
export function parseSettings(source: SettingsSource): AwsSettings {
  const unknown = knownKeys.filter((key) => isUnknown(source.get(key)));
  const value = (key: SettingsKey) =>
    new ConfigValue(source.nameOf(key), unknown.includes(key) ? undefined : source.get(key));
  refuseUnsupported(value);
  if (!source.holdsCredentials) {
    refuseCredentials(source, value);
  }
  return {
    region: unknown.includes("region") ? unknownText : value("region").text(),
    stsRegion: value("stsRegion").text(),
    profile: value("profile").text(),
    sharedConfigFile: onlyFile(value("sharedConfigFiles")),
    sharedCredentialsFile: onlyFile(value("sharedCredentialsFiles")),
    staticCredentials: staticCredentials(value),
    webIdentity: parseWebIdentity(value("assumeRoleWithWebIdentity")),
    assumeRoles: value("assumeRoles").list().map(parseRole),
    skipMetadataApiCheck: value("skipMetadataApiCheck").flag() ?? false,
    allowedAccountIds: accounts(value("allowedAccountIds")),
    forbiddenAccountIds: accounts(value("forbiddenAccountIds")),
    endpoints: endpoints(value("endpoints")),
    useFipsEndpoint: value("useFipsEndpoint").flag(),
    useDualstackEndpoint: value("useDualstackEndpoint").flag(),
    maxRetries: value("maxRetries").count(),
    retryMode: value("retryMode").oneOf(["standard", "adaptive"]),
    transport: {
      proxies: {
        http: value("httpProxy").text(),
        https: value("httpsProxy").text(),
        except: value("noProxy").text(),
      },
      caBundle: value("customCaBundle").text(),
    },
    defaultTags: value("defaultTags").field("tags").map(),
    ignoreTags: {
      keys: value("ignoreTags").field("keys").texts(),
      keyPrefixes: value("ignoreTags").field("keyPrefixes").texts(),
    },
    unknown,
  };
}

function staticCredentials(
  value: (key: SettingsKey) => ConfigValue,
): StaticCredentials | undefined {
  const [accessKey, secretKey, token] = [value("accessKey"), value("secretKey"), value("token")];
  if (!accessKey.given && !secretKey.given) {
    return token.given ? token.fail("needs accessKey and secretKey") : undefined;
  }
  const sessionToken = token.text();
  return {
    accessKeyId: accessKey.required(),
    secretAccessKey: secretKey.required(),
    ...(sessionToken !== undefined && { sessionToken }),
  };
}

// Settings that a program passes on are written to the state of the resource, where credentials must never be.
function refuseCredentials(source: SettingsSource, value: (key: SettingsKey) => ConfigValue): void {
  const own = new ConfigValue("staticCredentials", source.get("staticCredentials"));
  const token = value("assumeRoleWithWebIdentity").field("webIdentityToken");
  const given = [value("accessKey"), value("secretKey"), value("token"), token].some(
    (v) => v.given,
  );
  if (given || own.flag() === true) {
    throw new Error(
      "reading the configuration: the aws.Provider has its own credentials (accessKey, secretKey, token or webIdentityToken), which would be written to this resource's state. Give the provider a profile or assumeRoles, or put the credentials into the environment",
    );
  }
  const proxies = [value("httpProxy"), value("httpsProxy")];
  const ofProxy = new ConfigValue("proxyCredentials", source.get("proxyCredentials"));
  if (ofProxy.flag() === true || proxies.some((proxy) => proxy.text()?.includes("@"))) {
    throw new Error(
      "reading the configuration: the proxy URL of the aws.Provider contains a user or a password, which would be written to this resource's state. Put the URL into the environment variable HTTPS_PROXY, or remove the user and the password",
    );
  }
}

function accounts(value: ConfigValue): string[] {
  return value
    .list()
    .map(
      (item) => item.matching(/^\d{12}$/, "must be an account ID of 12 digits") ?? item.required(),
    );
}

// Several maps are merged: it does not matter which map names a service.
function endpoints(value: ConfigValue): Partial<Record<ServiceName, string>> {
  return Object.fromEntries(
    value.list().flatMap((item) =>
      serviceNames.flatMap((service) => {
        const url = item
          .field(service)
          .matching(/^https?:\/\/[^/]/, "must be an http or https URL");
        return url === undefined ? [] : [[service, url]];
      }),
    ),
  );
}

function onlyFile(value: ConfigValue): string | undefined {
  const [file, ...more] = value.texts();
  if (more.length > 0) {
    value.fail("names several files, but only one file can be read. Merge them into one file");
  }
  return file?.replace(/^~(?=[/\\]|$)/, homedir());
}
