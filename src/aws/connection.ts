import { isUnknown, unknownText } from "../values/engine-values.js";
import { canonical } from "../values/json.js";
import { confirmTransport } from "./agents.js";
import type { AwsService } from "./clients.js";
import { Identity } from "./identity.js";
import { profileFiles, profileRegion } from "./profiles.js";
import { plainRole } from "./roles.js";
import { type AwsSettings, parseSettings, providerSource, stackSource } from "./settings.js";

export type { AwsService, ClientConfig } from "./clients.js";
export type { AwsSettings, ServiceName } from "./settings.js";

/** The stack's configuration, as Pulumi passes it to a dynamic provider. */
export interface StackConfig {
  get(key: string): string | undefined;
}

/** What decides about a connection. */
export interface ConnectionProps {
  readonly region?: unknown;
  readonly profile?: unknown;
  readonly assumeRoleArn?: unknown;
  /** Settings of an `aws.Provider` that the program passed on. They stand for all of the stack's. */
  readonly connection?: unknown;
}

/** Those of them that decide as whom AWS is called. */
export const identityKeys = ["profile", "assumeRoleArn", "connection"] as const;

/**
 * Decides for each resource which credentials are used and where calls go, and provides the clients. The constructor
 * reads nothing: a mistake in the configuration is an error of the resource that would use it.
 */
export class Connections {
  readonly #stack: StackConfig | undefined;
  readonly #settings = new Map<string, AwsSettings>();
  readonly #identities = new Map<string, Identity>();
  readonly #profileRegions = new Map<string, Promise<string | undefined>>();

  constructor(stack: StackConfig | undefined) {
    this.#stack = stack;
  }

  /** Returns the settings that apply to a resource. Settings of its provider replace all of the stack's. */
  settings(props: ConnectionProps): AwsSettings {
    const own = [props.connection, text(props.profile), text(props.assumeRoleArn)] as const;
    const key = canonical(own);
    const settings = this.#settings.get(key) ?? this.#read(...own);
    this.#settings.set(key, settings);
    return settings;
  }

  /** Returns the region of a resource; undefined if none is set. Makes no call to AWS. */
  async region(props: ConnectionProps): Promise<string | undefined> {
    const own = text(props.region);
    if (own !== undefined) {
      return own;
    }
    const settings = this.settings(props);
    return homeRegion(settings) ?? this.#profileRegion(settings);
  }

  /** Returns the caller for a resource. The same settings give the same caller. */
  identity(props: ConnectionProps, region: string): Identity {
    const settings = this.settings(props);
    if (settings.unknown.length > 0 || isUnknown(settings)) {
      throw new Error(
        "connecting to AWS: some connection settings are not known before the update",
      );
    }
    // One region for STS, wherever the resources are, so that roles are assumed once. A profile of a
    // resource's own may be of another partition than the stack, so it asks where the resource is.
    const home = text(props.profile) === undefined ? homeRegion(settings) : undefined;
    const fresh = new Identity(settings, settings.stsRegion ?? home ?? region);
    const identity = this.#identities.get(fresh.fingerprint) ?? fresh;
    this.#identities.set(identity.fingerprint, identity);
    return identity;
  }

  /**
   * Returns a string that is equal for equal settings; undefined if the settings are wrong, or unknown before the
   * update.
   */
  caller(props: ConnectionProps, region: string): string | undefined {
    try {
      return this.identity(props, region).fingerprint;
    } catch {
      // Check reports the mistake, and an update learns the caller from AWS.
      return undefined;
    }
  }

  /** Returns the client of a service for a resource, shared by all resources of that region and identity. */
  async client<Client>(
    service: AwsService<Client>,
    props: ConnectionProps,
    region: string,
  ): Promise<Client> {
    return this.identity(props, region).client(service, region);
  }

  /** Returns the account of the credentials of a resource. AWS is asked once for each identity. */
  async account(props: ConnectionProps, region: string): Promise<string> {
    return this.identity(props, region).account();
  }

  #read(
    provider: unknown,
    profile: string | undefined,
    assumeRoleArn: string | undefined,
  ): AwsSettings {
    const passed = provider !== undefined && provider !== null;
    const settings = parseSettings(passed ? providerSource(provider) : stackSource(this.#stack));
    confirmTransport(settings.transport);
    return {
      ...settings,
      // A resource's own profile replaces all other credentials, its own role all other roles.
      ...(profile !== undefined && {
        profile,
        staticCredentials: undefined,
        webIdentity: undefined,
        assumeRoles: [],
      }),
      ...(assumeRoleArn !== undefined && { assumeRoles: [plainRole(assumeRoleArn)] }),
    };
  }

  /** Returns the region of the current profile. */
  #profileRegion(settings: AwsSettings) {
    const unknown = ["profile", "sharedConfigFiles", "sharedCredentialsFiles"];
    if (isUnknown(settings.profile) || unknown.some((key) => settings.unknown.includes(key))) {
      return unknownText;
    }
    const key = canonical(profileFiles(settings));
    const region = this.#profileRegions.get(key) ?? profileRegion(settings);
    this.#profileRegions.set(key, region);
    return region;
  }
}

/** Returns the region in settings or the environment. An empty variable counts as not set. */
function homeRegion({ region }: AwsSettings): string | undefined {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return region || AWS_REGION || AWS_DEFAULT_REGION || undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
