import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeSnapshotsCommand, MemoryDBClient } from "@aws-sdk/client-memorydb";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connections } from "../../src/aws/connection.js";
import { causeOf } from "../../src/aws/errors.js";
import { type LocalAws, startLocalAws } from "../../src/local-aws/index.js";
import { certificatesFor } from "../certificates.js";
import { type ForwardProxy, hiddenHost, startForwardProxy } from "../forward-proxy.js";

// A request that bypasses the proxy fails, because only the proxy knows the host.
const { authority, server } = certificatesFor(hiddenHost);
const folder = mkdtempSync(join(tmpdir(), "proxy-"));
const bundle = join(folder, "authority.pem");
writeFileSync(bundle, authority.cert);
writeFileSync(join(folder, "token"), `${Buffer.from("{}").toString("base64url")}.e30.signature`);
writeFileSync(
  join(folder, "config"),
  "[profile sso]\nsso_start_url = https://sso.example.com\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = r\n",
);
const cache = join(folder, ".aws", "sso", "cache");
mkdirSync(cache, { recursive: true });
writeFileSync(
  join(cache, `${createHash("sha1").update("https://sso.example.com").digest("hex")}.json`),
  JSON.stringify({ accessToken: "t", expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
);
const role = "arn:aws:iam::444455556666:role/backup";
let aws: LocalAws;
let proxy: ForwardProxy;

afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  aws = await startLocalAws();
  for (const key of Object.keys(process.env).filter((name) => /^AWS_|_PROXY$/i.test(name))) {
    vi.stubEnv(key, undefined);
  }
  for (const [key, value] of Object.entries({
    ...aws.environment(),
    AWS_ENDPOINT_URL: `https://${hiddenHost}`,
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
  })) {
    vi.stubEnv(key, value);
  }
  proxy = await startForwardProxy(aws.url, server);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await proxy.close();
  await aws.close();
});

async function describeSnapshots(
  config: Record<string, string> = {},
  props: Record<string, unknown> = {},
): Promise<void> {
  const all = Object.entries({ maxRetries: "0", ...config });
  const stack = new Connections(new Map(all.map(([key, value]) => [`aws:${key}`, value])));
  const client = await stack.client(
    { service: "memorydb", connect: async (made) => new MemoryDBClient(made) },
    props,
    "eu-west-1",
  );
  await client.send(new DescribeSnapshotsCommand({}));
}

const reason = (promise: Promise<void>) =>
  promise.then(
    () => "nothing failed",
    (error: unknown) => causeOf(error),
  );
const operations = () => aws.requests.all().map(({ operation }) => operation);
const tunnel = `CONNECT ${hiddenHost}:443`;

describe("a tunnel for https", () => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    ["the environment", {}, { HTTPS_PROXY: "proxy", AWS_CA_BUNDLE: bundle }],
    ["the environment in lower case", {}, { https_proxy: "proxy", AWS_CA_BUNDLE: bundle }],
    ["the stack", { httpsProxy: "proxy", customCaBundle: bundle }, { HTTPS_PROXY: "http://x" }],
    ["the stack, for http", { httpProxy: "proxy", customCaBundle: bundle }, {}],
  ])("goes through the proxy that %s names", async (_where, config, environment) => {
    const filled = (value: string) => (value === "proxy" ? proxy.url : value);
    for (const [key, value] of Object.entries(environment)) {
      vi.stubEnv(key, filled(value));
    }
    await describeSnapshots(
      Object.fromEntries(Object.entries(config).map(([key, value]) => [key, filled(value)])),
    );
    expect(proxy.asked).toEqual([tunnel]);
    expect(operations()).toEqual(["DescribeSnapshots"]);
  });

  it("goes through the proxy that an aws.Provider names", async () => {
    const props = { connection: { httpsProxy: proxy.url, customCaBundle: bundle } };
    await describeSnapshots({}, props);
    expect(proxy.asked).toEqual([tunnel]);
  });

  it("stays open for later requests", async () => {
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    vi.stubEnv("AWS_CA_BUNDLE", bundle);
    const stack = new Connections(new Map());
    const client = await stack.client(
      { service: "memorydb", connect: async (made) => new MemoryDBClient(made) },
      {},
      "eu-west-1",
    );
    for (let i = 0; i < 3; i++) {
      await client.send(new DescribeSnapshotsCommand({}));
    }
    expect(proxy.asked).toEqual([tunnel]);
    expect(proxy.tunnelled()).toBe(3);
  });

  it("is opened with user and password", async () => {
    const guarded = await startForwardProxy(aws.url, server, "hush@hush".replace("@", "%40"));
    vi.stubEnv("AWS_CA_BUNDLE", bundle);
    try {
      vi.stubEnv("HTTPS_PROXY", guarded.url.replace("%40", "%2540"));
      await describeSnapshots();
      vi.stubEnv("HTTPS_PROXY", guarded.url.replace(/user.*@/, "user:wrong-secret@"));
      const text = await reason(describeSnapshots());
      expect(text).toContain("The proxy requires a user and a password");
      expect(text).not.toContain("wrong-secret");
    } finally {
      await guarded.close();
    }
    expect(operations()).toEqual(["DescribeSnapshots"]);
  });

  it("is used for roles, tokens and SSO too", async () => {
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    vi.stubEnv("AWS_CA_BUNDLE", bundle);
    await describeSnapshots({ assumeRoles: JSON.stringify([{ roleArn: role }]) });
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_WEB_IDENTITY_TOKEN_FILE", join(folder, "token"));
    vi.stubEnv("AWS_ROLE_ARN", role);
    await describeSnapshots();
    expect(operations()).toEqual([
      "AssumeRole",
      "DescribeSnapshots",
      "AssumeRoleWithWebIdentity",
      "DescribeSnapshots",
    ]);
    expect(proxy.tunnelled()).toBe(4);
    vi.stubEnv("HOME", folder);
    await describeSnapshots({ profile: "sso" }).catch(() => {});
    // Local AWS has no SSO; the proxy shows that the request was sent.
    expect(proxy.tunnelled()).toBe(5);
    expect(new Set(proxy.asked)).toEqual(new Set([tunnel]));
  });
});

