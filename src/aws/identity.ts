import { createHash } from "node:crypto";
import { canonical } from "../values/json.js";
import { type AwsService, anonymousConfig, type ClientConfig } from "./clients.js";
import { credentialsFor } from "./credentials.js";
import { sdk } from "./sdk.js";
import type { AwsSettings } from "./settings.js";

/**
 * A caller of AWS: credentials, the rules about their account, and the clients that use them. The credentials are
 * resolved once for all services and regions, and again when they are about to expire.
 */
export class Identity {
  /** A string that is equal for equal settings, and reveals nothing about them. */
  readonly fingerprint: string;
  /** The account that AWS reports. */
  readonly account: () => Promise<string>;
  readonly #settings: AwsSettings;
  readonly #sts: () => Promise<Sts>;
  readonly #admitted: () => Promise<void>;
  readonly #clients = new Map<string, () => Promise<unknown>>();

  constructor(settings: AwsSettings, stsRegion: string) {
    this.fingerprint = fingerprintOf(settings, stsRegion);
    this.#settings = settings;
    this.#sts = once(() => connectSts(settings, stsRegion));
    this.account = once(async () => askAccount(await this.#sts()));
    this.#admitted = once(() => this.#admit());
  }

  /** Returns the client of a service in a region. All resources get the same client. */
  async client<Client>(service: AwsService<Client>, region: string): Promise<Client> {
    await this.#admitted();
    const key = `${service.service} ${region}`;
    const shared = this.#clients.get(key) ?? once(() => this.#connect(service, region));
    this.#clients.set(key, shared);
    // The key names the service, and a service has one client class.
    return shared() as Promise<Client>;
  }

  async #connect<Client>(service: AwsService<Client>, region: string): Promise<Client> {
    const config: ClientConfig = {
      ...anonymousConfig(service.service, this.#settings, region),
      // The STS client keeps credentials until they are about to expire; other clients take them from it.
      credentials: (await this.#sts()).config.credentials,
    };
    return service.connect(config);
  }

  async #admit(): Promise<void> {
    const { allowedAccountIds: allowed, forbiddenAccountIds: forbidden } = this.#settings;
    if (allowed.length === 0 && forbidden.length === 0) {
      return;
    }
    const account = await this.account();
    if (forbidden.includes(account) || (allowed.length > 0 && !allowed.includes(account))) {
      const list = forbidden.includes(account)
        ? `is in forbiddenAccountIds (${forbidden.join(", ")})`
        : `is not in allowedAccountIds (${allowed.join(", ")})`;
      throw new Error(
        `the credentials belong to AWS account ${account}, which ${list}. Use credentials of an allowed account, or change the list`,
      );
    }
  }
}

type Sts = Awaited<ReturnType<typeof connectSts>>;

async function connectSts(settings: AwsSettings, region: string) {
  const { STS } = sdk.sts();
  return new STS({
    ...anonymousConfig("sts", settings, region),
    credentials: await credentialsFor(settings, region),
  });
}

async function askAccount(sts: Sts): Promise<string> {
  try {
    const { Account } = await sts.getCallerIdentity();
    if (Account === undefined) {
      throw new Error("AWS's answer has no account");
    }
    return Account;
  } catch (thrown) {
    if (thrown instanceof Error) {
      thrown.message = `asking AWS which account the credentials belong to: ${thrown.message}`;
    }
    throw thrown;
  }
}

/** Returns the settings that distinguish one caller from another, hashed because they include credentials. */
function fingerprintOf(settings: AwsSettings, stsRegion: string): string {
  const { region, defaultTags, ignoreTags, unknown, ...identity } = settings;
  return createHash("sha256")
    .update(canonical([identity, stsRegion]))
    .digest("hex")
    .slice(0, 32);
}

/** Makes a value on first use and keeps it. A failure is not kept, so the next use tries again. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((thrown: unknown) => {
      made = undefined;
      throw thrown;
    });
    return made;
  };
}
