import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Connections } from "../../src/aws/connection.js";
import { callOf } from "../../src/dynamic/hidden-inputs.js";
import { connectionProps } from "../../src/state/call.js";
import { unknownText } from "../../src/values/engine-values.js";

const role = "arn:aws:iam::111122223333:role/deploy";
const environment = { ...process.env };
const folder = mkdtempSync(join(tmpdir(), "connection-"));
const configFile = join(folder, "config");
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  configFile,
  "[default]\nregion = sa-east-1\n[profile dev]\nregion = ap-south-1\n[profile nowhere]\noutput = json\n",
);

beforeEach(() => {
  for (const key of Object.keys(process.env)) {
    if (key.startsWith("AWS_")) {
      delete process.env[key];
    }
  }
  process.env["AWS_CONFIG_FILE"] = configFile;
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent";
});

afterAll(() => {
  // Changed in place, because later tests that stub variables continue with this object.
  for (const key of Object.keys(process.env)) {
    delete process.env[key];
  }
  Object.assign(process.env, environment);
});

const connections = (config: Record<string, string> = {}) =>
  new Connections(new Map(Object.entries(config)));

describe("the region", () => {
  it("comes from the nearest place that names a region", async () => {
    const props: Record<string, unknown> = { region: "eu-west-1" };
    const config: Record<string, string> = { "aws:region": "eu-west-3" };
    process.env["AWS_REGION"] = "us-west-1";
    process.env["AWS_DEFAULT_REGION"] = "us-west-2";
    const region = () => connections(config).region(props);

    expect(await region()).toBe("eu-west-1");
    delete props["region"];
    expect(await region()).toBe("eu-west-3");
    config["aws:region"] = "";
    expect(await region()).toBe("us-west-1");
    delete process.env["AWS_REGION"];
    expect(await region()).toBe("us-west-2");
    delete process.env["AWS_DEFAULT_REGION"];
    expect(await region()).toBe("sa-east-1");
    process.env["AWS_PROFILE"] = "dev";
    expect(await region()).toBe("ap-south-1");
  });

  it("of an aws.Provider without a region is not that of the stack, as in @pulumi/aws", async () => {
    const region = (provider: object) =>
      connections({ "aws:region": "eu-west-3" }).region({ connection: provider });
    expect(await region({ region: "eu-west-2", profile: "dev" })).toBe("eu-west-2");
    expect(await region({ profile: "dev" })).toBe("ap-south-1");
    expect(await region({ profile: "nowhere" })).toBeUndefined();
    process.env["AWS_REGION"] = "us-west-1";
    expect(await region({ profile: "dev" })).toBe("us-west-1");
  });

  it("does not come from an empty environment variable", async () => {
    Object.assign(process.env, { AWS_REGION: "", AWS_DEFAULT_REGION: "" });
    expect(await connections().region({})).toBe("sa-east-1");
    expect(await connections().region({ profile: "nowhere" })).toBeUndefined();
  });

  it("comes from the resource's own profile before the stack's", async () => {
    const stack = connections({ "aws:profile": "nowhere" });
    expect(await stack.region({ profile: "dev" })).toBe("ap-south-1");
    expect(await stack.region({})).toBeUndefined();
  });

  it("of a profile is read only from the files that the stack names", async () => {
    const file = join(folder, "other");
    writeFileSync(file, "[profile dev]\nregion = ca-west-1\n");
    const region = (name: string) =>
      connections({
        "aws:profile": "dev",
        "aws:sharedConfigFiles": JSON.stringify([name]),
      }).region({});
    expect(await region(file)).toBe("ca-west-1");
    expect(await region("/other/config")).toBeUndefined();
  });

  it("is unknown in a preview while the value that names it is unknown", async () => {
    expect(await connections().region({ connection: { region: unknownText } })).toBe(unknownText);
    expect(await connections().region({ connection: { profile: unknownText } })).toBe(unknownText);
    expect(await connections().region({ profile: unknownText })).toBe(unknownText);
    expect(() => connections().identity({ profile: unknownText }, "eu-west-1")).toThrow(
      "not known before the update",
    );
  });
});

describe("the settings of a resource", () => {
  const stack = connections({
    "aws:profile": "ci",
    "aws:accessKey": "AKIA",
    "aws:secretKey": "secret",
    "aws:assumeRoles": JSON.stringify([{ roleArn: role }]),
    "aws:allowedAccountIds": '["111122223333"]',
    "aws:defaultTags": '{"tags":{"team":"data"}}',
  });

  it("are the stack's if nothing else is given", () => {
    expect(stack.settings({})).toMatchObject({
      profile: "ci",
      staticCredentials: { accessKeyId: "AKIA" },
      assumeRoles: [{ RoleArn: role }],
      defaultTags: { team: "data" },
    });
  });

  it("are those of its provider, and none of the stack's, if it has a provider", () => {
    expect(stack.settings({ connection: { profile: "dev" } })).toMatchObject({
      profile: "dev",
      staticCredentials: undefined,
      assumeRoles: [],
      allowedAccountIds: [],
      defaultTags: {},
    });
  });

  it("keep the stack's rules, and none of its credentials, if the resource has its own profile", () => {
    expect(stack.settings({ profile: "dev" })).toMatchObject({
      profile: "dev",
      staticCredentials: undefined,
      assumeRoles: [],
      allowedAccountIds: ["111122223333"],
      defaultTags: { team: "data" },
    });
  });

  it("keep the stack's credentials, and drop its other roles, if the resource has its own role", () => {
    expect(stack.settings({ assumeRoleArn: `${role}2` })).toMatchObject({
      profile: "ci",
      staticCredentials: { accessKeyId: "AKIA" },
      assumeRoles: [{ RoleArn: `${role}2` }],
    });
  });

  it("are read when they are used, so that an unreadable setting is an error of each resource", () => {
    const broken = connections({ "aws:endpoints": "{" });
    expect(() => broken.settings({})).toThrow("aws:endpoints");
    expect(() => broken.settings({})).toThrow("aws:endpoints");
    expect(broken.settings({ connection: {} }).endpoints).toEqual({});
  });
});

describe("an identity", () => {
  const stack = connections({ "aws:accessKey": "AKIASECRET", "aws:secretKey": "hunter2" });

  it("is the same for equal settings, whatever the region of the resource", () => {
    process.env["AWS_REGION"] = "eu-west-1";
    const one = stack.identity({}, "eu-west-1");
    expect(stack.identity(connectionProps(callOf({}), { tags: {} }), "us-east-1")).toBe(one);
    expect(stack.identity({ connection: { defaultTags: { tags: { a: "b" } } } }, "eu-west-1")).toBe(
      stack.identity({ connection: { region: "eu-west-1" } }, "eu-west-1"),
    );
  });

  it.each([
    { profile: "dev" },
    { assumeRoleArn: role },
    { connection: {} },
    { connection: { endpoints: [{ sts: "http://127.0.0.1:1" }] } },
    { connection: { maxRetries: 1 } },
    { connection: { allowedAccountIds: ["111122223333"] } },
  ])("differs for %o", (props) => {
    const all = [stack.identity({}, "eu-west-1"), stack.identity({ profile: "ci" }, "eu-west-1")];
    expect(all.map(({ fingerprint }) => fingerprint)).not.toContain(
      stack.identity(props, "eu-west-1").fingerprint,
    );
  });

  it("does not reveal its credentials", () => {
    expect(stack.identity({}, "eu-west-1").fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(stack.identity({}, "eu-west-1"))).not.toMatch(/AKIASECRET|hunter2/);
  });
});