describe("an http request", () => {
  beforeEach(() => vi.stubEnv("AWS_ENDPOINT_URL", `http://${hiddenHost}`));

  it("is sent whole to the proxy that the environment names, with user and password", async () => {
    const guarded = await startForwardProxy(aws.url, server, "hush");
    vi.stubEnv("HTTP_PROXY", guarded.url);
    try {
      await describeSnapshots({ assumeRoles: JSON.stringify([{ roleArn: role }]) });
      expect(guarded.asked).toEqual(Array(2).fill(`POST http://${hiddenHost}/`));
    } finally {
      await guarded.close();
    }
  });

  it("is sent to the host directly if NO_PROXY names the host, without the proxy's password", async () => {
    vi.stubEnv("HTTP_PROXY", proxy.url);
    vi.stubEnv("NO_PROXY", ".test");
    expect(await reason(describeSnapshots())).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(await reason(describeSnapshots({ noProxy: "other.example" }))).toBe("nothing failed");
    expect(proxy.asked).toHaveLength(1);
  });
});

it("the machine's own address is never reached through a proxy", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
  await describeSnapshots({ httpProxy: proxy.url, httpsProxy: proxy.url });
  expect(operations()).toEqual(["DescribeSnapshots"]);
  expect(proxy.asked).toEqual([]);
});

describe("a blocked connection", () => {
  it("through an untrusted certificate is an error that says what to set", async () => {
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    expect(await reason(describeSnapshots())).toContain(
      "Set aws:customCaBundle or AWS_CA_BUNDLE to a file with the certificate of its authority",
    );
    expect(operations()).toEqual([]);
  });

  it.each([
    [
      "a proxy that is not a URL",
      { httpsProxy: "socks5://user:hush@proxy" },
      "must be an http or https URL",
    ],
    ["a missing file of certificates", { customCaBundle: "/no/bundle" }, "cannot be read"],
    [
      "a file without certificates",
      { customCaBundle: join(folder, "config") },
      "contains no certificates",
    ],
  ])("through %s is an error of the settings", (_what, config, text) => {
    const entries = Object.entries(config).map(([key, value]) => [`aws:${key}`, value] as const);
    const settings = () => new Connections(new Map(entries)).settings({});
    expect(settings).toThrow(text);
    expect(settings).not.toThrow("hush");
  });

  it("through an aws.Provider whose proxy has a password is refused, because it would end up in the state", () => {
    for (const provider of [{ httpsProxy: "http://u:hush@x" }, { proxyCredentials: true }]) {
      expect(() => new Connections(new Map()).settings({ connection: provider })).toThrow(
        /contains a user or a password, (?!.*hush)/,
      );
    }
  });
});
