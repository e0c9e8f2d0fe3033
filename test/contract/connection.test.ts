import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { DescribeSnapshotsCommand, type MemoryDBClient } from "@aws-sdk/client-memorydb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type AwsService,
  type ClientConfig,
  type ConnectionProps,
  Connections,
} from "../../src/aws/connection.js";

interface Request {
  readonly action: string;
  /** The access key and the region of the signature. */
  readonly key: string | undefined;
  readonly region: string | undefined;
  readonly userAgent: string;
  readonly params: URLSearchParams;
}

const accounts: Record<string, string> = { AKIAOTHER: "222233334444" };
const requests: Request[] = [];
/** Stands in place of a status for a request that is never answered. */
const hang = 0;
let failures: number[] = [];
let sessionSeconds = 3600;
let sessions = 0;

/** The parts of AWS that a connection needs: STS, one MemoryDB call, and an instance with a role. */
const server = createServer(async (request, response) => {
  const body = await textOf(request);
  const params = new URLSearchParams(body);
  const target = request.headers["x-amz-target"]?.toString().split(".")[1];
  const action = target ?? params.get("Action") ?? `${request.method} ${request.url}`;
  const [, key, region] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
  const userAgent = String(request.headers["user-agent"]);
  requests.push({ action, key, region, userAgent, params });
  const failure = failures.shift();
  if (failure === hang) {
    return;
  }
  if (failure !== undefined) {
    const code = failure === 403 ? "AccessDenied" : "Throttling";
    response.writeHead(failure, { "content-type": "text/xml" });
    response.end(
      `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
    );
    return;
  }
  response.end(answer(action, accounts[key ?? ""] ?? "111122223333"));
});

function answer(action: string, account: string): string {
  const expiration = new Date(Date.now() + sessionSeconds * 1000).toISOString();
  switch (action) {
    case "GetCallerIdentity":
      return `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
    case "AssumeRole":
    case "AssumeRoleWithWebIdentity":
      sessions += 1;
      return `<R><${action}Result><Credentials><AccessKeyId>ASIA${sessions}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></${action}Result></R>`;
    case "GET /latest/meta-data/iam/security-credentials/":
      return "instance";
    case "GET /latest/meta-data/iam/security-credentials/instance":
      return `{"Code":"Success","AccessKeyId":"ASIAINSTANCE","SecretAccessKey":"s","Token":"t","Expiration":"${expiration}"}`;
    case "PUT /latest/api/token":
      return "token";
    default:
      return '{"Snapshots":[]}';
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString();
}

const folder = mkdtempSync(join(tmpdir(), "connection-"));
afterAll(() => rmSync(folder, { recursive: true }));
const role = "arn:aws:iam::111122223333:role/deploy";
const environment = { ...process.env };
let url = "";

const memorydb: AwsService<MemoryDBClient> = {
  service: "memorydb",
  connect: async (config: ClientConfig) =>
    new (await import("@aws-sdk/client-memorydb")).MemoryDBClient(config),
};

/** Returns connections of a stack whose services are all on the test server. */
function connections(config: Record<string, unknown> = {}): Connections {
  const endpoints = [{ memorydb: url, sts: url }];
  const all = { region: "eu-west-1", endpoints, ...config };
  return new Connections(
    new Map(
      Object.entries(all).map(([key, value]) => [
        `aws:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
  );
}

async function describeSnapshots(
  stack: Connections,
  props: ConnectionProps = {},
  region = "eu-west-1",
): Promise<void> {
  const client = await stack.client(memorydb, props, region);
  await client.send(new DescribeSnapshotsCommand({}));
}

const seen = () => requests.map(({ action, key, region }) => `${action} ${key} ${region}`);

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  writeFileSync(
    join(folder, "config"),
    `[profile dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = s\n[profile other]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = s\n[profile lent]\nrole_arn = ${role}\nsource_profile = dev\n[profile fips]\nuse_fips_endpoint = true\n[profile bare]\noutput = json\n[profile broken]\ncredential_process = /nonexistent/command --secret hush\n`,
  );
  writeFileSync(join(folder, "token"), "jwt\n");
});

beforeEach(() => {
  for (const key of Object.keys(process.env)) {
    if (key.startsWith("AWS_")) {
      delete process.env[key];
    }
  }
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
    AWS_ACCESS_KEY_ID: "AKIAENV",
    AWS_SECRET_ACCESS_KEY: "s",
  });
  requests.length = 0;
  failures = [];
  sessionSeconds = 3600;
  sessions = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

afterAll(() => {
  // Changed in place, because later tests that stub variables continue with this object.
  for (const key of Object.keys(process.env)) {
    delete process.env[key];
  }
  Object.assign(process.env, environment);
  server.closeAllConnections();
  server.close();
});

describe("credentials", () => {
  const chain = [{ roleArn: `${role}1`, externalId: "ticket" }, { roleArn: `${role}2` }];

  it.each([
    ["the environment", {}, {}, ["DescribeSnapshots AKIAENV eu-west-1"]],
    [
      "the stack",
      { accessKey: "AKIASTACK", secretKey: "s" },
      {},
      ["DescribeSnapshots AKIASTACK eu-west-1"],
    ],
    ["a profile", { profile: "dev" }, {}, ["DescribeSnapshots AKIADEV eu-west-1"]],
    [
      "a profile with a role",
      { profile: "lent" },
      {},
      ["AssumeRole AKIADEV eu-west-1", "DescribeSnapshots ASIA1 eu-west-1"],
    ],
    [
      "a chain of roles",
      { assumeRoles: chain },
      {},
      [
        "AssumeRole AKIAENV eu-west-1",
        "AssumeRole ASIA1 eu-west-1",
        "DescribeSnapshots ASIA2 eu-west-1",
      ],
    ],
    [
      "the resource's own profile, without the stack's roles",
      { assumeRoles: chain },
      { profile: "dev" },
      ["DescribeSnapshots AKIADEV eu-west-1"],
    ],
    [
      "the resource's own role, with the stack's profile",
      { profile: "dev", assumeRoles: chain },
      { assumeRoleArn: role },
      ["AssumeRole AKIADEV eu-west-1", "DescribeSnapshots ASIA1 eu-west-1"],
    ],
    [
      "a role in the region of STS",
      { assumeRoles: [{ roleArn: role }], stsRegion: "us-west-2" },
      {},
      ["AssumeRole AKIAENV us-west-2", "DescribeSnapshots ASIA1 eu-west-1"],
    ],
    [
      "a token, and the roles after it",
      {
        assumeRoleWithWebIdentity: { roleArn: role, webIdentityTokenFile: join(folder, "token") },
        assumeRoles: [{ roleArn: `${role}2` }],
      },
      {},
      [
        "AssumeRoleWithWebIdentity undefined undefined",
        "AssumeRole ASIA1 eu-west-1",
        "DescribeSnapshots ASIA2 eu-west-1",
      ],
    ],
  ])("come from %s", async (_from, config, props, expected) => {
    await describeSnapshots(connections(config), props);
    expect(seen()).toEqual(expected);
  });

  it("come from the files that the stack names", async () => {
    process.env["AWS_CONFIG_FILE"] = join(folder, "none");
    await describeSnapshots(
      connections({ profile: "dev", sharedConfigFiles: [join(folder, "config")] }),
    );
    expect(seen()).toEqual(["DescribeSnapshots AKIADEV eu-west-1"]);
  });

  it("of SSO are looked for in the files that the stack names too", async () => {
    const file = join(folder, "sso");
    writeFileSync(
      file,
      "[profile sso]\nsso_start_url = https://x\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n",
    );
    const stack = connections({ profile: "sso", sharedConfigFiles: [file] });
    await expect(describeSnapshots(stack)).rejects.toThrow("The SSO session");
  });

  it("come from the provider that the program passed on, and not from the stack", async () => {
    const stack = connections({ accessKey: "AKIASTACK", secretKey: "s" });
    const provider = { profile: "dev", endpoints: JSON.stringify([{ memorydb: url }]) };
    await describeSnapshots(stack, { connection: provider });
    expect(seen()).toEqual(["DescribeSnapshots AKIADEV eu-west-1"]);
  });

  it("in the environment come before its profile, without a warning of the SDK", async () => {
    process.env["AWS_PROFILE"] = "dev";
    await describeSnapshots(connections());
    expect(seen()).toEqual(["DescribeSnapshots AKIAENV eu-west-1"]);
  });

  describe("of a web identity token in the environment", () => {
    beforeEach(() => {
      delete process.env["AWS_ACCESS_KEY_ID"];
      process.env["AWS_WEB_IDENTITY_TOKEN_FILE"] = join(folder, "token");
      process.env["AWS_ROLE_ARN"] = role;
    });
    const byToken = [
      "AssumeRoleWithWebIdentity undefined undefined",
      "DescribeSnapshots ASIA1 eu-west-1",
    ];

    it("come before those of AWS_PROFILE and of the default profile", async () => {
      process.env["AWS_PROFILE"] = "dev";
      await describeSnapshots(connections());
      expect(seen()).toEqual(byToken);
      expect(Object.fromEntries(requests[0]?.params ?? [])).toMatchObject({
        RoleArn: role,
        WebIdentityToken: "jwt\n",
      });
    });

    it("come after access keys of the environment", async () => {
      process.env["AWS_ACCESS_KEY_ID"] = "AKIAENV";
      await describeSnapshots(connections());
      expect(seen()).toEqual(["DescribeSnapshots AKIAENV eu-west-1"]);
    });

    it("come after a profile that the stack or the resource names", async () => {
      await describeSnapshots(connections({ profile: "dev" }));
      await describeSnapshots(connections(), { profile: "other" });
      expect(seen()).toEqual([
        "DescribeSnapshots AKIADEV eu-west-1",
        "DescribeSnapshots AKIAOTHER eu-west-1",
      ]);
    });

    it("are used to assume roles", async () => {
      await describeSnapshots(connections(), { assumeRoleArn: `${role}2` });
      expect(seen()).toEqual([
        "AssumeRoleWithWebIdentity undefined undefined",
        "AssumeRole ASIA1 eu-west-1",
        "DescribeSnapshots ASIA2 eu-west-1",
      ]);
    });

    it("are an error if STS refuses the token, and are never replaced by those of a profile", async () => {
      process.env["AWS_PROFILE"] = "dev";
      failures = [403];
      await expect(describeSnapshots(connections())).rejects.toThrow(
        `finding AWS credentials: assuming the role ${role} with the token of AWS_WEB_IDENTITY_TOKEN_FILE: no`,
      );
      expect(requests).toHaveLength(1);
    });

    it("are an error without AWS_ROLE_ARN", async () => {
      process.env["AWS_ROLE_ARN"] = "";
      await expect(describeSnapshots(connections())).rejects.toThrow(
        "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not",
      );
      expect(requests).toEqual([]);
    });

    it("are not looked for if the variable is empty", async () => {
      process.env["AWS_WEB_IDENTITY_TOKEN_FILE"] = "";
      process.env["AWS_PROFILE"] = "dev";
      await describeSnapshots(connections());
      expect(seen()).toEqual(["DescribeSnapshots AKIADEV eu-west-1"]);
    });
  });

  it.each([
    ["that is not there", "gone", "Could not resolve credentials using profile: [gone]"],
    ["whose command fails", "broken", "Command failed (credential_process)"],
  ])(
    "of AWS_PROFILE %s are an error, and are not replaced by those of the machine",
    async (_which, name, text) => {
      delete process.env["AWS_ACCESS_KEY_ID"];
      process.env["AWS_PROFILE"] = name;
      await expect(describeSnapshots(connections())).rejects.toThrow(text);
      expect(requests).toEqual([]);
    },
  );

  it("come from the machine if the profile has none", async () => {
    delete process.env["AWS_ACCESS_KEY_ID"];
    process.env["AWS_PROFILE"] = "bare";
    await describeSnapshots(connections());
    await describeSnapshots(connections({ profile: "bare" }));
    const calls = seen().filter((call) => call.startsWith("DescribeSnapshots"));
    expect(calls).toEqual(Array(2).fill("DescribeSnapshots ASIAINSTANCE eu-west-1"));
  });

  it("of a container come before those of the instance", async () => {
    delete process.env["AWS_ACCESS_KEY_ID"];
    process.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] =
      `${url}/latest/meta-data/iam/security-credentials/instance`;
    await describeSnapshots(connections({ skipMetadataApiCheck: "true" }));
    expect(seen().slice(1)).toEqual(["DescribeSnapshots ASIAINSTANCE eu-west-1"]);
    expect(requests[0]?.action).toMatch(/^GET /);
  });

  it("of a missing profile are an error, and are not replaced by those of the machine", async () => {
    await expect(describeSnapshots(connections({ profile: "gone" }))).rejects.toThrow(
      "finding AWS credentials of the profile gone: Could not resolve",
    );
    expect(requests).toEqual([]);
  });

  it("come from the instance, unless the stack forbids it", async () => {
    delete process.env["AWS_ACCESS_KEY_ID"];
    await describeSnapshots(connections());
    expect(seen().at(-1)).toBe("DescribeSnapshots ASIAINSTANCE eu-west-1");
    requests.length = 0;
    const stack = connections({ skipMetadataApiCheck: "true" });
    await expect(describeSnapshots(stack)).rejects.toThrow("finding AWS credentials: ");
    expect(requests).toEqual([]);
  });

  it("of roles are fetched once for all services, regions and callers", async () => {
    const stack = connections({ assumeRoles: chain });
    const regions = ["eu-west-1", "us-east-1", "eu-west-1"];
    await Promise.all(regions.map((region) => describeSnapshots(stack, {}, region)));
    await stack.account({}, "us-east-1");
    expect(seen().sort()).toEqual([
      "AssumeRole AKIAENV eu-west-1",
      "AssumeRole ASIA1 eu-west-1",
      "DescribeSnapshots ASIA2 eu-west-1",
      "DescribeSnapshots ASIA2 eu-west-1",
      "DescribeSnapshots ASIA2 us-east-1",
      "GetCallerIdentity ASIA2 eu-west-1",
    ]);
    const [first] = requests;
    expect(Object.fromEntries(first?.params ?? [])).toMatchObject({
      RoleArn: `${role}1`,
      RoleSessionName: "pulumi-aws-snapshots",
      ExternalId: "ticket",
    });
  });

  it("that are about to expire are renewed", async () => {
    sessionSeconds = 60;
    const stack = connections({ assumeRoles: [{ roleArn: role }] });
    await describeSnapshots(stack);
    const before = sessions;
    sessionSeconds = 3600;
    await describeSnapshots(stack);
    await describeSnapshots(stack);
    expect(sessions).toBe(before + 1);
    expect(seen().at(-1)).toBe(`DescribeSnapshots ASIA${sessions} eu-west-1`);
  });

  it("that a role does not give are an error with the role's name, and the next use tries again", async () => {
    const stack = connections({ assumeRoles: chain });
    failures = [403];
    await expect(describeSnapshots(stack)).rejects.toThrow(`assuming the role ${role}1: no`);
    await describeSnapshots(stack);
    expect(seen().at(-1)).toBe("DescribeSnapshots ASIA2 eu-west-1");
  });
});

describe("the account of the credentials", () => {
  it("is asked for once for each identity", async () => {
    const stack = connections();
    const ask = (props = {}) => stack.account(props, "eu-west-1");
    expect(await Promise.all([ask(), ask(), ask({ profile: "other" })])).toEqual([
      "111122223333",
      "111122223333",
      "222233334444",
    ]);
    expect(await ask()).toBe("111122223333");
    expect(requests).toHaveLength(2);
  });

  it("is asked for again after a failure, which reports what was asked", async () => {
    const stack = connections();
    failures = [403];
    await expect(stack.account({}, "eu-west-1")).rejects.toThrow(
      "asking AWS which account the credentials belong to: no",
    );
    expect(await stack.account({}, "eu-west-1")).toBe("111122223333");
  });

  it.each([
    [
      { allowedAccountIds: ["222233334444"] },
      "111122223333, which is not in allowedAccountIds (222233334444)",
    ],
    [
      { forbiddenAccountIds: ["111122223333"] },
      "111122223333, which is in forbiddenAccountIds (111122223333)",
    ],
  ])(
    "is checked against the allowed accounts before anything else is called: %o",
    async (config, problem) => {
      await expect(describeSnapshots(connections(config))).rejects.toThrow(problem);
      expect(requests.map(({ action }) => action)).toEqual(["GetCallerIdentity"]);
    },
  );

  it("is asked for once, before the first call, if accounts are restricted", async () => {
    const stack = connections({
      allowedAccountIds: ["111122223333"],
      forbiddenAccountIds: ["222233334444"],
    });
    await Promise.all([describeSnapshots(stack), describeSnapshots(stack, {}, "us-east-1")]);
    expect(requests.map(({ action }) => action)).toEqual([
      "GetCallerIdentity",
      "DescribeSnapshots",
      "DescribeSnapshots",
    ]);
    await expect(describeSnapshots(stack, { profile: "other" })).rejects.toThrow("222233334444");
  });
});

describe("clients", () => {
  it("are shared by all resources of a region and an identity", async () => {
    const stack = connections();
    const client = (props: Record<string, unknown>, region = "eu-west-1") =>
      stack.client(memorydb, props, region);
    const [one, two] = await Promise.all([client({ name: "a" }), client({ name: "b" })]);
    expect(one).toBe(two);
    expect(await client({}, "us-east-1")).not.toBe(one);
    expect(await client({ profile: "dev" })).not.toBe(one);
    expect(requests).toEqual([]);
  });

  it("send the name of this package, and keep the number of retries", async () => {
    failures = [500, 500, 500];
    await describeSnapshots(connections({ maxRetries: "3" }));
    expect(requests).toHaveLength(4);
    expect(requests[0]?.userAgent).toMatch(/\bpulumi-aws-snapshots\/\d+\.\d+\.\d+/);
    failures = [500];
    await expect(describeSnapshots(connections({ maxRetries: "0" }))).rejects.toThrow();
    expect(requests).toHaveLength(5);
  });

  it("try five times unless configured otherwise", async () => {
    failures = [500, 500, 500, 500];
    await describeSnapshots(connections());
    expect(requests).toHaveLength(5);
    process.env["AWS_MAX_ATTEMPTS"] = "2";
    failures = [500, 500];
    await expect(describeSnapshots(connections())).rejects.toThrow();
    expect(requests).toHaveLength(7);
  });

  it("give up a request that is not answered within half a minute", async () => {
    failures = [hang];
    const client = await connections({ maxRetries: "0" }).client(memorydb, {}, "eu-west-1");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const arrived = once(server, "request");
    const ended = expect(client.send(new DescribeSnapshotsCommand({}))).rejects.toThrow("30000 ms");
    await arrived;
    await vi.advanceTimersByTimeAsync(30_000);
    await ended;
  });

  it("use the endpoint of the environment if the stack names none", async () => {
    process.env["AWS_ENDPOINT_URL_MEMORYDB"] = url;
    process.env["AWS_ENDPOINT_URL_STS"] = url;
    await describeSnapshots(connections({ endpoints: [], assumeRoles: [{ roleArn: role }] }));
    expect(requests.map(({ action }) => action)).toEqual(["AssumeRole", "DescribeSnapshots"]);
    process.env["AWS_ENDPOINT_URL_MEMORYDB"] = "http://127.0.0.1:9";
    await describeSnapshots(connections());
    expect(requests).toHaveLength(3);
  });

  it("use the kind of endpoint that the profile asks for, if the profile is in a file that is read", async () => {
    const client = (config = {}) =>
      connections({ profile: "fips", ...config }).client(memorydb, {}, "eu-west-1");
    expect(await (await client()).config.useFipsEndpoint()).toBe(true);
    expect(await (await client({ useFipsEndpoint: "false" })).config.useFipsEndpoint()).toBe(false);
    const elsewhere = await client({ sharedConfigFiles: ["/other/config"] });
    expect(await elsewhere.config.useFipsEndpoint()).toBe(false);
  });

  it("print nothing, and are not loaded before they are needed", async () => {
    const script = join(folder, "script.cjs");
    const source = (file: string) => JSON.stringify(resolve("src/aws", file));
    writeFileSync(
      script,
      `const { Connections } = require(${source("connection.ts")});
      const stack = new Connections(new Map(${JSON.stringify([["aws:endpoints", JSON.stringify([{ sts: url }])]])}));
      (async () => {
        const region = await stack.region({});
        const loaded = Object.keys(require.cache).filter((file) => file.includes("@aws-sdk"));
        console.log(region, loaded.length, await stack.account({}, region));
      })();`,
    );
    const run = await promisify(execFile)(process.execPath, ["--require", "tsx/cjs", script], {
      env: { ...process.env, AWS_REGION: "eu-west-1", AWS_PROFILE: "dev" },
    });
    expect(run).toEqual({ stdout: "eu-west-1 0 111122223333\n", stderr: "" });
  });
});
